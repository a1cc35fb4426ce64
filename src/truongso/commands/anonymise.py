"""The verb `anonymise`: a copy of a school with invented people, for showing and for practice."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from truongso.commands.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Demo:
    """The school to be made: its code, name and place; `source` is the code of the real one."""

    source: str
    code: str
    name: str
    place: str


@dataclass
class Made:
    """What was made: the copy's id, rows by table, and (name, duties, user name, password)."""

    school_id: int
    counts: dict[str, int] = field(default_factory=dict)
    accounts: list[tuple[str, str, str, str]] = field(default_factory=list)


def add_verbs(verbs: Any) -> None:
    """Add the verb to the parser."""
    make = verbs.add_parser("anonymise", help="làm bản sao ẩn danh của một trường để giới thiệu")
    make.add_argument("--from", dest="source", required=True, help="mã trường gốc")
    make.add_argument("--code", required=True, help="mã của trường mẫu (chưa có trong hệ thống)")
    make.add_argument("--name", default="Trường mẫu", help="tên của trường mẫu")
    make.add_argument("--place", default="Địa phương", help="địa danh ghi trên văn bản")
    make.set_defaults(run=_anonymise)


def _anonymise(args: argparse.Namespace) -> int:
    from truongso.commands.database import prepare

    prepare()
    import django

    django.setup()
    from truongso.foundation import clock

    demo = Demo(args.source, args.code, args.name, args.place)
    made = anonymise(demo, at=clock.now(), say=print)
    print(f"Đã làm {args.name} (số {made.school_id}), {sum(made.counts.values())} dòng dữ liệu.")
    print("Mật khẩu dùng một lần, chỉ hiện lần này; phải đổi khi đăng nhập:")
    for line in made.accounts:
        print("  " + "\t".join(line))
    return 0


def anonymise(demo: Demo, *, at: datetime, say: Callable[[str], None] = print) -> Made:
    """Make an anonymised copy of a school, all of it or nothing.

    Nobody of the source is in it: people, numbers, days of birth, addresses, what people typed and
    files are invented, emptied or replaced; accounts are new. Raises Trouble when the source is not
    there or the code is taken.
    """
    from truongso.audit.journal import Deed
    from truongso.commands.database import upkeep
    from truongso.commands.schools import NewSchool, add_organisation
    from truongso.demo.anonymising.copying import Copier
    from truongso.foundation.ids import new_school_id
    from truongso.foundation.tenancy import acting_in

    source, made = _source(demo), Made(new_school_id(at))
    with upkeep() as link:
        link.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with acting_in(made.school_id):
            made.counts = Copier(link, source, made.school_id, at, say).copy()
            made.accounts = _accounts(made.school_id, _account_holders(link, source), demo.code, at)
            entries = link.execute(
                "SELECT count(*) FROM audit_journalentry WHERE school_id = %s", [source]
            ).fetchone()
            told = {"rows": sum(made.counts.values()), "entries": entries[0] if entries else 0}
            deed = Deed(
                "school.created",
                f"org:{made.school_id}",
                facts={"name": demo.name, "code": demo.code, **told},
            )
            _record(made.school_id, deed, at)
            add_organisation(made.school_id, NewSchool(demo.code, demo.name, demo.place))
    with acting_in(source):
        facts = {"code": demo.code, **told}
        _record(source, Deed("school.anonymised", f"org:{source}", facts=facts), at)
    return made


def _source(demo: Demo) -> int:
    from truongso.roster.models import Org

    if not all(text.strip() for text in (demo.code, demo.name, demo.place)):
        raise Trouble("Mã, tên, địa danh của trường mẫu không được để trống.")
    if Org.objects.filter(code=demo.code).exists():
        raise Trouble(f"Mã “{demo.code}” đã có. Hãy chọn mã khác cho trường mẫu.")
    row = Org.objects.filter(code=demo.source, kind="school").first()
    if row is None:
        raise Trouble(f"Không có trường nào mang mã “{demo.source}”.")
    return row.id


def _account_holders(link: Any, source: int) -> int:
    """Return how many people of the source can sign in."""
    query = "SELECT count(*) FROM access_account WHERE school_id = %s AND withdrawn_at IS NULL"
    return int(link.execute(query, [source]).fetchone()[0])


def _accounts(
    school_id: int, most: int, code: str, at: datetime
) -> list[tuple[str, str, str, str]]:
    """Give those with duties new accounts, as many as the source has; the leading duties first."""
    from truongso.access.models import Account, DutyHeld
    from truongso.access.passwords import one_time_password
    from truongso.access.queries import in_force
    from truongso.access.words import DUTY_NAMES
    from truongso.foundation.text import folded
    from truongso.roster.models import Staff
    from truongso.rules.authority import Duty

    held: dict[Any, list[Duty]] = {}
    for row in DutyHeld.objects.filter(in_force(at), school_id=school_id).order_by("id"):
        held.setdefault(row.staff_id, []).append(Duty(row.duty))
    order = list(Duty)
    people = sorted(
        Staff.objects.filter(school_id=school_id, pk__in=held),
        key=lambda one: (min(map(order.index, held[one.id])), one.code),
    )
    found = []
    for person in people[: max(most, 1)]:
        username = f"{folded(person.code)}.{folded(code)}".replace(" ", "")
        password = one_time_password()
        account = Account(
            school_id=school_id,
            username=username,
            staff=person,
            must_change_password=True,
            created_at=at,
        )
        account.set_password(password)
        account.save()
        duties = ", ".join(DUTY_NAMES[duty] for duty in dict.fromkeys(held[person.id]))
        found.append((person.full_name, duties, username, password))
    return found


def _record(school_id: int, deed: Any, at: datetime) -> None:
    from truongso.audit import journal
    from truongso.foundation.actor import SYSTEM_DUTY, system_actor

    journal.record(system_actor(school_id, "Người vận hành"), SYSTEM_DUTY, deed, at=at)
