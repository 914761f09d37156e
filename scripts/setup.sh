#!/bin/sh
# Makes .venv with the kechuang command: finds Python 3.12 or later, installs the pinned packages, compiles catalogues.
set -eu
cd "$(dirname "$0")/.."

runs() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

find_python() {
    if command -v uv >/dev/null 2>&1; then
        found=$(uv python find --no-python-downloads '>=3.12' 2>/dev/null || true)
        if [ -n "$found" ] && runs "$found"; then echo "$found"; return; fi
    fi
    for name in python3.14 python3.13 python3.12; do
        if runs "$name"; then command -v "$name"; return; fi
    done
    for path in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
        if [ -x "$path" ] && runs "$path"; then echo "$path"; return; fi
    done
    if runs python3; then command -v python3; return; fi
    echo "No Python 3.12 or later was found. Install one (for instance: apt install python3.13, or uv python install 3.13) and run make again." >&2
    exit 1
}

python=$(find_python)
echo "Python: $python ($("$python" -V 2>&1))"
[ -x .venv/bin/python ] && runs .venv/bin/python || { rm -rf .venv; "$python" -m venv .venv; }
.venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --upgrade .venv
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip -q
.venv/bin/python -m pip install -q --disable-pip-version-check 'uv>=0.9,<1'
VIRTUAL_ENV="$PWD/.venv" .venv/bin/python -m uv pip install -q --require-hashes -r requirements.txt
VIRTUAL_ENV="$PWD/.venv" .venv/bin/python -m uv pip install -q --no-deps -e .
.venv/bin/kechuang messages --compile
touch .venv/.ready
echo "Ready: .venv/bin/kechuang"
