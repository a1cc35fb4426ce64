"""Marks from files: every known layout read alike, and nothing written that was not shown."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.gradebook import excel_scenes as scenes
from tests.gradebook.excel_scenes import exported, found, sent, written
from tests.gradebook.scenes import NOW, line, page, pupils, save
from tests.school import School
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import RuleBroken
from truongso.gradebook.actions import locks, score_files
from truongso.gradebook.models import MarkChange, SheetLine
from truongso.gradebook.queries import score_files as queries

SIX = [80, 75, 90, 80, 70, 85]


@pytest.mark.parametrize("layout", scenes.LAYOUTS)
def test_every_known_layout_gives_the_same_marks(school: School, layout: str) -> None:
    known = scenes.with_moet_ids(school, pupils(school))
    name = "diem.csv" if layout == "own_csv" else "diem.xlsx"
    run = sent(school, scenes.LAYOUTS[layout](known), name=name)
    told = found(run)
    assert told["counts"]["new"] == len(known) * (
        7 if layout in ("csdl_1", "csdl_2", "vnedu") else 6
    )
    assert not told["absent"]
    assert not told["warnings"]
    assert not SheetLine.objects.of(school).exists(), "nothing is written before the yes"
    assert written(school, run) == (told["counts"]["new"], 0)
    for pupil in known:
        assert line(school, pupil).marks == SIX
        assert line(school, pupil).average == 80


def test_what_is_taken_out_and_in_again_changes_nothing(school: School) -> None:
    known = pupils(school)
    texts = ("8", "7,5", "10", "0", "v", "8,3")
    keys = ("tx1", "tx2", "tx3", "tx4", "gk", "ck")
    save(school, *((p, k, t) for p in known for k, t in zip(keys, texts, strict=True)))
    save(school, (known[0], "gk", "6", 1), (known[1], "gk", "v0", 1))
    save(school, (known[2], "comment", "Chăm chỉ; tiến bộ."))
    told = found(sent(school, exported(school)))
    assert told["counts"] == {"same": len(known) * 6 + 1, "rows": len(known)}
    assert not told["lines"]


def test_the_formula_of_the_file_reckons_as_the_gradebook(school: School) -> None:
    first, *_ = pupils(school)
    for key, text in zip(("tx1", "tx2", "tx3", "tx4", "gk", "ck"), scenes.SIX, strict=True):
        save(school, (first, key, text))
    sheet = exported(school).worksheets[0]
    formula = sheet["M7"].value
    assert formula.startswith("=IF(COUNT(F7:K7)")
    marks = [sheet.cell(7, column).value for column in range(6, 12)]
    weights = (1, 1, 1, 1, 2, 3)
    tenths = round(10 * sum(w * m for w, m in zip(weights, marks, strict=True)))
    assert (2 * tenths + 9) // 18 == line(school, first).average
    assert (
        "INT((2*ROUND(10*(1*N(F7)+1*N(G7)+1*N(H7)+1*N(I7)+2*N(J7)+3*N(K7)),0)+9)/18)/10" in formula
    )


def test_the_file_closes_what_may_not_be_written(school: School) -> None:
    known = pupils(school)
    save(school, (known[0], "tx1", "8"))
    locks.lock_columns(actor=school.actor("Lan"), page=page(school), keys=["tx1"], now=NOW)
    sheet = exported(school).worksheets[0]
    assert sheet.protection.sheet
    assert sheet["F7"].protection.locked
    assert not sheet["G7"].protection.locked
    assert sheet["B7"].protection.locked
    assert sheet["B7"].number_format == "@"
    assert sheet.freeze_panes == "E7"
    assert sheet.data_validations.count == 1
    assert "bởi" in sheet["A3"].value
    stamp = exported(school).worksheets[-1]
    assert stamp.sheet_state == "veryHidden"
    for who in ("Sơn", "Hoa"):
        read = exported(school, who=who).worksheets[0]
        assert read["G7"].protection.locked
    entry = JournalEntry.objects.of(school).latest("id")
    assert entry.verb == "gradebook.exported"


@pytest.mark.parametrize(
    ("cell", "code", "meant"),
    [
        (date(2026, 5, 7), "score_file.became_day", "7,5"),
        ("7-May", "score_file.became_day", "7,5"),
        (46149, "score_file.became_day", "7,5"),
        (date(2026, 12, 30), "score_file.a_day", ""),
        (85, "8,5", "8,5"),
        ("8,55", "một chữ số", ""),
        (11, "từ 0 đến 10", ""),
        ("tám", "", ""),
        (True, "", ""),
        ("-", "", ""),
    ],
)
def test_what_is_no_mark_is_refused_at_its_place(
    school: School, cell: Any, code: str, meant: str
) -> None:
    pupils(school)
    book = exported(school)
    run = sent(school, scenes.edited(book, {"F7": cell, "F8": 9}))
    told = found(run)
    assert told["counts"]["wrong"] == 1
    assert told["counts"]["new"] == 1
    [bad] = [one for row in told["lines"] for one in row["cells"] if one["verdict"] == "wrong"]
    assert bad["at"] == "F7"
    if code.startswith("score_file."):
        assert meant in bad["sentence"]
    else:
        assert code in bad["sentence"]
    assert written(school, run) == (0, 1), "all or nothing"
    assert not SheetLine.objects.of(school).exists()
    assert written(school, run, skip_bad=True) == (1, 0)
    marks = queries.marks_of(found(queries.own(school.actor("Lan"), run.id)), "6A Toán")
    assert [(at, bool(text)) for _sheet, at, text in marks] == [("F7", True)]


def test_a_blank_cell_keeps_the_mark_unless_it_is_said_to_erase(school: School) -> None:
    known = pupils(school)
    save(school, (known[0], "tx1", "8"))
    book = exported(school)
    content = scenes.edited(book, {"F7": None})
    later = NOW + timedelta(hours=1)
    kept = sent(school, content, at=later)
    assert "changed" not in found(kept)["counts"]
    score_files.recheck(actor=school.actor("Lan"), file_id=kept.id, blank_erases=True, now=later)
    again = queries.own(school.actor("Lan"), kept.id)
    assert found(again)["counts"]["changed"] == 1
    assert found(again)["edits"] == 1
    with pytest.raises(RuleBroken) as refused:
        written(school, again, at=later)
    assert refused.value.violations[0].code == "score.reason_needed"
    assert written(school, again, at=later, reason="Nhập nhầm") == (1, 0)
    assert line(school, known[0]).marks[0] is None
    change = MarkChange.objects.of(school).latest("version")
    assert (change.source, change.reason) == ("excel", "Nhập nhầm")


def test_a_mark_changed_since_the_file_was_made_is_a_conflict(school: School) -> None:
    known = pupils(school)
    where = page(school, "KHTN")
    save(school, (known[0], "tx1", "8"), who="Dũng", where=where)
    book = exported(school, who="Hà", where=where)
    save(school, (known[0], "tx1", "6", 1), who="Dũng", where=where)
    later = NOW + timedelta(hours=1)
    run = sent(school, scenes.edited(book, {"F7": 9}), who="Hà", where=where, at=later)
    told = found(run)
    [cell] = [one for row in told["lines"] for one in row["cells"]]
    assert (cell["verdict"], cell["old"], cell["new"]) == ("conflict", "6", "9")
    assert cell["by"] == "Trần Việt Dũng"
    assert written(school, run, who="Hà", at=later) == (0, 1)
    use = [f"{cell['pupil']}:tx1"]
    assert written(school, run, who="Hà", at=later, use=use, reason="Chấm lại") == (1, 0)
    assert line(school, known[0], where).marks[0] == 90


def test_a_lock_that_comes_between_the_look_and_the_yes_holds(school: School) -> None:
    known = pupils(school)
    run = sent(school, scenes.csdl_2(scenes.with_moet_ids(school, known)))
    locks.lock_columns(actor=school.actor("Lan"), page=page(school), keys=["tx1"], now=NOW)
    assert written(school, run) == (0, 1)
    told = found(queries.own(school.actor("Lan"), run.id))
    assert told["counts"]["locked"] == len(known)
    assert written(school, run, skip_bad=True)[1] == 0
    assert line(school, known[0]).marks[:2] == [None, 75]


def test_a_change_that_comes_between_the_look_and_the_yes_is_not_overwritten(
    school: School,
) -> None:
    known = pupils(school)
    where = page(school, "KHTN")
    content = scenes.own_csv(known, ("8", "8", "8", "8", "8", "8"))
    run = sent(school, content, who="Hà", where=where, name="a.csv")
    save(school, (known[0], "tx1", "3"), who="Dũng", where=where)
    assert written(school, run, who="Hà") == (0, 1)
    assert line(school, known[0], where).marks[0] == 30
    told = found(queries.own(school.actor("Hà"), run.id))
    assert told["counts"]["conflict"] == 1


def test_said_twice_it_is_written_once(school: School) -> None:
    known = pupils(school)
    run = sent(school, scenes.own_table(known))
    assert written(school, run)[0] == len(known) * 6
    count = MarkChange.objects.of(school).count()
    assert written(school, run) == (0, 0)
    assert MarkChange.objects.of(school).count() == count
    again = sent(school, scenes.own_table(known))
    assert found(again)["counts"] == {"same": len(known) * 6, "rows": len(known)}
