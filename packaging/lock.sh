#!/usr/bin/env bash
# The newest versions that pyproject.toml allows, with the hashes of their files: requirements-*.txt.
# One file serves Linux and Windows, Python 3.11 and 3.12. Run the tests, then commit what has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() {
    local to=$1
    shift
    "${UV:-.venv/bin/uv}" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
        --custom-compile-command "make lock" --output-file "packaging/requirements-$to.txt" "$@"
}

lock run pyproject.toml --extra encryption
lock test pyproject.toml --extra dev
lock build packaging/build.in
lock freeze packaging/freeze.in
