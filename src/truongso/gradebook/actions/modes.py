"""Granting a pupil another way of being assessed, and entering results of re-assessment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.models import EVERYTHING, AssessmentMode, Retest, Sheet, SheetLine
from truongso.gradebook.queries import homeroom as queries
from truongso.gradebook.queries import results, terms
from truongso.gradebook.queries.place import TERMS
from truongso.office.queries import results as office
from truongso.roster import years
from truongso.roster.models import SchoolClass
from truongso.rules import marks
from truongso.rules.authority import Whose
from truongso.rules.circular import circular_on
from truongso.rules.closing import Period
from truongso.rules.columns import columns_for
from truongso.rules.exemptions import Mode, check_mode
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation

GRANT, RETEST = "gradebook.grant_mode", "gradebook.enter_retest"


@act
def grant_mode(
    *,
    actor: Actor,
    class_id: UUID,
    pupil_id: UUID,
    subject: str,
    term: int,
    mode: Mode,
    reason: str,
    now: datetime,
) -> None:
    """Grant that a pupil is assessed in another way (miễn, giảm đánh giá); `term` 0 is the year.

    `Mode.NORMAL` takes it back. Whoever is exempt is so on the sheets of the subject at once.
    Raises Missing, NotAllowed, RuleBroken (what `check_mode` says, the class is closed, a closed
    year).
    """
    one_at_a_time("modes", actor.school_id, pupil_id)
    for page in TERMS:  # nobody locks or writes a page while a line is laid on it
        one_at_a_time("gradebook.page", actor.school_id, class_id, subject, page)
    row = office.school_class(actor, class_id)
    day = local_day(now)
    duty = gate.require(actor, GRANT, Whose(), at=now)
    years.require_open(actor, row.year_id)
    pupil = queries.a_pupil(actor, row, pupil_id, day)

    raise_if_broken(check_mode(subject, mode, term, reason))
    raise_if_broken(_not_closed(actor, row))

    before = _kept(actor, row, (pupil_id, subject, term), (mode, reason), now)
    if before.left_out or mode.left_out:
        _on_sheets(actor, row, pupil_id, subject, exempt=mode.left_out)

    changes = [(subject, before.value, mode.value)]
    facts = {"name": pupil.name, "subject": subjects()[subject].name}
    deed = Deed("gradebook.mode_granted", f"pupil:{pupil_id}", changes, reason, facts=facts)
    journal.record(actor, duty, deed, at=now)


def _kept(
    actor: Actor,
    row: SchoolClass,
    of: tuple[UUID, str, int],
    said: tuple[Mode, str],
    now: datetime,
) -> Mode:
    """Keep the mode of a pupil in a subject and term with its reason; returns the one before."""
    (pupil_id, subject, term), (mode, reason) = of, said
    rows = AssessmentMode.objects.of(actor)
    stands = rows.filter(year_id=row.year_id, pupil_id=pupil_id, subject=subject).first()
    before = Mode(stands.mode) if stands else Mode.NORMAL
    AssessmentMode.objects.update_or_create(
        school_id=actor.school_id,
        year_id=row.year_id,
        pupil_id=pupil_id,
        subject=subject,
        defaults={
            "term": term,
            "mode": mode.value,
            "reason": reason,
            "by_id": actor.person,
            "at": now,
        },
    )
    return before


def _not_closed(actor: Actor, row: SchoolClass) -> Iterator[Violation]:
    if any(queries.is_closed(actor, row.id, period) for period in Period):
        yield Violation("results.closed_for_changes", "", {"school_class": row.name})


def _on_sheets(
    actor: Actor, row: SchoolClass, pupil_id: UUID, subject: str, *, exempt: bool
) -> None:
    """Mark the pupil's lines of both terms, laying them where there are none yet."""
    size = len(columns_for(subject, row.grade, circular_on(row.year.starts_on)))
    for term in TERMS:
        sheet, _made = Sheet.objects.of(actor).get_or_create(
            school_class_id=row.id,
            subject=subject,
            term=term,
            defaults={"school_id": actor.school_id, "year_id": row.year_id},
        )
        term_locked = terms.book(actor, row.year, term).locked_at is not None
        SheetLine.objects.of(actor).update_or_create(
            sheet=sheet,
            pupil_id=pupil_id,
            defaults={"exempt": exempt},
            create_defaults={
                "school_id": actor.school_id,
                "exempt": exempt,
                "marks": [None] * size,
                "versions": [0] * size,
                "locks": EVERYTHING if term_locked else sheet.locks,
                "locked_marks": [None] * size,
            },
        )


@act
def enter_retest(
    *, actor: Actor, class_id: UUID, pupil_id: UUID, subject: str, text: str, now: datetime
) -> None:
    """Enter a result of re-assessment (kiểm tra, đánh giá lại); a blank text takes it back.

    Raises Missing, NotAllowed, RuleBroken (no mark, the pupil is not to be assessed again in the
    subject, a closed year).
    """
    one_at_a_time("retest", actor.school_id, pupil_id)
    row = office.school_class(actor, class_id)
    day = local_day(now)
    duty = gate.require(actor, RETEST, Whose(), at=now)
    years.require_open(actor, row.year_id)
    pupil = queries.a_pupil(actor, row, pupil_id, day)

    found = results.of_class(actor, row, day)
    line = next(one for one in found.lines if one.pupil_id == pupil_id)
    known = subjects().get(subject)
    at = f"retest-{pupil_id}-{subject}"
    if known is None or subject not in line.result.retests:
        raise_if_broken([Violation("retest.not_due", at, {"name": pupil.name})])
    comments = known is not None and known.assessed_by == "comments"
    typed = marks.typed(text, None, comments=comments)
    raise_if_broken(_a_mark(typed, at))

    stands = Retest.objects.of(actor).filter(
        year_id=row.year_id, pupil_id=pupil_id, subject=subject
    )
    before = stands.first()
    if typed.code is None:
        stands.delete()
    else:
        Retest.objects.update_or_create(
            school_id=actor.school_id,
            year_id=row.year_id,
            pupil_id=pupil_id,
            subject=subject,
            defaults={"mark": typed.code, "by_id": actor.person, "at": now},
        )
    old = marks.shown(before.mark) if before else None
    changes = [(subject, old, marks.shown(typed.code) or None)]
    facts = {"name": pupil.name, "subject": subject}
    deed = Deed("gradebook.retest_entered", f"pupil:{pupil_id}", changes, facts=facts)
    journal.record(actor, duty, deed, at=now)


def _a_mark(typed: marks.Cell, at: str) -> Iterator[Violation]:
    if typed.refusal:
        yield replace(typed.refusal, at=at)
    elif typed.code is not None and typed.code >= marks.ABSENT:
        yield Violation("retest.a_mark", at)
