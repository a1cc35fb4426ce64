"""The verb `school create`: a new organisation in the tree, with the account that begins it.

The application's role may only read the tree; the operator adds to it with the role for upkeep.
"""

import argparse
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from truongso.commands.trouble import Trouble

KINDS = ("school", "ward", "city", "ministry")
PARENT_OF = {"school": ("ward", "city"), "ward": ("city",), "city": ("ministry",), "ministry": ()}


@dataclass(frozen=True, slots=True)
class NewSchool:
    """An organisation to be made: `parent` is the code of the one above it, "" for none."""

    code: str
    name: str
    place: str
    short_name: str = ""
    kind: str = "school"
    parent: str = ""


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """Who begins: becomes the organisation's IT admin (quản trị viên)."""

    username: str
    full_name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Created:
    """What was made: the organisation's id, and how its admin signs in the first time."""

    school_id: int
    username: str
    password: str


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    school = verbs.add_parser("school", help="thêm trường hoặc đơn vị")
    deeds = school.add_subparsers(metavar="VIỆC", required=True)
    make = deeds.add_parser("create", help="thêm một đơn vị với tài khoản quản trị đầu tiên")
    make.add_argument("--code", required=True, help="mã đơn vị (duy nhất)")
    make.add_argument("--name", required=True, help="tên đầy đủ")
    make.add_argument("--short-name", default="", help="tên ngắn")
    make.add_argument("--place", required=True, help="địa danh ghi trên văn bản")
    make.add_argument("--kind", choices=KINDS, default="school", help="cấp của đơn vị")
    make.add_argument("--parent", default="", help="mã đơn vị cấp trên")
    make.add_argument("--username", required=True, help="tên đăng nhập của quản trị viên")
    make.add_argument("--full-name", required=True, help="họ tên quản trị viên")
    make.add_argument("--email", default="", help="thư điện tử của quản trị viên")
    make.set_defaults(run=_create)


def _create(args: argparse.Namespace) -> int:
    from truongso.commands.database import prepare

    prepare()
    import django

    django.setup()
    from truongso.foundation import clock

    school = NewSchool(args.code, args.name, args.place, args.short_name, args.kind, args.parent)
    first = FirstAccount(args.username, args.full_name, args.email)
    made = create(school, first, at=clock.now())
    print(f"Đã thêm {school.name} (số {made.school_id}).")
    print(f"Tên đăng nhập: {made.username}")
    print(f"Mật khẩu dùng một lần: {made.password}  (chỉ hiện lần này; phải đổi khi đăng nhập)")
    return 0


def create(school: NewSchool, first: FirstAccount, *, at: datetime) -> Created:
    """Make an organisation and its first account; returns its id and how to sign in.

    All of it or nothing. Raises Trouble when the code or the user name is taken, or the parent is
    not there or not of the level above.
    """
    from truongso.access.passwords import one_time_password
    from truongso.foundation.ids import new_school_id
    from truongso.foundation.tenancy import acting_in
    from truongso.foundation.text import clean_line

    if not all(map(clean_line, (school.code, school.name, school.place, first.full_name))):
        raise Trouble("Mã, tên, địa danh của đơn vị và họ tên quản trị viên không được để trống.")
    school_id, password = new_school_id(at), one_time_password()
    with acting_in(school_id):
        _first_account(school_id, school, first, password, at)
        add_organisation(school_id, school)
    return Created(school_id, username_of(first), password)


def username_of(first: FirstAccount) -> str:
    """Return the user name in the spelling in which sign-in looks for it."""
    from truongso.foundation.text import folded

    return folded(first.username).replace(" ", "")


def _first_account(
    school_id: int, school: NewSchool, first: FirstAccount, password: str, at: datetime
) -> None:
    from truongso.access.models import Account, DutyHeld
    from truongso.access.queries import school_of_username
    from truongso.audit import journal
    from truongso.foundation.actor import SYSTEM_DUTY, system_actor
    from truongso.foundation.days import local_day
    from truongso.foundation.text import clean_line, folded, sort_key
    from truongso.roster.models import Staff
    from truongso.rules.authority import Duty

    username, name = username_of(first), clean_line(first.full_name)
    if not username:
        raise Trouble("Tên đăng nhập không được để trống.")
    if school_of_username(username) is not None:
        raise Trouble(f"Tên đăng nhập “{username}” đã có người dùng. Hãy chọn tên khác.")
    staff = Staff.objects.create(
        school_id=school_id,
        code="QT01",
        full_name=name,
        sort_key=sort_key(name),
        search_key=folded(name),
        email=first.email,
        works_since=local_day(at),
    )
    account = Account(
        school_id=school_id,
        username=username,
        staff=staff,
        must_change_password=True,
        created_at=at,
    )
    account.set_password(password)
    account.save()
    DutyHeld.objects.create(school_id=school_id, staff=staff, duty=Duty.IT_ADMIN.value, since=at)
    deed = journal.Deed(
        "school.created", f"org:{school_id}", facts={"code": school.code, "name": school.name}
    )
    journal.record(system_actor(school_id, "Người vận hành"), SYSTEM_DUTY, deed, at=at)


def add_organisation(school_id: int, school: NewSchool) -> None:
    """Add the line of the tree, in a transaction of the role for upkeep that ends at once.

    Raises Trouble when the code is taken, or the parent is not there or not of the level above.
    """
    import psycopg

    from truongso.commands.database import upkeep
    from truongso.foundation.text import clean_line

    insert = (
        "INSERT INTO roster_org (id, kind, code, name, short_name, place, parent_id)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)"
    )
    name = clean_line(school.name)
    values = [clean_line(school.code), name, clean_line(school.short_name) or name[:60]]
    with upkeep() as link:
        parent = _parent(link, school)
        try:
            link.execute(
                insert, [school_id, school.kind, *values, clean_line(school.place), parent]
            )
        except psycopg.errors.UniqueViolation:
            raise Trouble(f"Mã đơn vị “{school.code}” đã có. Hãy kiểm tra lại.") from None


def _parent(link: Any, school: NewSchool) -> int | None:
    if not school.parent:
        return None
    query = "SELECT id, kind FROM roster_org WHERE code = %s"
    row = link.execute(query, [school.parent]).fetchone()
    if row is None:
        raise Trouble(f"Không có đơn vị cấp trên nào mang mã “{school.parent}”.")
    if row[1] not in PARENT_OF[school.kind]:
        raise Trouble(f"Đơn vị “{school.parent}” không phải cấp trên trực tiếp của cấp này.")
    return int(row[0])
