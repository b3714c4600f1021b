#!/usr/bin/env bash
# Bring .venv to what requirements.lock pins, with this project installed so that edits take effect at once.
# When the lock or the folder is another one, the environment is made anew: updated in place it would keep what the
# lock no longer has, and its scripts hold the folder in their first line.
set -euo pipefail
cd "$(dirname "$0")/.."

began=$SECONDS
say() { echo "set-up: $* ($((SECONDS - began)) s)" >&2; }
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
wanted() { pwd && cat requirements.lock; }

if ! wanted | cmp --quiet - .venv/made-of; then
    python=$(tools/python.sh)
    say "making .venv with $("$python" --version), $python"
    "$python" -m venv --clear .venv
    say "installing what requirements.lock pins, about half a minute"
    pip install --require-hashes --requirement requirements.lock
    wanted > .venv/made-of
fi
say "installing this project"
pip install --no-deps --no-build-isolation --editable .
say "done"
