#!/usr/bin/env bash
# Make .venv anew from requirements.lock, with this project installed so that edits take effect at once.
# A virtual environment that is updated in place would keep what the lock no longer has.
set -euo pipefail
cd "$(dirname "$0")/.."

began=$SECONDS
say() { echo "set-up: $* ($((SECONDS - began)) s)" >&2; }

python=$(tools/python.sh)
say "making .venv with $("$python" --version), $python"
"$python" -m venv --clear .venv
pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet)
say "installing what requirements.lock pins, about half a minute"
"${pip[@]}" install --require-hashes --requirement requirements.lock
say "installing this project"
"${pip[@]}" install --no-deps --no-build-isolation --editable .
say "done"
