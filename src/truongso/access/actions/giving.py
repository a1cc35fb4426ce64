"""Giving duties and ending them: from when until when, over what, by whom, never to oneself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from truongso.access import gate
from truongso.access.models import DutyHeld
from truongso.access.queries import duties as books
from truongso.access.words import duty_with_over
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import SchoolClass, Staff
from truongso.rules import duties as rules
from truongso.rules.authority import Duty, Held, Whose
from truongso.rules.verdict import Violation

EMERGENCY = "access.name_emergency_admin"


@dataclass(frozen=True, slots=True)
class GivingAsked:
    """A duty asked for: whose, which, over what (None for the school), from when until when.

    `until` is exclusive, None while it lasts. `replace`: whoever holds it now gives it up at its
    beginning.
    """

    staff_id: UUID
    duty: Duty
    over_id: UUID | None
    since: datetime
    until: datetime | None = None
    reason: str = ""
    replace: bool = False


@act
def give_duty(*, actor: Actor, asked: GivingAsked, now: datetime) -> DutyHeld:
    """Give a person a duty (nhiệm vụ). Raises Missing, NotAllowed, RuleBroken."""
    one_at_a_time("duties", actor.school_id)
    person = roster.person(actor, asked.staff_id)
    over = books.over_of(actor, asked.duty, asked.over_id)
    founding = books.never_had_principal(actor)
    right = rules.act_to_give(asked.duty, founding=founding)
    duty = gate.require(actor, right, Whose(author=person.id), at=now)
    _not_oneself(actor, person.id)
    if isinstance(over, SchoolClass):
        years.require_open(actor, over.year_id, draft=True)

    span = rules.Span(person.id, asked.duty, over.id if over else None, asked.since, asked.until)
    replaced = _replaced(actor, asked, span, duty)
    gone = {row.id for row in replaced}
    others = [books.span(row) for row in books.of_books(actor) if row.id not in gone]
    giving = _giving(actor, person, span, now)
    raise_if_broken(rules.check_giving(giving, others))
    if asked.duty in rules.LEADING and not (founding or books.uses_account(actor, person.id)):
        raise RuleBroken(Violation("duty.account_not_used_yet", "staff"))

    for row in replaced:
        row.until, row.ended_by_id = asked.since, actor.person
        row.save(update_fields=["until", "ended_by"])
    row = _keep(actor, span, asked.reason, emergency=False)
    _tell_receiver(actor, row, now)

    deed = Deed(
        "access.duty_given",
        f"duty:{row.id}",
        [("holder", replaced[0].staff_id if replaced else None, person.id)],
        reason=asked.reason,
        facts={
            "name": person.full_name,
            "duty": duty_with_over(row),
            "since": row.since,
            "until": row.until,
            "replaced": [one.staff.full_name for one in replaced],
        },
    )
    journal.record(actor, duty, deed, at=now)
    return row


@act
def end_duty(*, actor: Actor, duty_id: UUID, until: datetime, now: datetime) -> DutyHeld:
    """End a duty at a moment, now or later; what was lent from it ends with it.

    One that has not begun is taken back. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("duties", actor.school_id)
    row = books.rows(actor).select_for_update(of=("self",)).filter(pk=duty_id).first()
    if row is None:
        raise Missing
    right = rules.act_to_give(Duty(row.duty))
    duty = gate.require(actor, right, Whose(author=row.staff_id), at=now)
    _not_oneself(actor, row.staff_id)

    if row.until is not None and row.until <= now:
        raise RuleBroken(Violation("duty.ended_already"))
    if until < now or (row.until is not None and until > row.until):
        raise RuleBroken(Violation("duty.back_dated", "until"))
    if books.is_last_leader(actor, row, now):
        raise RuleBroken(Violation("duty.last_leader"))

    before, row.until = row.until, max(until, row.since)
    row.ended_by_id = actor.person
    row.save(update_fields=["until", "ended_by"])
    message = post.Message(
        "access.duty_ended",
        f"Nhiệm vụ {duty_with_over(row)} của Thầy/Cô đã được kết thúc.",
        "/tai-khoan/",
        f"duty:{row.id}:{now:%d%H%M%S}",
    )
    post.tell(actor, [row.staff_id], message, shows_at=now)

    deed = Deed(
        "access.duty_ended",
        f"duty:{row.id}",
        [("until", before, row.until)],
        facts={"name": row.staff.full_name, "duty": duty_with_over(row)},
    )
    journal.record(actor, duty, deed, at=now)
    return row


@act
def name_emergency_admin(
    *, actor: Actor, staff_id: UUID, hours: int, reason: str, now: datetime
) -> DutyHeld:
    """Name an emergency admin (quản trị viên khẩn cấp) for some hours, with a written reason.

    The vice-principal's act, for when no admin can work. The principal and every admin are told at
    once. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("duties", actor.school_id)
    person = roster.person(actor, staff_id)
    duty = gate.require(actor, EMERGENCY, Whose(author=person.id), at=now)
    _not_oneself(actor, person.id)

    span = rules.Span(person.id, Duty.IT_ADMIN, None, now, now + timedelta(hours=hours))
    others = [books.span(row) for row in books.of_books(actor)]
    broken = [
        *rules.check_emergency(reason, span.since, span.until or now),
        *rules.check_giving(_giving(actor, person, span, now), others),
    ]
    raise_if_broken(broken)
    if not books.uses_account(actor, person.id):
        raise RuleBroken(Violation("duty.account_not_used_yet", "staff"))

    row = _keep(actor, span, reason, emergency=True)
    alarm = post.Message(
        "access.emergency_admin",
        f"KHẨN CẤP: {actor.name} đã chỉ định {person.full_name} làm quản trị viên trong {hours}"
        f" giờ. Lí do: {reason}"[:500],
        "/nhiem-vu/",
        f"duty:{row.id}",
    )
    told = books.leaders(actor, (Duty.PRINCIPAL, Duty.IT_ADMIN), now)
    post.tell(actor, [*told, person.id], alarm, shows_at=now)

    deed = Deed(
        "access.emergency_admin_named",
        f"duty:{row.id}",
        [("holder", None, person.id)],
        reason=reason,
        facts={"name": person.full_name, "hours": hours, "until": row.until},
    )
    journal.record(actor, duty, deed, at=now)
    return row


def _not_oneself(actor: Actor, staff_id: UUID) -> None:
    """Nobody grants himself anything, and nobody lays down his own duty by himself."""
    if staff_id == actor.staff_id:
        raise NotAllowed(Violation("duty.to_oneself"))


def _giving(actor: Actor, person: Staff, span: rules.Span, now: datetime) -> rules.Giving:
    first = local_day(span.since)
    return rules.Giving(
        span=span,
        now=now,
        kind=roster.school_org(actor).kind,
        works=person.works_since <= first
        and (person.works_until is None or person.works_until > first),
        member=books.belongs(actor, person, span.duty, span.over),
    )


def _replaced(actor: Actor, asked: GivingAsked, span: rules.Span, right: Held) -> list[DutyHeld]:
    """Whose duty ends because this one begins; none but the principal ends a leading one."""
    if not asked.replace or span.duty not in rules.ONE_HOLDER:
        return []
    rows = books.rows(actor).select_for_update(of=("self",)).filter(duty=span.duty.value)
    return [
        row
        for row in rows
        if books.span(row).meets(span)
        and books.span(row).over == span.over
        and row.since <= span.since
        and row.staff_id != span.staff
        and (span.duty is not Duty.PRINCIPAL or right.duty is Duty.PRINCIPAL)
    ]


def _keep(actor: Actor, span: rules.Span, reason: str, *, emergency: bool) -> DutyHeld:
    """The row of a duty just given, with what it is held over at hand."""
    over = rules.OVER.get(span.duty)
    row = DutyHeld.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        staff_id=span.staff,
        duty=span.duty.value,
        since=span.since,
        until=span.until,
        given_by_id=actor.person,
        reason=reason,
        emergency=emergency,
        **({f"{over}_id": span.over} if over else {}),
    )
    return books.rows(actor).get(pk=row.id)


def _tell_receiver(actor: Actor, row: DutyHeld, now: datetime) -> None:
    message = post.Message(
        "access.duty_given",
        f"Thầy/Cô được giao nhiệm vụ {duty_with_over(row)}.",
        "/tai-khoan/",
        f"duty:{row.id}",
    )
    post.tell(actor, [row.staff_id], message, shows_at=now)
