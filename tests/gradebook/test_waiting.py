"""One act stopped just before its end while another begins: it waits, and nothing escapes."""

import threading
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from tests.gradebook.correcting import ask, consented, fresh, locked
from tests.gradebook.scenes import NOW, line, page, pupils, save, sheet
from tests.school import School, at
from truongso.audit import journal
from truongso.foundation.actor import system_actor
from truongso.gradebook.actions import correction_ends, corrections, locks, modes
from truongso.gradebook.models import EVERYTHING
from truongso.rules.exemptions import Mode

WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
PATIENCE = 20
LATE = at(NOW.date().replace(day=16))
Call = Callable[[], Any]


def waiting() -> bool:
    """Whether anybody in this database waits for another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def during(stopped: Call, other: Call) -> Any:
    """Do the other act where the first has written everything but its line of the journal; goes on
    once the other waits or is done. Returns the other's answer, or raises what it raised.
    """
    came: list[Any] = []
    begun: list[threading.Thread] = []
    record = journal.record

    def run() -> None:
        try:
            came.append(other())
        except Exception as error:  # noqa: BLE001  (raised below)
            came.append(error)
        finally:
            connection.close()

    def stop(*args: Any, **kwargs: Any) -> Any:
        if not begun:
            begun.append(threading.Thread(target=run))
            begun[0].start()
            until = time.monotonic() + PATIENCE
            while not came and not waiting():
                assert time.monotonic() < until, "it neither waits nor ends"
                time.sleep(0.01)
        return record(*args, **kwargs)

    with mock.patch.object(journal, "record", stop):
        stopped()
        begun[0].join(PATIENCE)
    [answer] = came
    if isinstance(answer, Exception):
        raise answer
    return answer


def grant(school: School, pupil: Any, mode: Mode = Mode.EXEMPT) -> None:
    modes.grant_mode(
        actor=school.actor("Sơn"),
        class_id=school.classes["6A"].id,
        pupil_id=pupil.id,
        subject="TOAN",
        term=0,
        mode=mode,
        reason="Giấy xác nhận khuyết tật",
        now=NOW,
    )


def lock_term(school: School) -> None:
    locks.lock_term(actor=school.actor("Sơn"), term=1, now=NOW)


def reopen_term(school: School) -> None:
    locks.reopen_term(actor=school.actor("Sơn"), term=1, reason="Còn thiếu điểm", now=NOW)


@pytest.mark.parametrize("term_act", [lock_term, reopen_term])
def test_a_case_that_ends_by_time_while_the_term_is_locked_leaves_no_cell_open(
    school: School, term_act: Callable[[School], None]
) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    system = system_actor(school.id, "Hệ thống")
    during(
        lambda: correction_ends.end_by_time(actor=system, case_id=case.id, now=LATE),
        lambda: term_act(school),
    )
    assert fresh(case).state == "lapsed"
    assert line(school, first).locks == (EVERYTHING if term_act is lock_term else 1)


def test_a_cell_opened_under_a_locked_term_is_the_only_one_of_a_new_line(school: School) -> None:
    first, *_ = pupils(school)
    lock_term(school)
    case = ask(school, (first, "gk", "9"))
    corrections.consent(actor=school.actor("Sơn"), case_id=case.id, now=NOW)
    assert line(school, first).locks == EVERYTHING & ~(1 << 4)
    save(school, (first, "gk", "9"))
    assert line(school, first).locks == EVERYTHING


def test_a_line_laid_for_who_is_exempt_is_locked_with_its_term(school: School) -> None:
    first, *_ = pupils(school)
    lock_term(school)
    grant(school, first)
    assert line(school, first).locks == EVERYTHING
    assert line(school, first, page(school, term=2)).locks == 0


def test_a_line_laid_for_who_is_exempt_while_its_column_is_locked_is_locked(
    school: School,
) -> None:
    first, second, *_ = pupils(school)
    save(school, (second, "tx1", "8"))
    during(
        lambda: grant(school, first),
        lambda: locks.lock_columns(
            actor=school.actor("Lan"), page=page(school), keys=["tx1"], now=NOW
        ),
    )
    assert sheet(school).locks == line(school, first).locks == 1


def test_the_first_mark_of_a_page_waits_for_who_is_exempt(school: School) -> None:
    first, second, *_ = pupils(school)
    answer = during(
        lambda: grant(school, first),
        lambda: save(school, (first, "tx1", "8"), (second, "tx1", "8")),
    )
    assert answer["saved"] == 1
    assert [one["code"] for one in answer["refused"]] == ["gradebook.exempt"]
