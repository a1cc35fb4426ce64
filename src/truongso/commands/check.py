"""The verb `check`: is this installation as it must be? Each line "ok", or what to do."""

import argparse
import io
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEAST_FREE_BYTES = 2 * 1024**3
SECRETS_MODE = 0o077
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `todo` is empty when it is well."""

    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"  ✗ {self.what}: {self.todo}" if self.todo else f"ok  {self.what}"


Check = Callable[[], Iterator[Finding]]


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    check = verbs.add_parser("check", help="kiểm tra hệ thống: mỗi dòng “ok” hoặc việc cần làm")
    check.add_argument("--files", action="store_true", help="đọc lại từng tệp và so mã băm (lâu)")
    check.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> int:
    from truongso.commands import check_database
    from truongso.commands.database import prepare

    prepare()
    import django

    django.setup()
    machine: list[Check] = [settings, storage, fonts, converter, mail, scanner, single_sign_on]
    if (trouble := check_database.trouble()) is not None:
        return report([*machine, lambda: iter([trouble])])
    return report([*machine, *check_database.ALL, *([files] if args.files else [])])


def report(checks: list[Check]) -> int:
    """Go through the checks and print what they find; returns 1 when something is to be done."""
    wrong = 0
    for check in checks:
        for finding in _found(check):
            print(finding, flush=True)
            wrong += bool(finding.todo)
    if wrong:
        print(f"{wrong} việc cần làm.", file=sys.stderr)
    return 1 if wrong else 0


def _found(check: Check) -> Iterator[Finding]:
    """A check that itself fails is a finding, and the others still run."""
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001  (whatever goes wrong is what was asked for)
        detail = str(error).strip().splitlines() or [type(error).__name__]
        yield Finding(check.__name__, f"không kiểm được: {detail[0]}")


def settings() -> Iterator[Finding]:
    """Look at the settings that would be dangerous or would not work together."""
    from django.conf import settings as django

    key = django.KEYS_DIR / "secret.key"
    if not key.exists():
        yield Finding("khóa bí mật", f"chưa có {key}; chạy “truongso migrate”")
    for path in sorted(p for p in django.KEYS_DIR.glob("*.key") if p.stat().st_mode & SECRETS_MODE):
        yield Finding(f"khóa {path.name}", f"người khác đọc được; chạy: chmod 600 {path}")
    https = django.PUBLIC_URL.startswith("https://")
    if https != django.TLS:
        yield Finding(
            "TLS", "TRUONGSO_TLS và TRUONGSO_PUBLIC_URL phải cùng nói có hoặc không https"
        )
    bind = django.ENVIRONMENT.bind
    if bind not in {"127.0.0.1", "::1", "localhost"} and not django.TLS:
        yield Finding(
            "TLS", f"mở cổng tại {bind} mà không có TLS; đặt máy chủ proxy có TLS phía trước"
        )
    if django.TRYING_OUT:
        yield Finding("chế độ", "TRUONGSO_TRYING_OUT đang bật; bỏ biến này khi dùng thật")
    yield Finding(f"cấu hình: dữ liệu ở {django.DATA_DIR}, địa chỉ {django.PUBLIC_URL}")


def storage() -> Iterator[Finding]:
    """Put, read and delete a file for trial; look at the free space."""
    from django.conf import settings as django

    from truongso.foundation.files import store

    place, key = store(), f"trial/{secrets.token_hex(8)}"
    content = secrets.token_bytes(1000)
    place.put(key, io.BytesIO(content))
    with place.open(key) as file:
        same = file.read() == content
    place.delete(key)
    where = f"kho S3 {django.S3.bucket}" if django.S3 else f"kho tệp {django.FILES_DIR}"
    yield Finding(where, "" if same else "đọc lại không giống đã ghi; kiểm tra ổ đĩa")
    free = shutil.disk_usage(django.DATA_DIR).free
    what = f"chỗ trống {free / 1024**3:.1f} GiB"
    yield Finding(what, "" if free >= LEAST_FREE_BYTES else "dọn bớt hoặc thêm ổ đĩa (cần 2 GiB)")


def fonts() -> Iterator[Finding]:
    """Look whether papers can be typeset with every Vietnamese letter."""
    from django.conf import settings as django

    from truongso.commands.fonts import missing_letters

    folder: Path = django.STATIC_ROOT / "built" / "fonts"
    styles = [
        folder / f"Tinos-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")
    ]
    absent = [path.name for path in styles if not path.is_file()]
    if absent:
        yield Finding(
            "phông chữ", f"thiếu {', '.join(absent)}; cài lại gói truongso hoặc chạy make"
        )
        return
    for path in styles:
        if letters := missing_letters(path):
            yield Finding(f"phông chữ {path.name}", f"thiếu chữ {''.join(sorted(letters))[:40]}")
    yield Finding("phông chữ Tinos: đủ chữ tiếng Việt")


def converter() -> Iterator[Finding]:
    """Look for the program that makes PDFs of Word files."""
    from truongso.documents.converter import program

    found = program()
    if found is None:
        yield Finding(
            "chuyển Word sang PDF",
            "chưa có LibreOffice: cài libreoffice-writer-nogui, hoặc đặt TRUONGSO_CONVERTER",
        )
        return
    asked = [str(found.with_name("soffice")), "--version"]
    done = subprocess.run(
        asked, check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    words = done.stdout.split()
    yield Finding(
        f"chuyển Word sang PDF: {' '.join(words[:2]) or found}",
        "" if done.returncode == 0 else f"{found} không chạy được",
    )


def mail() -> Iterator[Finding]:
    """Greet the mail server."""
    from django.conf import settings as django
    from django.core.mail import get_connection

    if not django.ENVIRONMENT.mail_url:
        yield Finding(f"thư: chưa gửi đi, được ghi vào {django.DATA_DIR / 'mail'}")
        return
    link = get_connection()
    try:
        link.open()
    except OSError as error:
        yield Finding("thư", f"máy chủ thư không trả lời ({error}); xem TRUONGSO_MAIL_URL")
        return
    link.close()
    yield Finding("thư: máy chủ trả lời")


def scanner() -> Iterator[Finding]:
    """Greet the virus scanner, where there is one."""
    from django.conf import settings as django

    from truongso.documents.scanner import answers

    if not django.CLAMD:
        yield Finding("quét vi-rút: không dùng (TRUONGSO_CLAMD trống)")
        return
    yield Finding(
        f"quét vi-rút tại {django.CLAMD}",
        "" if answers() else "clamd không trả lời nên mọi tệp nộp lên phải chờ; khởi động clamd",
    )


def single_sign_on() -> Iterator[Finding]:
    """Ask the provider of single sign-on who it is, where there is one."""
    from django.conf import settings as django

    from truongso.access.single_sign_on import ProviderTrouble, provider

    if django.OIDC is None:
        yield Finding("đăng nhập một lần: không dùng (TRUONGSO_OIDC_ISSUER trống)")
        return
    try:
        provider(django.OIDC)
    except ProviderTrouble as trouble:
        what = f"đăng nhập một lần tại {django.OIDC.issuer}"
        yield Finding(what, f"chưa dùng được ({trouble}); xem TRUONGSO_OIDC_ISSUER")
        return
    yield Finding(f"đăng nhập một lần tại {django.OIDC.issuer}: trả lời")


def files() -> Iterator[Finding]:
    """Read every stored file and compare it with its row."""
    from truongso.documents.consistency import findings
    from truongso.foundation.actor import system_actor
    from truongso.foundation.jobs import organisations

    wrong = 0
    for school_id in organisations():
        for found in findings(system_actor(school_id, "Kiểm tra tệp"), settled=False):
            wrong += 1
            yield Finding(f"tệp {found.where}", found.kind)
    if not wrong:
        yield Finding("mọi tệp đúng mã băm")
