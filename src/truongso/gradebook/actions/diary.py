"""What is added to the diary of edits: an explanation, a check; taking it out as a table."""

from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.tenancy import act
from truongso.gradebook.models import DiaryCheck, MarkExplanation
from truongso.gradebook.queries import diary as queries
from truongso.gradebook.queries.corrections import subject_of
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.rules import diary as rules
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation

MOST_TEXT = 300


@act
def explain(*, actor: Actor, change_id: UUID, text: str, now: datetime) -> None:
    """Add why one made an edit oneself (giải trình); what was said before stays.

    Raises Missing, NotAllowed, RuleBroken (too short, a closed year).
    """
    change = queries.change(actor, change_id)
    duty = gate.require(actor, queries.EXPLAIN, Whose(author=change.by_id), at=now)
    years.require_open(actor, change.sheet.year_id)
    raise_if_broken(rules.check_explanation(text))

    text = text.strip()[:MOST_TEXT]
    MarkExplanation.objects.create(
        school_id=actor.school_id, change=change, by_id=actor.person, at=now, text=text
    )

    facts = {
        "subject": subject_of(change.sheet).name,
        "school_class": change.sheet.school_class.name,
    }
    deed = Deed("gradebook.edit_explained", f"change:{change.id}", (), text, facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def check(*, actor: Actor, teacher_id: UUID, month: date, now: datetime) -> None:
    """Mark a teacher's edits of a month as gone through, before the monthly meeting.

    Edits that come later show as not gone through. Raises Missing, NotAllowed (nobody goes through
    his own), RuleBroken (no edits that month, a closed year).
    """
    teacher = roster.person(actor, teacher_id)
    duty = gate.require(actor, queries.CHECK, Whose(author=teacher.id), at=now)
    edited = queries.years_edited(actor, teacher.id, month)
    years.require_open(actor, *edited)
    raise_if_broken([] if edited else [Violation("diary.nothing_to_check")])

    DiaryCheck.objects.create(
        school_id=actor.school_id, teacher=teacher, month=month, by_id=actor.person, at=now
    )

    facts = {"teacher": teacher.full_name, "month": f"{month:%m/%Y}"}
    deed = Deed("gradebook.diary_checked", f"staff:{teacher.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def export(*, actor: Actor, wanted: queries.Wanted, count: int, now: datetime) -> None:
    """Keep in the journal that edits of a month were taken out as a table. Raises NotAllowed."""
    _right, whose = queries.right_to_read(actor, now)
    duty = gate.require(actor, queries.READ, whose, at=now)
    facts = {"month": f"{wanted.month:%m/%Y}", "count": count}
    deed = Deed("gradebook.diary_exported", f"month:{wanted.month:%Y-%m}", facts=facts)
    journal.record(actor, duty, deed, at=now)
