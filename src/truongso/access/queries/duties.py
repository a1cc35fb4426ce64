"""The books of duties: who holds, held and will hold what, and what may be given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from truongso.access.models import Account, DutyHeld
from truongso.access.queries import in_force
from truongso.access.words import duty_name
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.roster import queries as roster
from truongso.roster.models import Department, SchoolClass, Staff, SubjectGroup
from truongso.rules import duties as rules
from truongso.rules.authority import Duty
from truongso.rules.verdict import Violation

MOST_ENDED, MOST_OF_PERSON = 200, 50
Over = Department | SubjectGroup | SchoolClass


def rows(owner: InSchool) -> SchoolRows[DutyHeld]:
    """Return the duties of the school with whom and what they concern."""
    found = DutyHeld.objects.of(owner)
    return found.select_related("staff", "department", "group", "school_class", "given_by")


def of_books(owner: InSchool) -> list[DutyHeld]:
    """Return every duty that has not ended and those that did, for comparing spans."""
    return list(DutyHeld.objects.of(owner))


def span(row: DutyHeld) -> rules.Span:
    """Return a duty's row as the rules compare it."""
    over = row.department_id or row.group_id or row.school_class_id
    return rules.Span(row.staff_id, Duty(row.duty), over, row.since, row.until)


def over_of(owner: InSchool, duty: Duty, over_id: UUID | None) -> Over | None:
    """Return what a duty is to be held over; None for the school. Raises Missing, RuleBroken."""
    kind = rules.OVER.get(duty)
    if kind is None:
        return None
    if over_id is None:
        raise RuleBroken(Violation("duty.no_such_thing", "over"))
    models: dict[str, type[Department] | type[SubjectGroup] | type[SchoolClass]] = {
        "department": Department,
        "group": SubjectGroup,
        "school_class": SchoolClass,
    }
    row = models[kind].objects.of(owner).filter(pk=over_id).first()
    if row is None:
        raise Missing
    return row


def belongs(owner: InSchool, person: Staff, duty: Duty, over: UUID | None) -> bool:
    """Tell whether a person is of the department that a duty leads; True where none is led."""
    if duty in (Duty.DEPARTMENT_HEAD, Duty.DEPARTMENT_DEPUTY):
        return person.department_id == over
    if duty is Duty.GROUP_LEADER and over is not None:
        group = SubjectGroup.objects.of(owner).filter(pk=over).first()
        return group is not None and group.department_id == person.department_id
    return True


def never_had_principal(owner: InSchool) -> bool:
    """Tell whether the school has never had a principal in this program."""
    return not DutyHeld.objects.of(owner).filter(duty=Duty.PRINCIPAL.value).exists()


def in_use(owner: InSchool) -> Q:
    """Return the condition that an account is one's own: signed for, with a password of one's own.

    For filtering accounts of the owner's school.
    """
    own = Q(is_active=True, must_confirm=False, must_change_password=False)
    return own & Q(school_id=owner.school_id, withdrawn_at__isnull=True)


def uses_account(owner: InSchool, staff_id: UUID) -> bool:
    """Tell whether a person has an account, signed for, with a password of his own."""
    return Account.objects.filter(in_use(owner), staff_id=staff_id).exists()


def is_last_leader(owner: InSchool, row: DutyHeld, at: datetime) -> bool:
    """Tell whether nobody else, able to sign in and for good, holds this leading duty.

    Emergency admins do not count; nor does whoever is to be taken away himself.
    """
    if row.duty not in (Duty.PRINCIPAL.value, Duty.IT_ADMIN.value) or row.emergency:
        return False
    others = DutyHeld.objects.of(owner).filter(in_force(at), duty=row.duty, emergency=False)
    people = others.filter(until__isnull=True).exclude(staff_id=row.staff_id)
    accounts = Account.objects.filter(in_use(owner), staff_id__in=people.values("staff_id"))
    return not accounts.exists()


def principal_in_place(owner: InSchool, at: datetime) -> bool:
    """Tell whether a principal has ever signed for an account of his own.

    It stays so while he has lost his password or is between two principals: otherwise an admin
    could take the leadership's accounts over just then.
    """
    ever = DutyHeld.objects.of(owner).filter(duty=Duty.PRINCIPAL.value, since__lte=at)
    accounts = Account.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(confirmed_at__isnull=False),
        school_id=owner.school_id,
        must_confirm=False,
        staff_id__in=ever.values("staff_id"),
    )
    return accounts.exists()


def leaders(owner: InSchool, duties: Iterable[Duty], at: datetime) -> list[UUID]:
    """Return who holds one of these duties now, each once."""
    found = DutyHeld.objects.of(owner).filter(in_force(at), duty__in=[d.value for d in duties])
    return list(dict.fromkeys(found.order_by("since").values_list("staff_id", flat=True)))


def leading(owner: InSchool, at: datetime) -> dict[UUID, list[Duty]]:
    """Return who holds, or is going to hold, leading duties, and which."""
    found = DutyHeld.objects.of(owner).filter(Q(until__isnull=True) | Q(until__gt=at))
    people: dict[UUID, list[Duty]] = {}
    leading_ones = [duty.value for duty in rules.LEADING]
    for staff_id, duty in found.filter(duty__in=leading_ones).values_list("staff_id", "duty"):
        people.setdefault(staff_id, []).append(Duty(duty))
    return people


def open_duties(owner: InSchool, staff_id: UUID, at: datetime) -> list[DutyHeld]:
    """Return the duties of a person that are in force or have yet to begin."""
    found = rows(owner).filter(Q(until__isnull=True) | Q(until__gt=at), staff_id=staff_id)
    return list(found.order_by("since"))


def ended_duties(owner: InSchool, staff_id: UUID, at: datetime) -> list[DutyHeld]:
    """Return the duties a person has held, the latest first, at most fifty."""
    found = rows(owner).filter(until__lte=at, staff_id=staff_id)
    return list(found.order_by("-until", "-id")[:MOST_OF_PERSON])


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty as the page lists it. `state`: "current", "coming" or "ended"."""

    row: DutyHeld
    name: str
    over: Over | None
    state: str
    may_end: bool


def lines(actor: Actor, acts: Iterable[str], now: datetime, *, ended: bool) -> list[DutyLine]:
    """Return the duties of the school by rank, then by what they are over; ended ones by date.

    `acts`: what the actor may do, so that a line knows whether it has a button. Teachers' own
    duties ("giáo viên bộ môn") come last.
    """
    allowed = set(acts)
    found = rows(actor)
    if ended:
        found = found.filter(until__lte=now).order_by("-until", "-id")[:MOST_ENDED]
    else:
        found = found.filter(Q(until__isnull=True) | Q(until__gt=now)).order_by("staff__sort_key")
    made = [_line(actor, row, allowed, now) for row in found]
    if not ended:
        order = list(Duty)
        made.sort(key=lambda one: (order.index(Duty(one.row.duty)), _name_of(one.over)))
    return made


def _line(actor: Actor, row: DutyHeld, allowed: set[str], now: datetime) -> DutyLine:
    over = row.department or row.group or row.school_class
    state = "ended" if row.until is not None and row.until <= now else "current"
    if state == "current" and row.since > now:
        state = "coming"
    may = rules.act_to_give(Duty(row.duty)) in allowed and row.staff_id != actor.staff_id
    return DutyLine(row, duty_name(Duty(row.duty)), over, state, may and state != "ended")


def _name_of(over: Over | None) -> str:
    return over.name if over else ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form to give a duty offers: people, duties, and what each may be held over."""

    people: list[tuple[UUID, str]]
    duties: list[tuple[str, str]]
    overs: list[tuple[str, list[tuple[UUID, str]]]]


def offered(actor: Actor, acts: Iterable[str], now: datetime) -> Offered:
    """Return what the actor may choose from; nothing to choose when he may give nothing."""
    day, allowed = local_day(now), set(acts)
    founding = never_had_principal(actor)
    known = rules.duties_of_kind(roster.school_org(actor).kind)
    duties = [d for d in known if rules.act_to_give(d, founding=founding) in allowed]
    people = [row for row in roster.staff(actor, day) if row.id != actor.staff_id]
    overs = [
        (_("Tổ chuyên môn"), [(row.id, row.name) for row in roster.departments(actor)]),
        (_("Nhóm chuyên môn"), _groups(actor)),
        (_("Lớp"), _classes(actor, now)),
    ]
    return Offered(
        [(row.id, f"{row.full_name} ({row.code})") for row in people] if duties else [],
        [(duty.value, duty_name(duty)) for duty in duties],
        [(name, entries) for name, entries in overs if entries],
    )


def candidates(actor: Actor, now: datetime) -> list[tuple[UUID, str]]:
    """Return who could be named an emergency admin: whoever uses an account and decides nothing."""
    deciding = leaders(actor, (*rules.DECIDING, Duty.IT_ADMIN), now)
    people = roster.staff(actor, local_day(now)).exclude(pk__in=deciding)
    accounts = Account.objects.filter(in_use(actor)).values("staff_id")
    found = people.filter(pk__in=accounts)
    return [(row.id, f"{row.full_name} ({row.code})") for row in found]


def _groups(owner: InSchool) -> list[tuple[UUID, str]]:
    found = SubjectGroup.objects.of(owner).select_related("department")
    return [(row.id, row.name) for row in found.order_by("department__name", "name")]


def _classes(owner: InSchool, now: datetime) -> list[tuple[UUID, str]]:
    try:
        calendar = roster.calendar(owner, local_day(now))
    except Missing:
        return []
    found = roster.classes(owner, calendar.year.id).filter(extra=False)
    return [(row.id, row.name) for row in found]
