"""Assigning teaching by hand: who teaches what in which class from a day, ending the one before."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import SchoolClass, Staff, TeachingAssignment
from truongso.rules.authority import Whose
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation

ACT = "roster.assign_teaching"


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment asked for; `staff_id` None ends the present one without a successor.

    `seen` is the id of who taught on the page, "" for nobody.
    """

    class_id: UUID
    subject: str
    strand: str
    staff_id: UUID | None
    since: date
    seen: str = ""


@act
def assign(*, actor: Actor, asked: Asked, now: datetime) -> TeachingAssignment | None:
    """Let somebody teach a subject, or a strand of it, in a class from a day; the one before ends.

    Returns the new row, None when teaching only ended. Raises Missing, NotAllowed, Stale (somebody
    else was assigned meanwhile), RuleBroken.
    """
    one_at_a_time("teaching", actor.school_id, asked.class_id)
    placed = roster.school_class(actor, asked.class_id)
    if asked.subject not in subjects():
        raise Missing
    person = roster.person(actor, asked.staff_id) if asked.staff_id else None
    duty = gate.require(actor, ACT, Whose(), at=now)
    years.require_open(actor, placed.year_id, draft=True)

    current = _current(actor, asked)
    if (str(current.staff_id) if current else "") != asked.seen:
        raise Stale
    raise_if_broken(_check(asked, placed, person, current))

    if current is not None:
        current.until = asked.since
        current.save(update_fields=["until"])
    made = _made(actor, asked, person, now) if person else None
    subject = subjects()[asked.subject].name
    deed = Deed(
        "roster.teaching_assigned",
        f"class:{placed.id}",
        [
            (
                "staff",
                current.staff.full_name if current else None,
                person.full_name if person else None,
            )
        ],
        facts={
            "subject": f"{subject} ({asked.strand})" if asked.strand else subject,
            "class": placed.name,
            "since": asked.since,
        },
    )
    journal.record(actor, duty, deed, at=now)
    return made


def _made(actor: Actor, asked: Asked, person: Staff, now: datetime) -> TeachingAssignment:
    """The new assignment; its teacher is told."""
    row = TeachingAssignment.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        staff=person,
        school_class_id=asked.class_id,
        subject=asked.subject,
        strand=asked.strand,
        since=asked.since,
    )
    subject = subjects()[asked.subject].name
    message = post.Message(
        "roster.assigned",
        f"Thầy/Cô được phân công dạy {subject} lớp {row.school_class.name} từ"
        f" {asked.since:%d/%m/%Y}.",
        "/lop/",
        f"assignment:{row.id}",
    )
    post.tell(actor, [person.id], message, shows_at=now)
    return row


def _current(actor: Actor, asked: Asked) -> TeachingAssignment | None:
    """Who teaches it last: the row that is open, or ends after the day asked for."""
    rows = TeachingAssignment.objects.of(actor).filter(
        Q(until__isnull=True) | Q(until__gt=asked.since),
        school_class_id=asked.class_id,
        subject=asked.subject,
        strand=asked.strand,
    )
    return rows.select_related("staff").order_by("-since").first()


def _check(
    asked: Asked, placed: SchoolClass, person: Staff | None, current: TeachingAssignment | None
) -> list[Violation]:
    """Why the assignment cannot be made so."""
    broken = []
    subject = subjects()[asked.subject]
    if asked.strand and asked.strand not in subject.strands:
        broken.append(Violation("assignment.unknown_strand", "strand", {"subject": subject.name}))
    if not placed.year.starts_on <= asked.since <= placed.year.ends_on:
        said = {"day": asked.since, "year": placed.year.code}
        broken.append(Violation("class.outside_year", "since", said))
    if person is None and current is None:
        broken.append(Violation("assignment.nobody_teaches", "staff"))
    if person is not None:
        working = person.works_since <= asked.since and (
            person.works_until is None or asked.since < person.works_until
        )
        if not working:
            who = {"name": person.full_name, "day": asked.since}
            broken.append(Violation("assignment.not_working", "staff", who))
    if current is not None and person is not None and current.staff_id == person.id:
        name = {"name": person.full_name}
        broken.append(Violation("assignment.unchanged", "staff", name))
    elif current is not None and asked.since <= current.since:
        since = {"since": current.since}
        broken.append(Violation("assignment.before_the_last", "since", since))
    return broken
