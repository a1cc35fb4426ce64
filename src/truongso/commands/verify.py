"""The verb that checks a signed file: who signed, as what, when, and whether it still holds.

Needs neither database nor settings: trust begins with the certificates that are handed in. The
network is never asked.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from truongso.commands.trouble import Trouble

STATUS = {"passed": 0, "failed": 1, "indeterminate": 2}


def add_verbs(verbs: Any) -> None:
    """Add the verb to the parser."""
    verify = verbs.add_parser(
        "verify",
        help="kiểm chữ ký số của một tệp PDF hoặc XML",
        description="Mã kết thúc: 0 hợp lệ, 1 không hợp lệ, 2 không xác minh được.",
    )
    verify.add_argument("file", type=Path, metavar="TỆP")
    verify.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="TỆP",
        help="chứng thư gốc được tin (PEM hoặc DER); dùng được nhiều lần",
    )
    verify.add_argument(
        "--crl",
        type=Path,
        action="append",
        default=[],
        metavar="TỆP",
        help="danh sách chứng thư bị thu hồi (PEM hoặc DER); dùng được nhiều lần",
    )
    verify.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")
    verify.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> int:
    from truongso.foundation import clock
    from truongso.seal.verifying import wire
    from truongso.seal.verifying.sandbox import MOST_BYTES, CheckerFailed, checked
    from truongso.seal.verifying.telling import lines
    from truongso.seal.xml import verdict as of_xml

    with args.file.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    roots = [_certificate(path) for path in args.trust]
    crls = [_der(path) for path in args.crl]
    now = clock.now()
    try:
        if args.file.suffix.lower() == ".xml":
            found = of_xml(content, roots=roots, crls=crls, at=now)
        else:
            found = checked(content, roots=roots, crls=crls, at=now)
    except CheckerFailed as error:
        raise Trouble(f"Không chạy được bộ kiểm tra: {error}") from None
    if args.json:
        print(json.dumps(wire.as_plain(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(found)))
    if not roots:
        print("Chưa nêu chứng thư gốc nào để tin: dùng --trust TỆP.", file=sys.stderr)
    return STATUS[found.result.value]


def _der(path: Path) -> bytes:
    from asn1crypto import pem

    content = path.read_bytes()
    if not pem.detect(content):
        return content
    der: bytes = pem.unarmor(content)[2]
    return der


def _certificate(path: Path) -> Any:
    from asn1crypto import x509

    try:
        one = x509.Certificate.load(_der(path), strict=True)
        _ = one.subject.native, one.not_valid_after
    except (ValueError, TypeError):
        raise Trouble(f"Tệp {path} không phải chứng thư (PEM hoặc DER).") from None
    return one
