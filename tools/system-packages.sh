#!/bin/sh
# What the tests need of the system: installed by apt where that is allowed, else named. Tests whose
# program is missing are skipped and say so.
set -eu

have() { dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null | grep -q ' installed$'; }

missing() {
    for program in chromium soffice:libreoffice-writer-nogui pdftotext:poppler-utils \
        softhsm2-util:softhsm2 openssl xmlsec1; do
        command -v "${program%%:*}" >/dev/null || echo "${program##*:}"
    done
    # Without Math formulas vanish from the PDF; without these fonts some Vietnamese letters would be
    # taken from another face.
    have libreoffice-math || have libreoffice-math-nogui || echo libreoffice-math-nogui
    have fonts-texgyre || echo fonts-texgyre
    have fonts-liberation || have fonts-liberation2 || echo fonts-liberation
}

needed=$(missing)
[ -n "$needed" ] || exit 0
as_root=
if ! command -v apt-get >/dev/null; then
    as_root=none
elif [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=sudo; else as_root=none; fi
fi
if [ "$as_root" = none ]; then
    echo "==> Thiếu nên một số kiểm thử sẽ được bỏ qua:" $needed
    exit 0
fi
echo "==> Cài từ Debian:" $needed
install() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $needed
}
log=$(mktemp)
install >"$log" 2>&1 || { $as_root apt-get update -qq && install; } >>"$log" 2>&1 || {
    tail -n 5 "$log"
    echo "==> Không cài được; một số kiểm thử sẽ được bỏ qua."
}
rm -f "$log"
