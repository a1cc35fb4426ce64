"""Lending rights: what was lent, in words, and what may be lent to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import queries
from truongso.access.models import Delegation, DutyHeld
from truongso.access.words import act_labels, duty_name
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.roster.models import Staff
from truongso.rules.authority import Duty, Grant
from truongso.rules.grants import grants_on, lendable


@dataclass(frozen=True, slots=True)
class Lent:
    """A delegation as a page lists it. `state`: "coming", "current", "ended" or "revoked"."""

    row: Delegation
    duty: str
    over: str
    acts: list[str]
    state: str
    given: bool
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A duty whose acts its holder may lend: which acts, and to whom."""

    duty_id: UUID
    duty: str
    over: str
    acts: list[tuple[str, str]]
    receivers: list[Staff]

    @property
    def people(self) -> list[tuple[UUID, str]]:
        """The receivers as choices of a list."""
        return [(person.id, person.full_name) for person in self.receivers]


def lent(actor: Actor, now: datetime) -> list[Lent]:
    """Return the delegations that concern the actor, those in force first, then by date."""
    names = act_labels(local_day(now))
    found = [_lent(actor, row, names, now) for row in queries.delegations_of(actor)]
    order = ("current", "coming", "ended", "revoked")
    return sorted(found, key=lambda line: order.index(line.state))


def _lent(actor: Actor, row: Delegation, names: Mapping[str, str], now: datetime) -> Lent:
    duty = row.giver_duty
    state = _state(row, now)
    office = any(
        held.loan is None
        and (held.id == duty.id or (held.duty == duty.duty and held.over == duty.department_id))
        for held in actor.duties
    )
    return Lent(
        row=row,
        duty=duty_name(Duty(duty.duty)),
        over=duty.department.name if duty.department else "",
        acts=[names.get(act, act) for act in row.acts],
        state=state,
        given=row.receiver_id != actor.staff_id,
        may_revoke=office and state in ("coming", "current"),
    )


def _state(row: Delegation, now: datetime) -> str:
    over = row.giver_duty.until is not None and row.giver_duty.until <= now
    if row.revoked_at is not None:
        return "revoked"
    if row.until <= now or over:
        return "ended"
    return "coming" if row.since > now else "current"


def offers(actor: Actor, now: datetime) -> list[Offer]:
    """Return what the actor may lend: each of his duties with lendable acts, and who fits."""
    day = local_day(now)
    names = act_labels(day)
    own = [
        (row, lines)
        for row in queries.duty_rows(actor, now)
        if (lines := lendable(grants_on(day), Duty(row.duty)))
    ]
    if not own:
        return []
    wanted = [(_receiving(lines), row.department_id) for row, lines in own]
    people = queries.fit_to_receive(actor, wanted, now)
    return [
        Offer(
            duty_id=row.id,
            duty=duty_name(Duty(row.duty)),
            over=row.department.name if row.department else "",
            acts=[(line.act, names[line.act]) for line in lines if not _only_reads(line)],
            receivers=_fitting(people, row, _receiving(lines)),
        )
        for row, lines in own
    ]


def _only_reads(line: Grant) -> bool:
    """Who decides on a record reads it anyway: seeing it is not lent by itself."""
    return line.act.startswith("planning.inspect:")


def _receiving(lines: Sequence[Grant]) -> frozenset[Duty]:
    return frozenset(duty for line in lines for duty in line.lendable_to)


def _fitting(people: Sequence[DutyHeld], own: DutyHeld, duties: frozenset[Duty]) -> list[Staff]:
    return [
        held.staff
        for held in people
        if Duty(held.duty) in duties
        and (own.department_id is None or held.department_id == own.department_id)
        and held.staff_id != own.staff_id
    ]
