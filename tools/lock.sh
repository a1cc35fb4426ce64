#!/bin/sh
# Writes the lock files anew from pyproject.toml and requirements/*.in, keeping what they hold where
# it still fits: lock.sh [uv's own options, for example --upgrade-package django].
# Versions and fingerprints only: where a package comes from is the machine's own affair.
set -eu
cd "$(dirname "$0")/.."
lock() {
    .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-header --no-annotate --universal --python-version 3.11 --index-strategy unsafe-best-match "$@"
}
lock --all-extras pyproject.toml -o requirements/run.txt "$@"
lock -c requirements/run.txt -c requirements/bootstrap.txt requirements/dev.in -o requirements/dev.txt "$@"
lock -c requirements/run.txt -c requirements/dev.txt requirements/bench.in -o requirements/bench.txt "$@"
