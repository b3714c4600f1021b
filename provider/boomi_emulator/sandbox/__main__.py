"""`python -m boomi_emulator.sandbox --dir FOLDER`: serves until it is interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from boomi_emulator.sandbox import env_file
from boomi_emulator.sandbox.client import LISTENING
from boomi_emulator.sandbox.server import CannotStart, run
from boomi_emulator.yaml_section import ScenarioError


def main() -> int:
    parser = argparse.ArgumentParser(prog="boomi-sandbox", description="Boomi and AWS Secrets Manager on loopback.")
    parser.add_argument("--dir", type=Path, default=Path(".sandbox"), help="folder of data and env file (.sandbox)")
    parser.add_argument("--port", type=int, default=0, help="first of three ports; 0 takes free ones")
    parser.add_argument("--scenario", type=Path, help="what a new folder begins with (YAML)")
    arguments = parser.parse_args()
    # uvicorn raises the signal again after it has stopped; without this the process would then die of it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))

    def listening(address: str) -> None:
        print(f"{LISTENING}{address}: source {arguments.dir / env_file.NAME}", flush=True)

    try:
        run(arguments.dir, arguments.port, arguments.scenario, listening)
    except (CannotStart, ScenarioError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
