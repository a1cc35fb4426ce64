"""The verb `account rescue`: break-glass (phá kính) for a school that nobody can get into any more.

The operator gives a one-time password to somebody who holds a leading duty, or that duty itself for
a few hours to somebody with an account. All the leadership is told, and the journal keeps it.
"""

import argparse
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from truongso.commands.trouble import Trouble

if TYPE_CHECKING:
    from truongso.access.models import Account, DutyHeld

LONGEST = 72
DUTIES = {"principal": "hiệu trưởng", "it_admin": "quản trị viên"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to rescue: a user name; or a school, a staff code, and the duty to be lent for hours.

    `force`: though the school could help itself. `factors`: take the second factors away as well.
    """

    reason: str
    username: str = ""
    school: str = ""
    staff: str = ""
    duty: str = ""
    hours: int = LONGEST
    force: bool = False
    factors: bool = False


@dataclass(frozen=True, slots=True)
class Rescued:
    """Who was rescued; `password` is "" when his own still lets him in."""

    name: str
    username: str
    password: str
    until: datetime | None


def add_verb(deeds: Any) -> None:
    """Add the verb to those about accounts."""
    rescue = deeds.add_parser("rescue", help="khẩn cấp: trường không còn lãnh đạo nào vào được")
    rescue.add_argument("username", metavar="TÊN", nargs="?", default="", help="tên đăng nhập")
    rescue.add_argument("--duty", choices=[*DUTIES], default="", help="giao tạm nhiệm vụ")
    rescue.add_argument("--school", default="", metavar="MÃ", help="mã trường (khi giao tạm)")
    rescue.add_argument("--staff", default="", metavar="MÃ", help="mã cán bộ (khi giao tạm)")
    rescue.add_argument("--hours", type=int, default=LONGEST, help="số giờ giao tạm, nhiều nhất 72")
    rescue.add_argument("--reason", required=True, help="lí do, ít nhất 20 ký tự; ghi vào nhật ký")
    rescue.add_argument("--force", action="store_true", help="dù trường còn tự xử lý được")
    rescue.add_argument("--factors", action="store_true", help="gỡ cả xác thực hai bước")
    rescue.set_defaults(run=_rescue)


def _rescue(args: argparse.Namespace) -> int:
    from truongso.commands.database import prepare

    prepare()
    import django

    django.setup()
    from truongso.foundation import clock
    from truongso.foundation.days import local

    names = ("reason", "username", "school", "staff", "duty", "hours", "force", "factors")
    made = rescue(Asked(**{name: getattr(args, name) for name in names}), at=clock.now())
    print(f"Đã cứu tài khoản {made.username} của {made.name}; mọi lãnh đạo trường đã được báo.")
    if made.until:
        print(f"Nhiệm vụ giao tạm hết lúc {local(made.until):%H:%M ngày %d/%m/%Y}.")
    if made.password:
        print(f"Mật khẩu dùng một lần: {made.password}  (chỉ hiện lần này)")
    return 0


def rescue(asked: Asked, *, at: datetime) -> Rescued:
    """Let one person in again; returns who, and how. All of it or nothing.

    Raises Trouble: no such person, a reason too short, or the school can help itself.
    """
    from truongso.access.models import RecoveryCode
    from truongso.access.queries import factors
    from truongso.foundation.locks import one_at_a_time
    from truongso.foundation.tenancy import acting_in
    from truongso.rules.duties import REASON_LEAST

    if len(asked.reason.strip()) < REASON_LEAST:
        raise Trouble(f"Hãy ghi rõ lí do ({REASON_LEAST} ký tự trở lên): ai đề nghị, vì sao.")
    if bool(asked.username) == bool(asked.duty):
        raise Trouble("Hãy cho tên đăng nhập, hoặc --duty cùng --school và --staff.")
    school_id = _school_of(asked)
    with acting_in(school_id):
        one_at_a_time("duties", school_id)
        account = _account(school_id, asked)
        _cannot_help_itself(account, asked, at)
        row = _lend(account, asked, at) if asked.duty else None
        password = _let_in(account, always=not asked.duty)
        had = [factor.kind for factor in factors.of_account(account)] if asked.factors else []
        if asked.factors:
            for factor in factors.of_account(account):
                factor.delete()
            RecoveryCode.objects.filter(school_id=school_id, account=account).delete()
        _tell(account, asked, row, had, at)
        until = row.until if row else None
        return Rescued(account.staff.full_name, account.username, password, until)


def _school_of(asked: Asked) -> int:
    from truongso.access.queries import school_of_username
    from truongso.foundation.text import folded
    from truongso.roster.models import Org

    if asked.username:
        found = school_of_username(folded(asked.username).replace(" ", ""))
        if found is None:
            raise Trouble(f"Không có tài khoản nào mang tên đăng nhập “{asked.username}”.")
        return found
    org = Org.objects.filter(code=asked.school).first()
    if org is None:
        raise Trouble(f"Không có trường nào mang mã “{asked.school}”.")
    return int(org.id)


def _account(school_id: int, asked: Asked) -> "Account":
    from truongso.access.models import Account
    from truongso.foundation.text import folded

    rows = Account.objects.select_for_update(of=("self",)).select_related("staff")
    rows = rows.filter(school_id=school_id, withdrawn_at__isnull=True)
    if asked.username:
        found = rows.filter(username=folded(asked.username).replace(" ", "")).first()
    else:
        found = rows.filter(staff__code=asked.staff).first()
    if found is None or not found.is_active:
        who = asked.username or asked.staff
        raise Trouble(f"“{who}” không có tài khoản còn dùng được (chưa lập, tạm khóa, thu hồi).")
    return found


def _cannot_help_itself(account: "Account", asked: Asked, at: datetime) -> None:
    """Refuse while another of the leadership can sign in, and whom no leading duty is held by."""
    from truongso.access.models import Account
    from truongso.access.queries.duties import in_use, leaders
    from truongso.rules.duties import LEADING

    people = leaders(account, LEADING, at)
    if asked.username and account.staff_id not in people:
        raise Trouble(
            f"{account.staff.full_name} không giữ nhiệm vụ lãnh đạo hay quản trị nào. Hãy dùng"
            " --duty, hoặc “account password” nếu chỉ quên mật khẩu."
        )
    others = Account.objects.filter(in_use(account), staff_id__in=people).exclude(pk=account.pk)
    if not asked.force and (able := others.select_related("staff").first()):
        raise Trouble(
            f"Trường còn tự xử lý được: {able.staff.full_name} đăng nhập được. Hãy nhờ người đó,"
            " hoặc thêm --force nếu thật cần."
        )


def _lend(account: "Account", asked: Asked, at: datetime) -> "DutyHeld":
    """Give the duty for some hours; an earlier holder who cannot come in does not stand in the way.

    The rules of giving hold: never twice to one person, accounts and deciding never in one hand.
    """
    from truongso.access.models import DutyHeld
    from truongso.access.queries import duties as books
    from truongso.foundation.errors import sentence
    from truongso.foundation.ids import new_id
    from truongso.rules import duties as rules
    from truongso.rules.authority import Duty

    until = at + timedelta(hours=asked.hours)
    span = rules.Span(account.staff_id, Duty(asked.duty), None, at, until)
    giving = rules.Giving(span=span, now=at, works=account.staff.works_until is None)
    broken = [
        *rules.check_emergency(asked.reason, at, until),
        *rules.check_giving(giving, [books.span(row) for row in books.of_books(account)]),
    ]
    if said := [sentence(one) for one in broken if one.code != "duty.has_holder"]:
        raise Trouble(" ".join(said))
    return DutyHeld.objects.create(
        id=new_id(),
        school_id=account.school_id,
        staff_id=account.staff_id,
        duty=asked.duty,
        since=at,
        until=until,
        reason=asked.reason.strip()[:500],
        emergency=True,
    )


def _let_in(account: "Account", *, always: bool) -> str:
    """Give a one-time password and end the sessions, unless his own password lets him in."""
    from truongso.access.models import Session
    from truongso.access.passwords import one_time_password

    if not always and not account.must_change_password:
        return ""
    password = one_time_password()
    account.set_password(password)
    account.must_change_password, account.slip_expires_at = True, None
    account.save(update_fields=["password", "must_change_password", "slip_expires_at"])
    Session.objects.filter(school_id=account.school_id, account=account).delete()
    return password


def _tell(
    account: "Account", asked: Asked, row: "DutyHeld | None", factors: list[str], at: datetime
) -> None:
    """Sound the alarm to all the leadership and to himself, and keep it in the journal."""
    from truongso.access.queries.duties import leaders
    from truongso.audit import journal
    from truongso.foundation.actor import SYSTEM_DUTY, system_actor
    from truongso.notices import post
    from truongso.rules.duties import LEADING

    name = account.staff.full_name
    what = f"giao tạm nhiệm vụ {DUTIES[asked.duty]}" if row else "cấp lại mật khẩu"
    alarm = post.Message(
        "access.school_rescued",
        f"KHẨN CẤP: người vận hành hệ thống đã {what} cho {name}. Lí do: {asked.reason}"[:500],
        "/nhiem-vu/",
        f"rescue:{account.id}:{at:%d%H%M%S}",
    )
    people = dict.fromkeys([*leaders(account, LEADING, at), account.staff_id])
    post.tell(account, list(people), alarm, shows_at=at)
    deed = journal.Deed(
        "access.school_rescued",
        f"account:{account.id}",
        [("factors", sorted(factors), None)] if factors else [],
        reason=asked.reason.strip(),
        facts={
            "name": name,
            "what": what,
            "until": row.until if row else None,
            "forced": asked.force,
        },
    )
    actor = system_actor(account.school_id, "Người vận hành")
    journal.record(actor, SYSTEM_DUTY, deed, at=at)
