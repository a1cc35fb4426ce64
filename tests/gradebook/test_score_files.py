"""Marks from files: every known layout read alike, and nothing written that was not shown."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.gradebook import excel_scenes as scenes
from tests.gradebook.excel_scenes import exported, found, problems, sent, written
from tests.gradebook.scenes import NOW, book, line, page, pupils, save
from tests.office.tables import xlsx
from tests.school import School
from truongso.audit.models import JournalEntry
from truongso.documents.models import StoredFile
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.gradebook.actions import locks, score_files, score_files_left
from truongso.gradebook.models import MarkChange, ScoreFile, SheetLine
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


def table(known: Any, *rows: Any, above: Any = ("Lớp 6A",)) -> bytes:
    return xlsx(above, ["Mã học sinh", "Họ và tên", "Ngày sinh", "TX1"], *rows)


def test_a_row_is_never_given_to_a_guessed_pupil(school: School) -> None:
    known = pupils(school)
    a, b, c, *_ = known
    run = sent(
        school,
        table(
            known,
            [a.code, b.full_name, None, 8],
            ["KHONGCO", c.full_name, "01/01/2001", 8],
            [None, "Không Có Ai", None, 8],
            [None, None, None, 8],
        ),
    )
    told = found(run)
    said = [row["say"][0][0] for row in told["lines"]]
    assert said == [
        "score_file.other_name",
        "score_file.other_birthday",
        "score_file.nobody",
        "score_file.nobody",
    ]
    assert told["counts"]["doubtful"] == 2
    assert told["counts"]["unknown"] == 2
    assert len(told["absent"]) == len(known)
    assert "new" not in told["counts"]


def test_two_of_one_name_need_a_birthday_and_one_pupil_has_one_row(school: School) -> None:
    a, b, c, *_ = known = pupils(school)
    for pupil in (b, a):
        pupil.full_name = a.full_name
        pupil.save(update_fields=["full_name"])
    b.born_on = a.born_on + timedelta(days=3)
    b.save(update_fields=["born_on"])
    run = sent(
        school,
        table(
            known,
            [None, a.full_name, None, 7],
            [None, b.full_name, scenes.born(b), 8],
            [c.code, None, None, 9],
            [c.code, None, None, 9],
        ),
    )
    told = found(run)
    assert told["counts"] == {"doubtful": 3, "new": 1, "same": 0, "rows": 4}
    [cell] = [one for row in told["lines"] for one in row["cells"]]
    assert (cell["pupil"], cell["new"]) == (str(b.id), "8")


def test_marks_pasted_one_row_off_are_pointed_out(school: School) -> None:
    known = scenes.more_pupils(school, 8)
    texts = [str(no % 10) for no in range(1, len(known) + 1)]
    save(school, *((p, "tx1", t) for p, t in zip(known, texts, strict=True)))
    cells = {f"F{8 + at}": float(text) for at, text in enumerate(texts[:-1])} | {"F7": 5}
    run = sent(school, scenes.edited(exported(school), cells), at=NOW + timedelta(days=1))
    assert [code for code, _ in found(run)["warnings"]] == ["score_file.shifted"]
    other = {f"F{7 + at}": 10 - at * 0.5 for at in range(len(known))}
    run = sent(school, scenes.edited(exported(school), other), at=NOW + timedelta(days=1))
    assert not found(run)["warnings"]


def test_names_one_row_off_are_pointed_out(school: School) -> None:
    known = pupils(school)
    rows = [[p.code, known[at - 1].full_name, None, 8] for at, p in enumerate(known) if at]
    told = found(sent(school, table(known, *rows)))
    assert [code for code, _ in told["warnings"]] == ["score_file.names_shifted"]
    assert "new" not in told["counts"]


@pytest.mark.parametrize(
    ("above", "code"),
    [
        (["Lớp 6B"], "score_file.other_class"),
        (["Môn: Ngữ văn"], "score_file.other_subject"),
        (["Học kì 2"], "score_file.other_term"),
        (["Năm học 2025-2026"], "score_file.other_year"),
    ],
)
def test_a_file_of_another_page_is_refused_by_its_title(
    school: School, above: list[str], code: str
) -> None:
    known = pupils(school)
    run = sent(school, table(known, [known[0].code, None, None, 8], above=above))
    assert problems(run) == [code]
    assert written(school, run) == (0, 0)


def test_a_stamped_file_goes_only_where_it_came_from(school: School) -> None:
    pupils(school)
    book = exported(school)
    assert problems(sent(school, book, where=page(school, name="6B"))) == ["score_file.other_page"]
    assert problems(sent(school, book, where=page(school, term=2))) == ["score_file.other_page"]
    assert problems(sent(school, book, whole=True, term=2)) == ["score_file.other_term"]
    assert found(sent(school, book, whole=True))["counts"]["rows"]
    book.worksheets[0]["A2"] = "Lớp: 6B – Học kì: 1 – Năm học: 2026-2027"
    assert problems(sent(school, book)) == ["score_file.other_class"]


def test_a_file_of_another_school_or_teacher_is_refused(school: School) -> None:
    from tests.school import found as founded

    pupils(school)
    book = exported(school)
    assert problems(sent(school, book, who="Dũng", whole=True)) == ["score_file.not_yours"]
    with pytest.raises(NotAllowed):
        sent(school, book, who="Dũng", where=page(school))
    with founded() as other:
        pupils(other)
        assert problems(sent(other, book)) == ["score_file.other_school"]
    run = sent(school, book)
    with pytest.raises(Missing):
        queries.own(school.actor("Dũng"), run.id)


def test_the_old_kinds_of_marks_are_refused_by_name(school: School) -> None:
    known = pupils(school)
    heads = ["Mã học sinh", "Họ và tên", "Miệng", "15 phút", "1 tiết", "HK"]
    run = sent(school, xlsx(heads, [known[0].code, known[0].full_name, 8, 8, 8, 8]))
    assert problems(run) == ["score_file.old_columns"]
    heads = ["Mã học sinh", "GK", "Giữa kì"]
    assert problems(sent(school, xlsx(heads, [known[0].code, 8, 8]))) == ["score_file.column_twice"]
    run = sent(school, xlsx(["Danh sách"], ["Họ và tên", "Ghi chú"], ["An", "x"]))
    assert run.state == "refused"
    assert run.problems[0][0] == "score_file.no_headings"


def test_more_columns_or_marks_than_the_page_has_are_told(school: School) -> None:
    known = scenes.with_moet_ids(school, pupils(school))
    heads = ["Mã học sinh", "ĐĐGtx1", "ĐĐGtx5", "ĐĐGgk"]
    told = found(sent(school, xlsx(heads, [known[0].code, 8, 7, 9])))
    assert told["counts"]["wrong"] == 1
    assert told["counts"]["new"] == 2
    many = scenes.csdl_2(known, ("8", "8", "8", "8 9 9", "8", "8"))
    assert found(sent(school, many))["counts"]["wrong"] == len(known)


def test_subjects_by_comments_take_their_marks_in_any_form(school: School) -> None:
    known = pupils(school)
    from truongso.roster.models import TeachingAssignment

    row = TeachingAssignment.objects.of(school).filter(subject="TOAN").first()
    assert row is not None
    TeachingAssignment.objects.create(
        school_id=school.id, staff=school.staff["Lan"], school_class=school.classes["6A"],
        subject="GDTC", since=row.since,
    )  # fmt: skip
    where = page(school, "GDTC")
    heads = ["Mã học sinh", "TX1", "TX2", "GK", "CK", "Đánh giá"]
    texts = ("Đ", "đạt", "CĐ", "Chưa đạt", "Đạt")
    rows = [[p.code, *texts] for p in known]
    run = sent(school, xlsx(["Môn: GDTC", "Lớp 6A"], heads, *rows), where=where)
    assert found(run)["counts"]["new"] == len(known) * 4
    assert written(school, run)[0] == len(known) * 4
    assert line(school, known[0], where).marks == [201, 201, 200, 200]
    assert found(sent(school, exported(school, where=where), where=where))["counts"]["same"]


def test_one_workbook_for_all_classes_of_a_teacher(school: School) -> None:
    from openpyxl import load_workbook

    from truongso.gradebook.actions.score_exports import export_mine

    known = pupils(school)
    name, made = export_mine(actor=school.actor("Lan"), term=1, now=NOW)
    assert name.startswith("Sổ điểm HK1")
    book = load_workbook(made)
    assert book.sheetnames == ["6A Toán", "6B Toán", "Hướng dẫn", "TruongSo"]
    book["6A Toán"]["F7"] = 8
    book["6B Toán"]["F7"] = "x"
    run = sent(school, book, whole=True)
    assert written(school, run) == (1, 1), "a bad sheet does not hold up a good one"
    assert line(school, known[0]).marks[0] == 80
    with pytest.raises((RuleBroken, NotAllowed)):
        export_mine(actor=school.actor("Vân"), term=1, now=NOW)


def test_a_dry_run_is_forgotten_after_a_day_with_its_file(school: School) -> None:
    from truongso.foundation.actor import system_actor

    known = pupils(school)
    left = sent(school, table(known, [known[0].code, None, None, 8]))
    kept = sent(school, table(known, [known[1].code, None, None, 8]))
    written(school, kept)
    system = system_actor(school.id, "Hệ thống")
    assert score_files_left.forget(actor=system, now=NOW + timedelta(hours=23)) == 0
    assert score_files_left.forget(actor=system, now=NOW + timedelta(hours=25)) == 1
    assert not ScoreFile.objects.of(school).filter(pk=left.id).exists()
    assert not StoredFile.objects.of(school).filter(pk=left.file_id).exists()
    after = queries.own(school.actor("Lan"), kept.id)
    assert StoredFile.objects.of(school).filter(pk=kept.file_id).exists()
    assert [(row.found, row.rows, row.saved) for row in after.pages.all()] == [({}, [], 1)]


def test_a_file_that_is_left_is_gone_and_a_written_one_cannot_be(school: School) -> None:
    known = pupils(school)
    lan = school.actor("Lan")
    run = sent(school, table(known, [known[0].code, None, None, 8]))
    score_files_left.discard(actor=lan, file_id=run.id, now=NOW)
    with pytest.raises(Missing):
        queries.own(lan, run.id)
    other = sent(school, table(known, [known[0].code, None, None, 8]))
    written(school, other)
    with pytest.raises(RuleBroken):
        score_files_left.discard(actor=lan, file_id=other.id, now=NOW)


def test_a_window_is_told_before_the_yes(school: School) -> None:
    known = pupils(school)
    book(school, regular=(date(2026, 11, 2), date(2026, 11, 14)))
    told = found(sent(school, table(known, [known[0].code, None, None, 8])))
    assert told["counts"]["locked"] == 1


def test_a_yes_to_a_class_is_said_in_few_statements(school: School) -> None:
    known = pupils(school)
    run = sent(school, scenes.own_table(known))
    with CaptureQueriesContext(connection) as seen:
        written(school, run)
    assert len(seen.captured_queries) <= 45
