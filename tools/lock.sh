#!/usr/bin/env bash
# Write requirements.lock: every dependency of every extra and group, pinned with hashes, for Python 3.11 and newer on
# every platform, without addresses. Versions already locked stay unless pyproject.toml excludes them;
# `make lock ARGS=--upgrade` moves all of them.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! [ -x .lock-tool/bin/uv ]; then
    "$(tools/python.sh)" -m venv --clear .lock-tool
    .lock-tool/bin/python -m pip --disable-pip-version-check --quiet install uv
fi
.lock-tool/bin/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock "$@"
