"""What the pages of accounts show: everybody with his account, one person's history, minutes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_noop

from truongso.access import gate
from truongso.access.models import Account, DutyHeld
from truongso.access.queries import duties as books
from truongso.access.words import duty_with_over
from truongso.documents import queries as documents
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.tenancy import InSchool
from truongso.foundation.text import folded
from truongso.office import account_rights
from truongso.roster import queries as roster
from truongso.roster.models import Staff
from truongso.rules.authority import Right, Whose

NONE, NEW, ACTIVE, SUSPENDED, WITHDRAWN = "none", "new", "active", "suspended", "withdrawn"
STATES = {
    NONE: gettext_noop("Chưa có tài khoản"),
    NEW: gettext_noop("Chưa nhận"),
    ACTIVE: gettext_noop("Đang dùng"),
    SUSPENDED: gettext_noop("Tạm khóa"),
    WITHDRAWN: gettext_noop("Đã thu hồi"),
}
HAND_OVER = "planning.hand_over_work"
PAPERS = {
    "account_handover": gettext_noop("Biên bản bàn giao tài khoản"),
    "account_withdrawal": gettext_noop("Biên bản thu hồi tài khoản"),
    "correction_minutes": gettext_noop("Biên bản sửa chữa dữ liệu"),
    "approval_list": gettext_noop("Phân công phê duyệt hồ sơ điện tử"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A person with his account, if there is one, and the state it is in."""

    staff: Staff
    account: Account | None
    state: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as the page shows it: the lines asked for, and how many there are of each state."""

    lines: list[Line]
    counts: Counter[str]


def listed(actor: Actor, now: datetime, *, search: str = "", state: str = "") -> Listed:
    """Return who works at the school, and who has or had an account, in name order."""
    rows = Staff.objects.of(actor).filter(
        roster.working_on(local_day(now)) | Q(accounts__isnull=False)
    )
    people = {row.id: row for row in rows.select_related("department")}
    latest: dict[UUID, Account] = {}
    for account in Account.objects.filter(school_id=actor.school_id).order_by("created_at"):
        latest[account.staff_id] = account
    lines = [Line(row, latest.get(row.id), state_of(latest.get(row.id))) for row in people.values()]
    counts = Counter(line.state for line in lines)
    shown = [line for line in lines if _fits(line, folded(search), state)]
    return Listed(sorted(shown, key=lambda line: line.staff.sort_key), counts)


def _fits(line: Line, search: str, state: str) -> bool:
    found = not search or search in line.staff.search_key
    found = found or search in line.staff.code.lower()
    named = line.account is not None and search in line.account.username
    return (found or named) and (not state or line.state == state)


def state_of(account: Account | None) -> str:
    """Return the state of an account: "none", "new", "active", "suspended" or "withdrawn"."""
    if account is None:
        return NONE
    if account.withdrawn_at is not None:
        return WITHDRAWN
    if not account.is_active:
        return SUSPENDED
    return NEW if account.must_confirm or account.must_change_password else ACTIVE


def without_account(actor: Actor, now: datetime) -> list[UUID]:
    """Return who works at the school, has no account, and may be given one by the actor."""
    may = account_rights.judge(actor, at=now)
    lines = listed(actor, now, state=NONE).lines
    return [line.staff.id for line in lines if may(line.staff.id)]


def not_taken(actor: Actor, now: datetime) -> list[UUID]:
    """Return the accounts whose owners have yet to sign for them and for which the actor prints."""
    may = account_rights.judge(actor, password_only=True, at=now)
    lines = listed(actor, now, state=NEW).lines
    return [line.account.id for line in lines if line.account and may(line.staff.id)]


def without_slip(actor: Actor, now: datetime) -> list[UUID]:
    """Return those of `not_taken` for whom no slip that still lets in has been made."""
    ids = not_taken(actor, now)
    rows = Account.objects.filter(school_id=actor.school_id, pk__in=ids)
    rows = rows.filter(Q(slip_expires_at__isnull=True) | Q(slip_expires_at__lte=now))
    return list(rows.order_by("staff__sort_key").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class OnePerson:
    """One person's account page: every account he had, duties, minutes, and what may be done."""

    staff: Staff
    account: Account | None
    state: str
    earlier: list[Account]
    duties: list[DutyHeld]
    ended: list[DutyHeld]
    words: dict[UUID, str]
    papers: list[Paper]
    may: bool
    may_print: bool
    may_hand_over: bool


def one_person(actor: Actor, staff_id: UUID, now: datetime) -> OnePerson:
    """Return what the page of a person's account shows. Raises Missing."""
    person = roster.person(actor, staff_id)
    rows = Account.objects.filter(school_id=actor.school_id, staff=person)
    accounts = list(rows.order_by("-created_at"))
    account = accounts[0] if accounts else None
    duties = books.open_duties(actor, person.id, now)
    ended = books.ended_duties(actor, person.id, now)
    return OnePerson(
        staff=person,
        account=account,
        state=state_of(account),
        earlier=accounts[1:],
        duties=duties,
        ended=ended,
        words={row.id: duty_with_over(row) for row in (*duties, *ended)},
        papers=list(documents.papers(actor).filter(about=person)),
        may=account_rights.judge(actor, at=now)(person.id),
        may_print=account_rights.judge(actor, password_only=True, at=now)(person.id),
        may_hand_over=isinstance(
            gate.may(actor, HAND_OVER, Whose(department=person.department_id), at=now), Right
        ),
    )


def own_paper(actor: Actor) -> Paper | None:
    """Return the minutes of the actor's own account."""
    return documents.latest_paper(actor, "account_handover", actor.person)


def waiting(owner: InSchool, now: datetime) -> tuple[int, int]:
    """Return how many have no account, and how many have yet to sign for theirs."""
    working = Staff.objects.of(owner).filter(roster.working_on(local_day(now)))
    kept = Account.objects.filter(school_id=owner.school_id, withdrawn_at__isnull=True)
    without = working.exclude(accounts__in=kept).count()
    new = Q(must_confirm=True) | Q(must_change_password=True)
    return without, kept.filter(new, is_active=True).count()


def names(papers: Iterable[Paper]) -> list[tuple[Paper, str]]:
    """Return papers with the name of their kind, untranslated."""
    return [(paper, PAPERS.get(paper.kind, paper.kind)) for paper in papers]
