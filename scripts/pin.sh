#!/bin/sh
# Writes requirements.txt anew: every package with version and digests, without any address.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m uv export -q --python .venv/bin/python --no-emit-project --no-header --no-annotate --all-extras --group dev -o requirements.txt
rm -f uv.lock
