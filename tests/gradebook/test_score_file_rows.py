"""Whose row, which page: files of marks are never guessed about, and forgotten in time."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.gradebook import excel_scenes as scenes
from tests.gradebook.excel_scenes import exported, found, problems, sent, written
from tests.gradebook.scenes import NOW, book, line, page, pupils, save
from tests.office.tables import xlsx
from tests.school import School
from truongso.documents.models import StoredFile
from truongso.foundation import clock
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.gradebook.actions import score_files_left
from truongso.gradebook.models import ScoreFile
from truongso.gradebook.queries import score_files as queries


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


def test_a_file_that_is_no_table_is_refused_with_the_reason(school: School) -> None:
    first, *_ = pupils(school)
    run = sent(school, b"PK\x03\x04 no workbook at all")
    assert run.state == "refused"
    assert run.problems[0][0].startswith("file.")
    never_reckoned = xlsx(["Mã học sinh", "TX1"], [first.code, "=4+4"])
    told = found(sent(school, never_reckoned))
    assert told["counts"]["wrong"] == 1
    assert "Công thức" in told["lines"][0]["cells"][0]["sentence"]


def test_the_pages_are_drawn_in_a_handful_of_statements(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    known = scenes.more_pupils(school, 8)
    save(school, (known[0], "tx1", "8"))
    save(school, (known[1], "tx1", "8"))
    marked = scenes.edited(exported(school), {"F7": 9, "F8": 85, "G7": "x", "H7": 7})
    run = sent(school, marked)
    lan = signed_in(school, "Lan", at=NOW)
    base = f"/so-diem/nhap-excel/{run.id}/"
    counted = {}
    for address in (
        "/so-diem/nhap-excel/",
        f"/so-diem/nhap-excel/?lop={page(school).class_id}&mon=TOAN&hoc-ki=1",
        base,
    ):
        lan.get(address)
        with CaptureQueriesContext(connection) as seen:
            answer = lan.get(address)
        assert answer.status_code == 200
        counted[address] = len(seen.captured_queries)
    assert max(counted.values()) <= 22, counted
    shown = lan.get(base).content.decode()
    assert "Xem trước: chưa ghi gì vào sổ điểm" in shown
    assert "Có lẽ muốn nhập 8,5" in shown
    assert lan.get(f"{base}ket-qua/").status_code == 200
    answer = lan.post(f"{base}ghi/", {"sheet": "1", "skip_bad": "on", "reason": "Chấm lại"})
    assert answer.status_code == 302
    assert "Đã ghi xong" in lan.get(base).content.decode()
    assert line(school, known[0]).marks[:3] == [90, None, 70]
