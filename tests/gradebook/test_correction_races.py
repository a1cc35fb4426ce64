"""Two at once on one case, on PostgreSQL with threads: one outcome, the other side is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.gradebook.correcting import ask, consented, fresh, locked
from tests.gradebook.scenes import NOW, line, pupils, save
from tests.planning.test_races import at_once, refused
from tests.school import LONG_AGO, School
from truongso.documents.models import Paper
from truongso.foundation.actor import system_actor
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import correction_ends, corrections, locks
from truongso.gradebook.models import EVERYTHING, MarkChange, SheetLine
from truongso.rules.authority import Duty

ROUNDS = 4


def call(act: Any, actor: Any, **values: Any) -> Callable[[], Any]:
    return lambda: act(actor=actor, **{"now": NOW, **values})


def lent(school: School) -> Any:
    """Thu, with the principal's right to consent."""
    lend = {"since": LONG_AGO, "until": NOW + timedelta(days=1)}
    acts = (corrections.CONSENT, correction_ends.WITNESS)
    school.delegate("Sơn", Duty.PRINCIPAL, "Thu", *acts, **lend)
    return school.actor("Thu")


def test_two_leaders_at_once_give_one_answer(school: School) -> None:
    known = pupils(school)[:ROUNDS]
    locked(school, *known)
    boss, deputy = school.actor("Sơn"), lent(school)
    for one in known:
        case = ask(school, (one, "tx1", "9"))
        answers = at_once(
            call(corrections.consent, boss, case_id=case.id),
            call(corrections.refuse, deputy, case_id=case.id, reason="Thiếu ảnh bài"),
        )
        [error] = refused(answers)
        assert error.violations[0].code == "correction.not_now"
        opened = fresh(case).state == "open"
        assert line(school, one).locks == (0 if opened else 1)


def test_a_change_and_the_end_of_time_at_once_leave_a_whole_case(school: School) -> None:
    known = pupils(school)[:ROUNDS]
    locked(school, *known)
    system, edge = system_actor(school.id, "Hệ thống"), NOW + timedelta(hours=24)
    for one in known:
        case = consented(school, (one, "tx1", "9"))

        def change(pupil: Any = one) -> Any:
            return save(school, (pupil, "tx1", "9", 1), at=edge)

        late = edge + timedelta(seconds=1)
        at_once(change, call(correction_ends.end_by_time, system, case_id=case.id, now=late))
        found, stands = fresh(case), line(school, one)
        assert stands.locks == 1
        changed = stands.marks[0] == 90
        assert found.state == ("minuted" if changed else "lapsed")
        assert (found.paper is not None) is changed
        assert MarkChange.objects.of(school).filter(correction=case.id).count() == changed


def test_a_lock_of_the_term_and_a_consent_at_once_open_just_that_cell(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    boss, deputy = school.actor("Sơn"), lent(school)
    for _ in range(ROUNDS):
        case = ask(school, (first, "tx1", "9"))
        answers = at_once(
            call(corrections.consent, deputy, case_id=case.id), call(locks.lock_term, boss, term=1)
        )
        assert not refused(answers)
        assert line(school, first).locks == EVERYTHING & ~1
        assert line(school, second).locks == EVERYTHING
        correction_ends.finish(actor=school.actor("Lan"), case_id=case.id, now=NOW)
        locks.reopen_term(actor=boss, term=1, reason="Thử lại", now=NOW)


def test_changed_twice_at_once_it_is_changed_once_with_one_paper(school: School) -> None:
    known = pupils(school)[:ROUNDS]
    locked(school, *known)
    for one in known:
        case = consented(school, (one, "tx1", "9"))

        def change(pupil: Any = one) -> Any:
            return save(school, (pupil, "tx1", "9", 1), batch=new_id())

        at_once(change, change)
        assert fresh(case).state == "minuted"
        assert MarkChange.objects.of(school).filter(correction=case.id).count() == 1
    assert Paper.objects.of(school).filter(kind="correction_minutes").count() == ROUNDS


def test_three_witnesses_at_once_close_the_case_once(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    save(school, (first, "tx1", "9", 1))
    people = [school.actor(who) for who in ("Lan", "Sơn", "Nam")]
    people.append(lent(school))
    answers = at_once(
        *(call(correction_ends.confirm, person, case_id=case.id) for person in people)
    )
    assert len(refused(answers)) == 1
    assert fresh(case).state == "closed"


def test_cases_of_a_year_are_numbered_without_gaps(school: School) -> None:
    known = pupils(school)[:3]
    locked(school, *known)
    for no, one in enumerate(known, start=1):
        assert ask(school, (one, "tx1", "9")).no == no


@pytest.fixture(autouse=True)
def replayed(school: School) -> Any:
    """After each race the diary replayed is the sheet."""
    yield
    keys = ("tx1", "tx2", "tx3", "tx4", "gk", "ck")
    found: dict[tuple[Any, str], int | None] = {}
    for change in MarkChange.objects.of(school).order_by("version"):
        assert found.get((change.pupil_id, change.column)) == change.old
        found[change.pupil_id, change.column] = change.new
    for row in SheetLine.objects.of(school):
        for key, mark in zip(keys, row.marks, strict=True):
            assert found.get((row.pupil_id, key)) == mark
