"""Leaving a class of extra teaching (lớp dạy thêm) by hand; entering one is `place_pupil`."""

from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, raise_if_broken
from truongso.foundation.tenancy import act
from truongso.office.actions.classes import ACT, SCHOOL
from truongso.roster import years
from truongso.roster.models import ClassMember
from truongso.rules.verdict import Violation


@act
def leave_extra(
    *, actor: Actor, pupil_id: UUID, place_id: UUID, day: date, now: datetime
) -> ClassMember:
    """Let a pupil leave an extra class on a day, his first one without it; his own class stays.

    A place that would begin on that day or later never begins. Raises Missing, NotAllowed,
    RuleBroken (not an extra class, left already, or the day lies outside the year).
    """
    rows = ClassMember.objects.of(actor).select_for_update(of=("self",))
    rows = rows.select_related("pupil", "school_class__year")
    place = rows.filter(pk=place_id, pupil_id=pupil_id).first()
    if place is None:
        raise Missing
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    years.require_open(actor, place.school_class.year_id, draft=True)

    raise_if_broken(_check(place, day))
    before, place.until = place.until, max(place.since, day)
    place.save(update_fields=["until"])

    facts = {"name": place.pupil.full_name, "class": place.school_class.name, "from": day}
    deed = Deed(
        "roster.extra_class_left",
        f"pupil:{place.pupil_id}",
        [("until", before, place.until)],
        facts=facts,
    )
    journal.record(actor, duty, deed, at=now)
    return place


def _check(place: ClassMember, day: date) -> list[Violation]:
    """Why the pupil cannot leave the class on that day."""
    broken, name, year = [], place.school_class.name, place.school_class.year
    if not place.school_class.extra:
        broken.append(Violation("class.not_extra", "day", {"name": name}))
    if place.until is not None and place.until <= day:
        left = {"name": name, "day": place.until}
        broken.append(Violation("class.left_already", "day", left))
    if not year.starts_on <= day <= year.ends_on:
        broken.append(Violation("class.outside_year", "day", {"day": day, "year": year.code}))
    return broken
