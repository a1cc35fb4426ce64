"""Verbs about the journal: is it whole, take it out, and own up to a restored database.

Checking a file needs neither database nor settings nor Django.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from truongso.audit import chain, offline
from truongso.commands.trouble import Trouble

WHOLE, HARMED, UNKNOWN = 0, 1, 2


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    audit = verbs.add_parser("audit", help="kiểm và xuất nhật ký")
    deeds = audit.add_subparsers(metavar="VIỆC", required=True)
    verify = deeds.add_parser(
        "verify",
        help="kiểm nhật ký trong cơ sở dữ liệu, hoặc trong tệp đã xuất",
        description="Mã kết thúc: 0 nguyên vẹn, 1 có chỗ không khớp, 2 không kiểm được.",
    )
    verify.add_argument("file", nargs="?", type=Path, metavar="TỆP")
    verify.add_argument("--key", type=Path, help="khóa công khai (.pub) duy nhất được tin")
    verify.add_argument("--school", help="chỉ kiểm đơn vị này (mã đơn vị hoặc số)")
    verify.set_defaults(run=_verify)
    export = deeds.add_parser("export", help="xuất nhật ký ra tệp NDJSON để kiểm ở máy khác")
    export.add_argument("file", type=Path, metavar="TỆP")
    export.add_argument("--school", help="chỉ xuất đơn vị này (mã đơn vị hoặc số)")
    export.set_defaults(run=_export)
    accept = deeds.add_parser(
        "accept-restore",
        help="ghi nhận rằng cơ sở dữ liệu đã được khôi phục từ bản cũ hơn bằng công cụ khác",
        description="“truongso restore” tự ghi nhận; lệnh này dùng khi khôi phục bằng cách khác.",
    )
    accept.add_argument("--reason", required=True, help="lý do, ghi vào nhật ký của mọi đơn vị")
    accept.set_defaults(run=_accept_restore)


def _verify(args: argparse.Namespace) -> int:
    from truongso.audit import keys

    try:
        public = keys.public(args.key) if args.key else None
        if args.file:
            verdict = offline.verify_file(args.file, public)
        else:
            verdict = verify_database(args.school, public)
    except (offline.Unreadable, keys.BadKey, OSError) as error:
        print(f"truongso: {error}", file=sys.stderr)
        return UNKNOWN
    print(verdict)
    return HARMED if verdict.faults else WHOLE


def verify_database(school: str | None = None, public: bytes | None = None) -> chain.Verdict:
    """Return what does not fit in the journal of this installation. Raises Unreadable."""
    from truongso.audit import extract, keys

    url, folder = _places()
    with extract.opened(url) as link:
        records = extract.records(link, folder, _schools(link, folder, school))
        publics = [public] if public else keys.publics(folder)
        return chain.verify(records, chain.keys_of(publics), now=extract.moment(link))


def _export(args: argparse.Namespace) -> int:
    from truongso.audit import extract, keys

    url, folder = _places()
    fresh = args.file.with_name(f"{args.file.name}.part")
    try:
        with extract.opened(url) as link, fresh.open("w", encoding="utf-8") as file:
            records = extract.records(link, folder, _schools(link, folder, args.school))
            at = extract.moment(link)
            lines = offline.write(file, records, keys.publics(folder), made_at=at)
    except offline.Unreadable as error:
        fresh.unlink(missing_ok=True)
        raise Trouble(str(error)) from None
    fresh.replace(args.file)
    print(f"Đã xuất {lines} dòng vào {args.file}.")
    return 0


def _accept_restore(args: argparse.Namespace) -> int:
    from truongso.commands.database import prepare

    prepare()
    import django

    django.setup()
    from truongso.audit import operating
    from truongso.foundation import clock

    told = operating.own_up_to_restoring({"reason": args.reason}, at=clock.now())
    print(f"Đã ghi việc khôi phục vào nhật ký của {told} đơn vị.")
    return 0


def _places() -> tuple[str, Path]:
    """The address for upkeep and the folder of keys."""
    from truongso.commands.database import prepare

    settings = prepare()
    if settings.databases is None:
        raise Trouble("Chưa có cơ sở dữ liệu. Hãy chạy “truongso migrate” trước.")
    return settings.databases.ops, settings.data_dir / "keys"


def _schools(link: Any, folder: Path, wanted: str | None) -> list[int]:
    """The schools to go through: all that have a journal, or the one that is named."""
    from truongso.audit import extract

    if wanted is None:
        return extract.schools(link, folder)
    query = "SELECT id FROM roster_org WHERE code = %s OR id::text = %s"
    found = [int(row[0]) for row in link.execute(query, [wanted, wanted])]
    if not found:
        raise offline.Unreadable(f"Không có đơn vị nào mang mã {wanted}.")
    return found
