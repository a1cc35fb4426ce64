"""What may be done while a correction is open: to its cells, around them, with its minutes."""

from datetime import timedelta
from typing import Any

import pytest

from tests.gradebook.correcting import BOTH, ask, confirm, consented, fresh, locked
from tests.gradebook.scenes import NOW, line, page, pupils, save
from tests.school import LONG_AGO, School
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.gradebook.actions import correction_ends, corrections, locks
from truongso.gradebook.models import EVERYTHING, CorrectionCell, SheetLine
from truongso.rules.authority import Duty

TX1, TX2 = 1, 2


def codes(error: Any) -> list[str]:
    return [violation.code for violation in error.value.violations]


def refused(answer: Any) -> list[str]:
    return [one["code"] for one in answer["refused"]]


def test_an_opened_cell_takes_only_its_mark_from_its_asker_in_its_time(school: School) -> None:
    first, *_ = pupils(school)
    where = page(school, "KHTN")
    save(school, (first, "tx1", "8"), who="Dũng", where=where)
    locks.lock_columns(actor=school.actor("Dũng"), page=where, keys=["tx1"], now=NOW)
    case = ask(school, (first, "tx1", "9"), who="Dũng", where=where)
    corrections.consent(actor=school.actor("Sơn"), case_id=case.id, now=NOW)

    def typed(who: str, text: str, when: Any = NOW) -> list[str]:
        return refused(save(school, (first, "tx1", text, 1), who=who, where=where, at=when))

    assert typed("Hà", "9") == ["correction.only_asker"]
    assert typed("Dũng", "10") == ["correction.other_mark"]
    assert typed("Dũng", "9", NOW + timedelta(hours=25)) == ["correction.time_over"]
    assert line(school, first, where).marks[0] == 80
    assert typed("Dũng", "9") == []


def test_a_locked_term_is_corrected_by_a_case_and_stays_locked(school: School) -> None:
    first, second, *_ = pupils(school)
    save(school, (first, "tx1", "8"), (second, "tx1", "8"))
    locks.lock_term(actor=school.actor("Sơn"), term=1, now=NOW)
    case = consented(school, (first, "tx1", "9"))
    assert refused(save(school, (second, "tx1", "9", 1))) == ["gradebook.cell_locked"]
    assert save(school, (first, "tx1", "9", 1))["saved"] == 1
    assert line(school, first).locks == EVERYTHING
    assert fresh(case).state == "minuted"


def test_a_lock_that_comes_meanwhile_leaves_what_is_open(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    consented(school, (first, "tx1", "9"))
    locks.lock_columns(actor=school.actor("Lan"), page=page(school), keys=["tx2"], now=NOW)
    assert line(school, first).locks == TX2
    locks.lock_term(actor=school.actor("Sơn"), term=1, now=NOW)
    assert line(school, first).locks == EVERYTHING & ~TX1
    assert line(school, second).locks == EVERYTHING
    locks.reopen_term(actor=school.actor("Sơn"), term=1, reason="Thử", now=NOW)
    assert line(school, first).locks == TX2
    assert save(school, (first, "tx1", "9", 1))["saved"] == 1
    assert line(school, first).locks == TX1 | TX2


def test_a_pupil_without_a_line_gets_his_missing_mark(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (second, "tx1", "7"))
    assert line(school, second).locks == 0
    assert save(school, (second, "tx1", "7"))["saved"] == 1
    assert line(school, second).locks == TX1
    assert fresh(case).state == "minuted"


def test_three_people_confirm_not_one_in_three_roles(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    with pytest.raises(RuleBroken) as error:
        confirm(school, case, "Sơn")
    assert codes(error) == ["correction.not_now"]
    save(school, (first, "tx1", "9", 1))
    for who in ("Thu", "Hoa", "Dũng", "Vân"):
        with pytest.raises(NotAllowed):
            confirm(school, case, who)
    confirm(school, case, "Sơn")
    with pytest.raises(RuleBroken) as error:
        confirm(school, case, "Sơn")
    assert codes(error) == ["correction.confirmed_already"]
    lend = {"since": LONG_AGO, "until": NOW + timedelta(days=1)}
    school.delegate("Sơn", Duty.PRINCIPAL, "Thu", correction_ends.WITNESS, **lend)
    with pytest.raises(RuleBroken) as error:
        confirm(school, case, "Thu")
    assert codes(error) == ["correction.role_confirmed"]


def test_the_database_holds_the_wall_around_what_a_case_does_not_open(school: School) -> None:
    from django.db import IntegrityError

    first, second, *_ = pupils(school)
    locked(school, first, second)
    consented(school, (first, "tx1", "9"))
    rows = SheetLine.objects.of(school)
    with pytest.raises(IntegrityError, match="gradebook_locked_stands"):
        rows.filter(pupil=second).update(marks=[90, 80, None, None, None, None])


def test_cells_of_a_case_are_kept_as_they_were_asked_for(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    case = ask(school, (first, "tx1", "9"), (second, "tx1", ""), evidence=BOTH)
    cells = CorrectionCell.objects.of(school).filter(correction=case)
    found = {cell.pupil_id: (cell.old, cell.wanted, cell.was_locked) for cell in cells}
    assert found == {first.id: (80, 90, True), second.id: (80, None, True)}
