"""Locks: nothing writes a locked cell, by the act's guard and by the row's own check."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from psycopg.errors import CheckViolation

from tests import databases
from tests.gradebook.scenes import NOW, book, line, page, pupils, save, sheet
from tests.school import School, at
from truongso.audit.models import JournalEntry
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.gradebook.actions import locks, warning
from truongso.gradebook.models import EVERYTHING, LockDeed, SheetLine
from truongso.notices.models import Notice
from truongso.roster.models import Pupil

UPDATE = "UPDATE gradebook_sheetline SET {} WHERE id = %s"
LATER = NOW + timedelta(days=1)


def codes(answer: object) -> list[str]:
    return [one["code"] for one in answer["refused"]]  # type: ignore[index]


def lock(school: School, *keys: str, who: str = "Lan") -> None:
    locks.lock_columns(actor=school.actor(who), page=page(school), keys=keys, now=NOW)


@pytest.fixture
def class_list(school: School) -> list[Pupil]:
    """6A with a column filled."""
    known = pupils(school)
    save(school, *((pupil, "tx1", "8") for pupil in known))
    return known


def test_a_locked_column_is_refused_and_the_others_are_not(
    school: School, class_list: list[Pupil]
) -> None:
    lock(school, "tx1")
    first = class_list[0]
    answer = save(school, (first, "tx1", "9", 1), (first, "tx2", "7"), at=LATER, reason="Chấm lại")
    assert codes(answer) == ["gradebook.cell_locked"]
    assert answer["saved"] == 1
    assert line(school, first).marks[:2] == [80, 70]
    assert sheet(school).locks == line(school, first).locks == 1


def test_the_row_itself_refuses_a_write_into_a_locked_cell(
    school: School, class_list: list[Pupil]
) -> None:
    lock(school, "tx1", "comment")
    rows = SheetLine.objects.of(school).filter(pupil=class_list[0])
    for change in ({"marks": [90, None, None, None, None, None]}, {"comment": "khác"}):
        with pytest.raises(IntegrityError, match="gradebook_locked_stands"), acting_in(school.id):
            rows.update(**change)
    assert rows.update(marks=[80, 95, None, None, None, None]) == 1


def test_the_database_refuses_a_bare_statement_of_the_applications_role(
    school: School, class_list: list[Pupil]
) -> None:
    lock(school, "tx1", "comment")
    first = line(school, class_list[0])
    with databases.application() as link:
        link.execute(f"SET app.school = '{school.id:d}'")
        for change in ("marks[1] = 90", "marks = ARRAY[]::smallint[]", "comment = 'khác'"):
            with pytest.raises(CheckViolation, match="gradebook_locked_stands"):
                link.execute(UPDATE.format(change), [first.id])
        assert link.execute(UPDATE.format("marks[2] = 95"), [first.id]).rowcount == 1
    assert line(school, class_list[0]).marks[:2] == [80, 95]


def test_a_column_of_a_page_never_written_can_be_locked_and_holds_for_newcomers(
    school: School,
) -> None:
    known = pupils(school)
    lock(school, "gk")
    assert codes(save(school, (known[0], "gk", "8"))) == ["gradebook.cell_locked"]
    assert save(school, (known[0], "ck", "8"))["saved"] == 1
    assert line(school, known[0]).locks == 1 << 4


def test_locking_twice_or_a_column_that_is_not_there_is_refused(
    school: School, class_list: list[Pupil]
) -> None:
    lock(school, "tx1")
    with pytest.raises(RuleBroken, match="nothing_locked"):
        lock(school, "tx1")
    with pytest.raises(RuleBroken, match="no_column"):
        lock(school, "tx9")
    with pytest.raises(NotAllowed):
        lock(school, "tx2", who="Oanh")
    assert LockDeed.objects.of(school).count() == 1


def test_only_the_leadership_opens_again_and_says_why(
    school: School, class_list: list[Pupil]
) -> None:
    lock(school, "tx1")
    call = {"page": page(school), "keys": ["tx1"], "now": NOW}
    with pytest.raises(NotAllowed):
        locks.reopen_columns(actor=school.actor("Lan"), reason="Nhầm", **call)
    with pytest.raises(RuleBroken, match="reason"):
        locks.reopen_columns(actor=school.actor("Sơn"), reason=" ", **call)
    locks.reopen_columns(actor=school.actor("Sơn"), reason="Nhập nhầm lớp", **call)
    answer = save(school, (class_list[0], "tx1", "9", 1), at=LATER, reason="Nhập nhầm lớp")
    assert answer["saved"] == 1
    assert JournalEntry.objects.of(school).filter(verb="gradebook.columns_reopened").exists()


def test_a_locked_term_is_closed_to_all_and_opens_with_the_old_locks(
    school: School, class_list: list[Pupil]
) -> None:
    lock(school, "tx1")
    with pytest.raises(NotAllowed):
        locks.lock_term(actor=school.actor("Thu"), term=1, now=NOW)
    locks.lock_term(actor=school.actor("Sơn"), term=1, now=NOW)
    assert line(school, class_list[0]).locks == EVERYTHING
    answer = save(school, (class_list[0], "tx2", "9"), (class_list[1], "comment", "Tốt"))
    assert set(codes(answer)) == {"gradebook.cell_locked"}
    other = page(school, term=2)
    assert save(school, (class_list[0], "tx1", "9"), where=other)["saved"] == 1

    locks.reopen_term(actor=school.actor("Sơn"), term=1, reason="Còn thiếu điểm", now=NOW)
    assert line(school, class_list[0]).locks == 1
    assert save(school, (class_list[0], "tx2", "9"))["saved"] == 1


def test_a_page_never_written_on_is_closed_by_the_term_too(school: School) -> None:
    known = pupils(school)
    locks.lock_term(actor=school.actor("Sơn"), term=1, now=NOW)
    assert codes(save(school, (known[0], "tx1", "8"))) == ["gradebook.term_locked"]


def test_the_date_locks_by_itself_once(school: School, class_list: list[Pupil]) -> None:
    book(school, regular=(date(2026, 9, 7), date(2026, 10, 20)))
    system = system_actor(school.id, "Hệ thống")
    assert locks.lock_by_date(actor=system, now=at(date(2026, 10, 20))) == 0
    assert locks.lock_by_date(actor=system, now=at(date(2026, 10, 21))) == 1
    assert locks.lock_by_date(actor=system, now=at(date(2026, 10, 22))) == 0
    assert line(school, class_list[0]).locks == 0b1111
    deed = LockDeed.objects.of(school).get()
    assert (deed.columns, deed.by_id) == (0b1111, None)
    with pytest.raises(NotAllowed):
        locks.lock_by_date(actor=school.actor("Sơn"), now=NOW)


def test_whoever_lacks_marks_is_told_before_the_lock_and_once_a_day(
    school: School, class_list: list[Pupil]
) -> None:
    book(school, regular=(date(2026, 9, 7), date(2026, 10, 20)))
    system = system_actor(school.id, "Hệ thống")
    assert warning.warn_of_locks(actor=system, now=at(date(2026, 10, 16))) == 0
    warned = warning.warn_of_locks(actor=system, now=at(date(2026, 10, 18)))
    assert warned > 1
    told = Notice.objects.of(school).filter(kind="gradebook.locks_soon")
    assert told.count() == warned
    warning.warn_of_locks(actor=system, now=at(date(2026, 10, 18), "15:00:00"))
    assert told.count() == warned


def test_windows_are_checked_and_journalled(school: School) -> None:
    for days, code in (
        ((date(2026, 11, 14), date(2026, 11, 2)), "window_backwards"),
        ((date(2026, 1, 1), date(2026, 11, 2)), "window_outside"),
    ):
        with pytest.raises(RuleBroken, match=code):
            book(school, midterm=days)
    book(school, midterm=(date(2026, 11, 2), date(2026, 11, 14)), finals_from=date(2026, 12, 22))
    entry = JournalEntry.objects.of(school).latest("id")
    assert '"finals_from",null,"2026-12-22"' in entry.payload
