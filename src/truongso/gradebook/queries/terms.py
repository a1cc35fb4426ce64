"""The gradebook of a term: its days, its lock, and which columns are past their last day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from truongso.foundation.errors import Missing
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import COMMENT_BIT, Sheet, TermBook
from truongso.gradebook.queries.place import TERMS
from truongso.roster import queries as roster
from truongso.roster.models import SchoolYear
from truongso.rules import gradebook as rules
from truongso.rules.circular import Circular, circular_on
from truongso.rules.columns import columns_for
from truongso.rules.years import YearState


def open_year(owner: InSchool, day: date) -> roster.Calendar:
    """Return the year the school works in. Raises Missing when there is none open."""
    calendar = roster.calendar(owner, day)
    if calendar.year.state != YearState.OPEN:
        raise Missing
    return calendar


def book(owner: InSchool, year: SchoolYear, term: int) -> TermBook:
    """Return the book of a term; one that was never set is open and has no days. Raises Missing."""
    if term not in TERMS:
        raise Missing
    rows = TermBook.objects.of(owner).select_related("locked_by")
    found = rows.filter(year=year, term=term).first()
    return found or TermBook(id=new_id(), school_id=owner.school_id, year=year, term=term)


def days_of(found: TermBook) -> rules.TermDays:
    """Return the days of a book as the rules read them."""
    return rules.read_days(found.windows, found.finals_from, locked=found.locked_at is not None)


def book_to_write(owner: InSchool, term: int, day: date) -> TermBook:
    """Return the book of a term of the open year, for writing; one that was never set is new.

    Holds the year alone until the act ends: whoever saves marks holds it for sharing, so this waits
    for them and they for this. Raises Missing.
    """
    if term not in TERMS:
        raise Missing
    year = open_year(owner, day).year
    rows = SchoolYear.objects.of(owner).filter(pk=year.pk).values_list("pk")
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR UPDATE", params)
    return book(owner, year, term)


def overdue(owner: InSchool, year: SchoolYear, day: date) -> Iterator[tuple[int, Sequence[Sheet]]]:
    """Yield pages with columns past their last day and not locked, grouped by those columns."""
    circular = circular_on(year.starts_on)
    groups: dict[int, list[Sheet]] = {}
    for found in TermBook.objects.of(owner).filter(year=year):
        past = {kind for kind, (_, last) in days_of(found).windows.items() if last < day}
        if not past:
            continue
        rows = Sheet.objects.of(owner).filter(year=year, term=found.term)
        for sheet in rows.select_related("school_class"):
            mask = mask_of(sheet, past, circular) & ~sheet.locks
            if mask:
                groups.setdefault(mask, []).append(sheet)
    yield from groups.items()


def sheets(owner: InSchool, sheet_id: UUID | None) -> list[Sheet]:
    """Return the page of this id; nothing where none was written on yet."""
    return list(Sheet.objects.of(owner).filter(pk=sheet_id)) if sheet_id else []


def closing_soon(found: TermBook, day: date, *, within: timedelta) -> dict[str, date]:
    """Return the kinds of column whose last day comes within so many days, with that day."""
    windows = days_of(found).windows
    return {kind: last for kind, (_, last) in windows.items() if day <= last <= day + within}


def mask_of(sheet: Sheet, kinds: set[str], circular: Circular) -> int:
    """Return the bits of a page's columns of these kinds."""
    mask = (1 << COMMENT_BIT) if rules.COMMENT in kinds else 0
    for at, column in enumerate(columns_for(sheet.subject, sheet.school_class.grade, circular)):
        mask |= (1 << at) if column.kind.value in kinds else 0
    return mask
