"""Which duties may be given to whom, and which may be ended; who grants what.

Pure. A duty (nhiệm vụ) is given over something, from a moment on, by somebody else. Some have one
holder at a time; leading ones are given by the principal alone; whoever keeps the accounts decides
on no record.
Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.1; Circular 15/2026/TT-BGDĐT, articles 13
and 26; rule book 3.3 (separation of duties).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from truongso.rules.authority import Duty
from truongso.rules.verdict import Violation

GIVE, GIVE_LEADING = "access.give_duty", "access.give_leading_duty"
LEADING = (Duty.PRINCIPAL, Duty.VICE_PRINCIPAL, Duty.IT_ADMIN)
ONE_HOLDER = (
    Duty.PRINCIPAL,
    Duty.DEPARTMENT_HEAD,
    Duty.GROUP_LEADER,
    Duty.HOMEROOM_TEACHER,
)
OVER = {
    Duty.DEPARTMENT_HEAD: "department",
    Duty.DEPARTMENT_DEPUTY: "department",
    Duty.GROUP_LEADER: "group",
    Duty.HOMEROOM_TEACHER: "school_class",
}
"""What a duty is held over; those that are not named are held over the whole school."""
OF_ORGANISATION = {
    "ward": (Duty.WARD_OFFICER, Duty.IT_ADMIN),
    "city": (Duty.CITY_OFFICER, Duty.IT_ADMIN),
    "ministry": (Duty.IT_ADMIN,),
}
ABOVE_SCHOOLS = (Duty.WARD_OFFICER, Duty.CITY_OFFICER)
DECIDING = (
    Duty.PRINCIPAL,
    Duty.VICE_PRINCIPAL,
    Duty.DEPARTMENT_HEAD,
    Duty.DEPARTMENT_DEPUTY,
)
POSTS = {
    Duty.VICE_PRINCIPAL: ("pho hieu truong", "p hieu truong", "pht", "hieu pho"),
    Duty.PRINCIPAL: ("hieu truong", "ht"),
    Duty.DEPARTMENT_DEPUTY: ("to pho", "pho to truong", "tpcm"),
    Duty.DEPARTMENT_HEAD: ("to truong", "ttcm"),
    Duty.CLERK: ("van thu",),
    Duty.TEACHER: ("giao vien", "gv"),
}
"""Words for posts (folded), the longer ones first: "phó hiệu trưởng" holds "hiệu trưởng"."""
EMERGENCY_LONGEST = timedelta(hours=72)
REASON_LEAST = 20


@dataclass(frozen=True, slots=True)
class Span:
    """A duty as it stands in the books: whose, over what, from when until when (None: open)."""

    staff: UUID
    duty: Duty
    over: UUID | None
    since: datetime
    until: datetime | None = None

    def meets(self, other: "Span") -> bool:
        """Tell whether the two have a moment in common; ends are exclusive.

        Source: Decision 20/QĐ-THCS, section II.7.1 (duties follow the school year's assignment).
        """
        begins_before = other.until is None or self.since < other.until
        ends_after = self.until is None or other.since < self.until
        return begins_before and ends_after


@dataclass(frozen=True, slots=True)
class Giving:
    """A duty about to be given: the span, when that is asked, and what is known of the receiver.

    `member`: he belongs to the department the duty is held over (True where that means nothing).
    """

    span: Span
    now: datetime
    kind: str = "school"
    works: bool = True
    member: bool = True


def act_to_give(duty: Duty, *, founding: bool = False) -> str:
    """Return the act under which a duty is given or ended.

    Leading duties are the principal's to give. While the school has never had a principal
    (`founding`), whoever begins the installation names the first one.
    Source: Decision 20/QĐ-THCS, section II.7.1 ("Hiệu trưởng phân quyền cho … đầu mối (admin)").
    """
    if duty is Duty.PRINCIPAL and founding:
        return GIVE
    return GIVE_LEADING if duty in LEADING else GIVE


def duty_of_post(post: str) -> Duty | None:
    """Return the duty that a post (chức vụ) in a staff list speaks of; None when it says none.

    Only a proposal: a person confirms it. `post` is folded, without marks.
    Source: Circular 15/2026/TT-BGDĐT, articles 13 and 26 (posts of a lower secondary school).

    >>> duty_of_post("pho hieu truong"), duty_of_post("ttcm"), duty_of_post("bao ve")
    (<Duty.VICE_PRINCIPAL: 'vice_principal'>, <Duty.DEPARTMENT_HEAD: 'department_head'>, None)
    """
    words = f" {post.replace('.', ' ').replace('-', ' ')} "
    for duty, names in POSTS.items():
        if any(f" {name} " in words for name in names):
            return duty
    return None


def duties_of_kind(kind: str) -> tuple[Duty, ...]:
    """Return the duties that an organisation of a kind ("school", "ward" …) can have.

    Source: Decree 142/2025/NĐ-CP (levels of the administration).
    """
    if kind in OF_ORGANISATION:
        return OF_ORGANISATION[kind]
    return tuple(duty for duty in Duty if duty not in (*ABOVE_SCHOOLS, Duty.SYSTEM))


def check_giving(asked: Giving, others: Iterable[Span]) -> Iterator[Violation]:
    """Yield why a duty may not be given; nothing when it may. `others`: the duties in the books.

    Never in the past, never to two where one holds it, never twice to the same person; the accounts
    and the deciding are never in one hand.
    Source: Decision 20/QĐ-THCS, section II.7.1; rule book 3.3 (separation of duties).
    """
    span = asked.span
    if span.duty not in duties_of_kind(asked.kind):
        yield Violation("duty.not_here", "duty")
        return
    if span.since < asked.now:
        yield Violation("duty.back_dated", "since")
    if span.until is not None and span.until <= span.since:
        yield Violation("duty.ends_before_it_begins", "until")
    if not asked.works:
        yield Violation("duty.not_working", "staff")
    if not asked.member:
        yield Violation("duty.wrong_department", "staff")
    for other in others:
        if other.meets(span):
            yield from _against(span, other)


def _against(span: Span, other: Span) -> Iterator[Violation]:
    same = other.duty is span.duty and other.over == span.over
    if same and other.staff == span.staff:
        yield Violation("duty.held_already", "staff")
    elif same and span.duty in ONE_HOLDER:
        yield Violation("duty.has_holder", "duty")
    elif other.staff == span.staff and _in_one_hand(span.duty, other.duty):
        yield Violation("duty.separate", "duty")


def _in_one_hand(one: Duty, other: Duty) -> bool:
    pair = {one, other}
    return Duty.IT_ADMIN in pair and bool(pair & set(DECIDING))


def check_emergency(reason: str, since: datetime, until: datetime) -> Iterator[Violation]:
    """Yield why an emergency admin (quản trị viên khẩn cấp) may not be named; nothing when he may.

    For at most 72 hours, with a written reason.
    Source: rule book 3.3 (separation of duties); the project's own rule, docs/decisions/accounts.md
    """
    if len(reason.strip()) < REASON_LEAST:
        yield Violation("duty.reason_too_short", "reason", {"least": REASON_LEAST})
    if not timedelta(0) < until - since <= EMERGENCY_LONGEST:
        hours = int(EMERGENCY_LONGEST.total_seconds() // 3600)
        yield Violation("duty.emergency_too_long", "hours", {"hours": hours})
