#!/usr/bin/env bash
# Print the Python that virtual environments are made with: the newest of 3.11 to 3.13 on PATH that runs, else any
# python3 that is new enough. A name on PATH may be a version manager's shim for a version that is not selected, and
# some distributions ship the interpreter without what `python -m venv` needs, so each candidate is tried.
set -euo pipefail

for name in python3.13 python3.12 python3.11 python3 python; do
    while read -r candidate; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
            echo "$candidate"
            exit 0
        fi
    done < <(type -ap "$name")
done
echo "Python 3.11 or newer with its venv module is needed, and PATH has none: install it, then run this again." >&2
exit 1
