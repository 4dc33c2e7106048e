#!/bin/sh
# Make the environment from the lock: uv where there is one or can be had, pip otherwise.
set -eu
python="$1"; venv="$2"
if command -v uv >/dev/null 2>&1; then uv=uv
else
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1 && uv="$venv/bin/uv" || uv=""
fi
if [ -n "$uv" ]; then
  [ -x "$venv/bin/python" ] || "$uv" venv --quiet --python "$python" "$venv"
  "$uv" pip install --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes -r requirements.lock
  "$uv" pip install --quiet --python "$venv/bin/python" --no-deps --editable .
else
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable .
fi
