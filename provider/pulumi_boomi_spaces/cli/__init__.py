"""The command `boomi-spaces`."""

from __future__ import annotations

import os
import sys

import click

from .. import settings
from ..errors import BoomiSpacesError
from ..oauth import redirect_uri
from ..redact import one_line


@click.group()
@click.version_option(package_name="pulumi-boomi-spaces")
def commands() -> None:
    """What Pulumi itself has no word for."""


@commands.command("redirect-uri")
@click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...")
def redirect_uris(accounts: tuple[str, ...]) -> None:
    """Print what to register at the identity provider, for each consumer account one line.

    It has to be known there before a client id exists, so it does not wait for `pulumi up`.
    """
    platform = settings.load(os.environ, {}).platform
    for account in accounts:
        click.echo(redirect_uri(account, platform))


def main() -> None:
    """Run the command: status 0 when it did what was asked, 1 for every failure and wrong use."""
    try:
        commands.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(1)
    except BoomiSpacesError as error:
        click.echo(f"error: {one_line(str(error))}", err=True)
        sys.exit(1)
