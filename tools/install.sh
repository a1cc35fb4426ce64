#!/bin/sh
# Makes .venv and puts into it what the lock files say, by fingerprint: install.sh run|dev|bench
# pip brings uv; uv does the rest, faster, from wherever pip is configured to look.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

say() { printf '==> %s\n' "$*"; }

make_venv() {
    if ! "$PYTHON" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; then
        echo "Cần Python 3.11 trở lên có venv (trên Debian: apt install python3 python3-venv)." >&2
        exit 1
    fi
    say "Tạo .venv"
    "$PYTHON" -m venv --clear "$venv"
}

# What pip is told of indexes and certificates, told to uv as well.
told() { "$venv/bin/pip" config get "global.$1" 2>/dev/null || true; }

configure_uv() {
    export UV_NO_PROGRESS=1 UV_LINK_MODE="${UV_LINK_MODE:-copy}"
    index=${PIP_INDEX_URL:-$(told index-url)}
    more=${PIP_EXTRA_INDEX_URL:-$(told extra-index-url)}
    links=${PIP_FIND_LINKS:-$(told find-links)}
    cert=${PIP_CERT:-$(told cert)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    [ -z "$more" ] || export UV_INDEX="${UV_INDEX:-$(echo $more)}"
    # As pip does: a release may lie on any index. Fingerprints say which file is the right one.
    export UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"
    [ -z "$links" ] || export UV_FIND_LINKS="${UV_FIND_LINKS:-$(echo $links | tr ' ' ',')}"
    [ -z "$cert" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$cert}"
}

uv_install() { "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" "$@"; }

PYTHON=${PYTHON:-python3}
"$venv/bin/python" -c 'import pip' 2>/dev/null || make_venv
case ${1:-run} in
run)
    say "Cài uv"
    "$venv/bin/python" -m pip install --quiet --require-hashes -r requirements/bootstrap.txt
    configure_uv
    say "Cài thư viện của chương trình"
    uv_install --require-hashes -r requirements/run.txt
    uv_install --no-deps --no-build-isolation --editable .
    ;;
dev)
    configure_uv
    say "Cài thư viện cho kiểm thử"
    uv_install --require-hashes -r requirements/run.txt -r requirements/dev.txt
    ;;
bench)
    configure_uv
    say "Cài thư viện để so sánh"
    uv_install --require-hashes -r requirements/bench.txt
    ;;
node)
    configure_uv
    uv_install --require-hashes --target "$2" -r requirements/node.txt
    ;;
esac
