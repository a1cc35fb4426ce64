"""Duties proposed from the posts in the staff list and from who teaches; a person confirms them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from truongso.access.models import Account, DutyHeld
from truongso.access.queries import duties as books
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.text import folded
from truongso.roster import queries as roster
from truongso.roster.models import Staff, TeachingAssignment
from truongso.rules import duties as rules
from truongso.rules.authority import Duty

Key = tuple[UUID, Duty, UUID | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A duty that somebody seems to have: whose, which, over which department, and from what.

    `post`: what the staff list says, "" when it comes from teaching. `ready`: it can be given now;
    a leading duty waits until the account is in use. `alone`: nobody else is proposed for it.
    """

    staff: Staff
    duty: Duty
    department: UUID | None
    post: str
    ready: bool
    alone: bool = True

    @property
    def key(self) -> str:
        """What the form sends back."""
        return f"{self.staff.id}:{self.duty.value}"


def proposals(actor: Actor, acts: Iterable[str], now: datetime) -> list[Proposal]:
    """Return the duties proposed to whoever may give them, by rank, then by name.

    What is held already, what has a holder, and whatever concerns the actor himself are left out.
    """
    allowed, founding = set(acts), books.never_had_principal(actor)
    people = {row.id: row for row in roster.staff(actor, local_day(now))}
    held = _held(actor, now)
    single = {(duty, over) for _, duty, over in held if duty in rules.ONE_HOLDER}
    using = set(Account.objects.filter(books.in_use(actor)).values_list("staff_id", flat=True))
    found = []
    for who, duty, post in _told(actor, people.values(), now):
        over = who.department_id if rules.OVER.get(duty) else None
        right = rules.act_to_give(duty, founding=founding)
        known = (who.id, duty, over) in held or (duty, over) in single
        if known or right not in allowed or who.id == actor.staff_id:
            continue
        if rules.OVER.get(duty) and over is None:
            continue
        ready = duty not in rules.LEADING or founding or who.id in using
        found.append(Proposal(who, duty, over, post, ready))
    return _in_order(found)


def _in_order(found: list[Proposal]) -> list[Proposal]:
    claims = Counter((one.duty, one.department) for one in found)
    order = list(Duty)
    made = [
        Proposal(
            one.staff,
            one.duty,
            one.department,
            one.post,
            one.ready,
            one.duty not in rules.ONE_HOLDER or claims[one.duty, one.department] == 1,
        )
        for one in found
    ]
    return sorted(made, key=lambda one: (order.index(one.duty), one.staff.sort_key))


def _told(
    actor: Actor, people: Iterable[Staff], now: datetime
) -> Iterator[tuple[Staff, Duty, str]]:
    """Who seems to hold which duty; whoever teaches is a teacher, whatever his post."""
    day = local_day(now)
    lasting = Q(until__isnull=True) | Q(until__gt=day)
    rows = TeachingAssignment.objects.of(actor).filter(lasting)
    teaching = set(rows.values_list("staff_id", flat=True))
    for who in people:
        duty = rules.duty_of_post(folded(who.position))
        if duty is not None:
            yield who, duty, who.position
        if who.id in teaching and duty is not Duty.TEACHER:
            yield who, Duty.TEACHER, ""


def _held(actor: Actor, now: datetime) -> set[Key]:
    rows = DutyHeld.objects.of(actor).filter(Q(until__isnull=True) | Q(until__gt=now))
    return {
        (row.staff_id, Duty(row.duty), row.department_id or row.group_id or row.school_class_id)
        for row in rows
    }
