"""A correction abandoned, killed at any step, or answered by two at once: never half done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from tests.gradebook.correcting import ask, consented, fresh, locked
from tests.gradebook.scenes import NOW, book, line, page, pupils, save
from tests.school import School, at
from tests.uploads import ready
from truongso.audit import journal
from truongso.audit.models import JournalEntry
from truongso.documents.models import Paper, PaperConfirmed, PaperNumber, Upload
from truongso.foundation import clock
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import NotAllowed
from truongso.foundation.ids import new_id
from truongso.gradebook import jobs
from truongso.gradebook.actions import correction_ends, corrections
from truongso.gradebook.actions.corrections import Asked, WishedCell
from truongso.gradebook.models import (
    Correction,
    CorrectionCell,
    CorrectionEvidence,
    MarkChange,
    SavedBatch,
    SheetLine,
)
from truongso.notices.models import Notice
from truongso.roster.models import SchoolYear
from truongso.rules.corrections import Evidence

TX1 = 1
LATER = NOW + timedelta(hours=25)
TABLES: tuple[Any, ...] = (
    Correction, CorrectionCell, CorrectionEvidence, SheetLine, MarkChange, SavedBatch,
    Paper, PaperNumber, PaperConfirmed, Notice, JournalEntry, Upload,
)  # fmt: skip


def end(school: School, when: Any = LATER) -> int:
    """Let the job run at a moment."""
    with mock.patch.object(clock, "now", return_value=when):
        return int(jobs.end_corrections(actor=system_actor(school.id, "Hệ thống")))


def test_one_that_nobody_touches_closes_by_itself_and_locks_again(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    assert end(school, NOW + timedelta(hours=24)) == 0
    assert end(school) == 1
    found = fresh(case)
    assert (found.state, found.paper) == ("lapsed", None)
    assert found.closed_at == LATER
    assert (line(school, first).locks, line(school, first).marks[0]) == (TX1, 80)
    assert end(school) == 0
    told = Notice.objects.of(school).filter(kind="correction.lapsed")
    assert told.filter(to=school.staff["Lan"]).count() == 1


def test_one_left_half_way_is_told_in_minutes_and_the_rest_locks(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    case = consented(school, (first, "tx1", "9"), (second, "tx1", "7"))
    save(school, (first, "tx1", "9", 1))
    assert fresh(case).state == "open"
    assert end(school) == 1
    found = fresh(case)
    assert found.state == "minuted"
    assert found.answer == correction_ends.TIME_OVER
    assert found.paper is not None
    assert len(found.paper.facts["cells"]) == 1
    assert found.paper.facts["left"] == [f"{second.full_name}, Thường xuyên 1"]
    assert line(school, second).locks == TX1
    assert line(school, second).marks[0] == 80


def test_its_asker_may_finish_it_before(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    case = consented(school, (first, "tx1", "9"), (second, "tx1", "7"))
    with pytest.raises(NotAllowed):
        correction_ends.finish(actor=school.actor("Hoa"), case_id=case.id, now=NOW)
    save(school, (first, "tx1", "9", 1))
    correction_ends.finish(actor=school.actor("Lan"), case_id=case.id, now=NOW)
    assert fresh(case).state == "minuted"
    assert line(school, second).locks == TX1


def test_one_never_answered_ends_with_the_days_of_editing_or_with_the_year(
    school: School,
) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    case = ask(school, (first, "tx1", "9"))
    wrong = ask(school, (second, "tx1", "9"), entered_wrongly=True)
    book(school, finals_from=date(2026, 12, 22))
    assert end(school, at(date(2026, 12, 15))) == 0
    assert end(school, at(date(2026, 12, 16))) == 1
    assert (fresh(case).state, fresh(case).answer) == ("lapsed", correction_ends.TOO_LATE)
    assert fresh(wrong).state == "asked"
    SchoolYear.objects.of(school).update(state="closed", closed_at=NOW)
    assert end(school, at(date(2026, 12, 17))) == 1
    assert fresh(wrong).state == "lapsed"


def test_what_was_opened_in_a_year_that_closed_since_locks_too(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    SchoolYear.objects.of(school).update(state="closed", closed_at=NOW)
    assert end(school) == 1
    assert fresh(case).state == "lapsed"
    assert line(school, first).locks == TX1


def test_only_the_system_ends_a_case_by_time(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    with pytest.raises(NotAllowed):
        correction_ends.end_by_time(actor=school.actor("Sơn"), case_id=case.id, now=LATER)
    system = system_actor(school.id, "Hệ thống")
    correction_ends.end_by_time(actor=system, case_id=case.id, now=NOW)
    assert fresh(case).state == "open"


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def killed_at(no: int) -> Iterator[list[str]]:
    """Let the connection die at the n-th statement that writes."""
    seen: list[str] = []

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(sql)
            if len(seen) == no:
                raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield seen


def everything(school: School) -> dict[str, list[Any]]:
    """Every row that a case touches."""
    return {
        model.__name__: sorted(map(str, model.objects.filter(school_id=school.id).values()))
        for model in TABLES
    }


def steps(school: School) -> list[tuple[str, Callable[[], Any]]]:
    """A case step by step; each is called when those before have been done."""
    first, second, *_ = pupils(school)
    locked(school, first, second)
    case_id, batch = new_id(), new_id()
    lan, boss, where = school.actor("Lan"), school.actor("Sơn"), page(school)
    asked = Asked(
        case_id,
        "Cộng nhầm điểm phần tự luận",
        entered_wrongly=False,
        cells=[WishedCell(first.id, "tx1", "9"), WishedCell(second.id, "tx1", "7")],
        evidence=[(ready(school, "Lan", f"{kind}.pdf"), kind) for kind in Evidence],
    )
    call: dict[str, Any] = {"case_id": case_id, "now": NOW}

    def confirmed(who: str) -> Callable[[], None]:
        return lambda: correction_ends.confirm(actor=school.actor(who), **call)

    return [
        ("ask", lambda: corrections.ask(actor=lan, page=where, asked=asked, now=NOW)),
        ("consent", lambda: corrections.consent(actor=boss, **call)),
        ("change one", lambda: save(school, (first, "tx1", "9", 1), batch=batch)),
        ("finish", lambda: correction_ends.finish(actor=lan, **call)),
        ("confirm", confirmed("Lan")),
        ("confirm", confirmed("Nam")),
        ("close", confirmed("Sơn")),
    ]


def test_killed_at_every_write_of_every_step_nothing_is_half_done(school: School) -> None:
    deaths = 0
    for name, step in steps(school):
        before = everything(school)
        no, done = 1, False
        while not done:
            try:
                with killed_at(no):
                    step()
                done = True
            except Killed:
                assert everything(school) == before, (name, no)
                deaths, no = deaths + 1, no + 1
        assert everything(school) != before
    assert deaths >= 29
    assert Correction.objects.of(school).get().state == "closed"
    print(f"killed {deaths} times")


def test_killed_before_its_last_word_the_job_ends_the_case_the_next_time(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    case = consented(school, (first, "tx1", "9"), (second, "tx1", "7"))
    save(school, (first, "tx1", "9", 1))
    before = everything(school)
    with pytest.raises(Killed), mock.patch.object(journal, "record", side_effect=Killed):
        end(school)
    assert everything(school) == before
    assert end(school) == 1
    assert fresh(case).state == "minuted"
