"""Locks: a teacher's of his columns, a date's of a kind of column, the leadership's of a term.

The lines carry the lock with a copy of what it protects (see `models`), so no path writes a locked
cell even where it forgets to ask.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import SchoolRows, act
from truongso.gradebook.models import EVERYTHING, LockDeed, Sheet, SheetLine
from truongso.gradebook.queries import terms as queries
from truongso.gradebook.queries.opened import still_locked
from truongso.gradebook.queries.place import Page, Place, place, require_taught
from truongso.roster import years
from truongso.rules import gradebook as rules
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation

LOCK, REOPEN, LOCK_TERM = "gradebook.lock_columns", "gradebook.reopen", "gradebook.lock_term"


@act
def lock_columns(*, actor: Actor, page: Page, keys: Sequence[str], now: datetime) -> None:
    """Lock columns of one's own page (khóa cột điểm); only a correction case changes them then.

    Raises Missing, NotAllowed, RuleBroken (an unknown column, all locked already, a closed year).
    """
    one_at_a_time("gradebook.page", actor.school_id, page.class_id, page.subject, page.term)
    found = place(actor, page, local_day(now))
    duty = gate.require(actor, LOCK, found.whose(), at=now)
    years.require_open(actor, found.row.year_id)
    require_taught(found)

    mask = _mask(found, keys) & ~found.locks
    raise_if_broken([] if mask else [Violation("gradebook.nothing_locked")])

    sheet, _made = Sheet.objects.of(actor).get_or_create(
        school_class_id=page.class_id,
        subject=page.subject,
        term=page.term,
        defaults={"school_id": actor.school_id, "year_id": found.row.year_id},
    )
    _lock(actor, [sheet], mask, locked=True)
    _deed(actor, [sheet], mask, now, locked=True)

    facts = {
        "school_class": found.row.name,
        "subject": found.subject.name,
        "term": found.term,
        "columns": ", ".join(keys),
    }
    deed = Deed("gradebook.columns_locked", f"sheet:{sheet.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def reopen_columns(
    *, actor: Actor, page: Page, keys: Sequence[str], reason: str, now: datetime
) -> None:
    """Open locked columns of a page again (mở khóa), with a reason.

    Raises Missing, NotAllowed, RuleBroken (no reason, an unknown column, the term is locked).
    """
    one_at_a_time("gradebook.page", actor.school_id, page.class_id, page.subject, page.term)
    found = place(actor, page, local_day(now))
    duty = gate.require(actor, REOPEN, Whose(), at=now)
    years.require_open(actor, found.row.year_id)
    found = place(actor, page, found.day)  # the term may have been locked while this waited

    mask = _mask(found, keys) & found.locks
    raise_if_broken(_may_reopen(found, reason))
    sheets = queries.sheets(actor, found.sheet_id)

    _lock(actor, sheets, mask, locked=False)
    _deed(actor, sheets, mask, now, locked=False, reason=reason)

    facts = {
        "school_class": found.row.name,
        "subject": found.subject.name,
        "term": found.term,
        "columns": ", ".join(keys),
    }
    deed = Deed("gradebook.columns_reopened", f"sheet:{found.sheet_id}", reason=reason, facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def lock_term(*, actor: Actor, term: int, now: datetime) -> None:
    """Lock the gradebook of a term for everybody (khóa sổ học kì).

    Waits for whoever is saving just now. Raises Missing, NotAllowed, RuleBroken (a closed year).
    """
    book = queries.book_to_write(actor, term, local_day(now))
    duty = gate.require(actor, LOCK_TERM, Whose(), at=now)
    years.require_open(actor, book.year_id)

    book.locked_at, book.locked_by_id = now, actor.person
    book.save()
    lines = _lines(actor, Sheet.objects.of(actor).filter(year_id=book.year_id, term=term))
    lines.update(
        locks=still_locked(Value(EVERYTHING)),
        locked_marks=F("marks"),
        locked_comment=F("comment"),
    )

    deed = Deed("gradebook.term_locked", f"term:{book.id}", facts={"term": term})
    journal.record(actor, duty, deed, at=now)


@act
def reopen_term(*, actor: Actor, term: int, reason: str, now: datetime) -> None:
    """Open the gradebook of a term again, with a reason; columns locked before stay locked.

    Raises Missing, NotAllowed, RuleBroken (no reason, a closed year).
    """
    book = queries.book_to_write(actor, term, local_day(now))
    duty = gate.require(actor, LOCK_TERM, Whose(), at=now)
    years.require_open(actor, book.year_id)
    raise_if_broken(_reasoned(reason))

    book.locked_at, book.locked_by_id = None, None
    book.save()
    lines = _lines(actor, Sheet.objects.of(actor).filter(year_id=book.year_id, term=term))
    own = Sheet.objects.filter(school_id=OuterRef("school_id"), pk=OuterRef("sheet_id"))
    lines.update(locks=still_locked(Coalesce(Subquery(own.values("locks")), 0)))

    facts = {"term": term}
    deed = Deed("gradebook.term_reopened", f"term:{book.id}", reason=reason, facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def lock_by_date(*, actor: Actor, now: datetime) -> int:
    """Lock the columns whose window is over; the system's act, once a day.

    Returns how many pages it touched. Raises Missing (no year), NotAllowed (only the system),
    RuleBroken (the year has just been closed).
    """
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    day, touched = local_day(now), 0
    calendar = queries.open_year(actor, day)
    queries.hold_year(actor, calendar.year.id)
    years.require_open(actor, calendar.year.id)

    for mask, sheets in queries.overdue(actor, calendar.year, day):
        _lock(actor, sheets, mask, locked=True)
        _deed(actor, sheets, mask, now, locked=True)
        touched += len(sheets)

    if touched:
        deed = Deed(
            "gradebook.locked_by_date", f"year:{calendar.year.id}", facts={"count": touched}
        )
        journal.record(actor, duty, deed, at=now)
    return touched


def _lines(actor: Actor, sheets: SchoolRows[Sheet]) -> SchoolRows[SheetLine]:
    return SheetLine.objects.of(actor).filter(sheet_id__in=sheets.values("pk"))


def _lock(actor: Actor, sheets: Iterable[Sheet], mask: int, *, locked: bool) -> None:
    """Set or clear bits on pages and their lines; a lock takes its copy in the same statement."""
    chosen = Sheet.objects.of(actor).filter(pk__in=[sheet.pk for sheet in sheets])
    lines = _lines(actor, chosen)
    if locked:
        chosen.update(locks=F("locks").bitor(mask))
        lines.update(
            locks=still_locked(F("locks").bitor(mask)),
            locked_marks=F("marks"),
            locked_comment=F("comment"),
        )
    else:
        chosen.update(locks=F("locks").bitand(~mask))
        lines.update(locks=F("locks").bitand(~mask))


def _deed(
    actor: Actor,
    sheets: Iterable[Sheet],
    mask: int,
    now: datetime,
    *,
    locked: bool,
    reason: str = "",
) -> None:
    LockDeed.objects.bulk_create(
        LockDeed(
            school_id=actor.school_id,
            sheet=sheet,
            columns=mask,
            locked=locked,
            by_id=actor.staff_id,
            at=now,
            reason=reason.strip()[:300],
        )
        for sheet in sheets
    )


def _mask(found: Place, keys: Sequence[str]) -> int:
    known = {*found.keys, rules.COMMENT}
    raise_if_broken(
        Violation("gradebook.no_column", "", {"column": key[:10]})
        for key in keys
        if key not in known
    )
    mask = 0
    for key in keys:
        mask |= found.bit(key)
    return mask


def _may_reopen(found: Place, reason: str) -> list[Violation]:
    if found.days.locked:
        return [Violation("gradebook.term_locked")]
    return _reasoned(reason)


def _reasoned(reason: str) -> list[Violation]:
    return [] if reason.strip() else [Violation("gradebook.reason_for_reopening", "reason")]
