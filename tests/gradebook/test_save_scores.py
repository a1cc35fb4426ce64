"""Saving cells: what is good is saved, the rest is told and stays; the diary has every change."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.gradebook.scenes import NOW, book, line, page, pupils, save
from tests.school import School, at
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import BadRequest, Missing, NotAllowed, RuleBroken
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import scores
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import MarkChange, SavedBatch, SheetLine
from truongso.gradebook.queries.place import Page
from truongso.rules import marks


def codes(answer: Any) -> list[str]:
    return [one["code"] for one in answer["refused"]]


def test_a_typed_column_is_saved_and_told(school: School) -> None:
    known = pupils(school)
    answer = save(school, *((pupil, "tx1", "8,5") for pupil in known))

    assert answer["saved"] == len(known)
    assert not answer["refused"]
    assert not answer["conflicts"]
    assert line(school, known[0]).marks == [85, None, None, None, None, None]
    assert line(school, known[0]).versions == [1, 0, 0, 0, 0, 0]
    change = MarkChange.objects.of(school).filter(pupil=known[0]).get()
    assert (change.column, change.old, change.new, change.version) == ("tx1", None, 85, 1)
    assert (change.by_id, change.source, change.ip) == (
        school.staff["Lan"].id,
        "page",
        "10.0.0.1",
    )
    entry = JournalEntry.objects.of(school).latest("id")
    assert entry.verb == "gradebook.scores_saved"
    assert known[0].full_name not in entry.payload


def test_the_average_comes_with_the_last_required_cell(school: School) -> None:
    first = pupils(school)[0]
    texts = {"tx1": "8", "tx2": "7", "tx3": "9", "tx4": "8", "gk": "7,5"}
    save(school, *((first, column, text) for column, text in texts.items()))
    assert line(school, first).average is None

    save(school, (first, "ck", "8"))
    assert line(school, first).average == 79


def test_a_missed_test_blocks_the_average_until_it_is_made_up_or_confirmed(school: School) -> None:
    first, second, *_ = pupils(school)
    full = {"tx1": "8", "tx2": "7", "tx3": "9", "tx4": "8", "gk": "7,5", "ck": "v"}
    save(school, *((p, column, text) for p in (first, second) for column, text in full.items()))
    assert line(school, first).average is None

    save(school, (first, "ck", "8", 1), (second, "ck", "v0", 1))
    assert line(school, first).marks[5] == marks.MADE_UP + 80
    assert line(school, first).average == 79
    assert line(school, second).average == 52


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("85", "score.unpointed"),
        ("11", "score.out_of_range"),
        ("8,55", "score.decimals"),
        ("1e1", "score.not_a_score"),
        ("v0", "score.not_absent"),
    ],
)
def test_what_is_no_mark_is_refused_and_the_others_are_saved(
    school: School, text: str, code: str
) -> None:
    first, second, *_ = pupils(school)
    answer = save(school, (first, "tx1", text), (second, "tx1", "0"))
    assert codes(answer) == [code]
    assert answer["saved"] == 1
    assert answer["refused"][0]["text"] == text
    assert answer["refused"][0]["suggestion"] == ("8,5" if text == "85" else "")
    assert line(school, second).marks[0] == 0


def test_a_column_that_is_not_there_and_a_pupil_of_another_class_are_refused(
    school: School,
) -> None:
    known = pupils(school)
    other = next(
        row.pupil for row in school.classes["6B"].members.of(school).select_related("pupil")
    )
    answer = save(school, (known[0], "tx5", "8"), (other, "tx1", "8"), (known[1], "tx1", "8"))
    assert sorted(codes(answer)) == ["gradebook.no_column", "gradebook.not_in_class"]
    assert answer["saved"] == 1


def test_sent_again_it_changes_nothing_and_gets_the_first_answer(school: School) -> None:
    first, *_ = pupils(school)
    batch = new_id()
    once = save(school, (first, "tx1", "8"), batch=batch)
    again = save(school, (first, "tx1", "9"), batch=batch)
    assert again == once
    assert line(school, first).marks[0] == 80
    assert MarkChange.objects.of(school).count() == SavedBatch.objects.of(school).count() == 1


def test_somebody_elses_change_is_a_conflict_that_names_both(school: School) -> None:
    first, *_ = pupils(school)
    where = page(school, "KHTN")
    save(school, (first, "tx1", "8"), who="Dũng", where=where)
    answer = save(school, (first, "tx1", "9"), who="Hà", where=where)
    [conflict] = answer["conflicts"]
    assert conflict["text"] == "9"
    assert (conflict["theirs"], conflict["version"]) == (80, 1)
    assert conflict["theirs_by"] == "Trần Việt Dũng"
    assert line(school, first, where).marks[0] == 80
    assert save(school, (first, "tx1", "8"), who="Hà", where=where)["conflicts"] == []


def test_an_edit_needs_a_reason_once_the_slip_is_over(school: School) -> None:
    first, *_ = pupils(school)
    save(school, (first, "tx1", "8"))
    slip, later = NOW + timedelta(minutes=5), NOW + timedelta(days=1)
    assert save(school, (first, "tx1", "9", 1), at=slip)["saved"] == 1
    assert codes(save(school, (first, "tx1", "7", 2), at=later)) == ["score.reason_needed"]
    assert save(school, (first, "tx1", "7", 2), at=later, reason="Cộng nhầm")["saved"] == 1
    told = MarkChange.objects.of(school).order_by("version").values_list("old", "new", "reason")
    assert list(told) == [(None, 80, ""), (80, 90, ""), (90, 70, "Cộng nhầm")]


def test_erasing_and_filling_again_is_an_edit(school: School) -> None:
    first, *_ = pupils(school)
    later = NOW + timedelta(days=1)
    save(school, (first, "tx1", "8"))
    assert codes(save(school, (first, "tx1", "", 1), at=later)) == ["score.reason_needed"]
    save(school, (first, "tx1", "", 1), at=later, reason="Nhập nhầm học sinh")
    much_later = later + timedelta(days=1)
    assert codes(save(school, (first, "tx1", "9", 2), at=much_later)) == ["score.reason_needed"]
    assert line(school, first).marks[0] is None


def test_edits_close_a_week_before_the_finals_but_first_entries_do_not(school: School) -> None:
    first, second, *_ = pupils(school)
    book(school, finals_from=date(2026, 12, 22))
    save(school, (first, "gk", "8"))
    last, after = at(date(2026, 12, 15)), at(date(2026, 12, 16))
    assert save(school, (first, "gk", "9", 1), at=last, reason="Chấm lại")["saved"] == 1
    answer = save(school, (first, "gk", "7", 2), (second, "gk", "7"), at=after, reason="Chấm lại")
    assert codes(answer) == ["score.correction_closed"]
    assert answer["saved"] == 1


def test_a_window_is_kept(school: School) -> None:
    first, *_ = pupils(school)
    book(school, midterm=(date(2026, 11, 2), date(2026, 11, 14)))
    assert codes(save(school, (first, "gk", "8"))) == ["gradebook.not_open_yet"]
    assert codes(save(school, (first, "gk", "8"), at=at(date(2026, 11, 15)))) == [
        "gradebook.window_over"
    ]
    assert save(school, (first, "gk", "8"), at=at(date(2026, 11, 14)))["saved"] == 1


def test_comments_are_kept_with_their_own_version(school: School) -> None:
    first, *_ = pupils(school)
    save(school, (first, "comment", "Chăm chỉ, tiến bộ."))
    stale = save(school, (first, "comment", "Cần cố gắng.", 0))
    assert stale["conflicts"][0]["theirs"] == "Chăm chỉ, tiến bộ."
    assert codes(save(school, (first, "comment", "x" * 501, 1))) == ["score.comment_too_long"]
    assert save(school, (first, "comment", "Cần cố gắng.", 1))["saved"] == 1
    assert line(school, first).comment_version == 2
    assert not MarkChange.objects.of(school).exists()


def test_only_who_teaches_there_and_nobody_of_another_school(school: School) -> None:
    from tests.school import found

    first, *_ = pupils(school)
    for who in ("Hoa", "Sơn", "Nam", "Oanh"):
        with pytest.raises(NotAllowed):
            save(school, (first, "tx1", "8"), who=who)
    with pytest.raises(Missing):
        save(school, (first, "tx1", "8"), where=Page(new_id(), "TOAN", 1))
    where = page(school)
    with found() as other, pytest.raises(Missing):
        save(other, (first, "tx1", "8"), where=where)
    assert not SheetLine.objects.of(school).exists()


def test_a_subject_that_nobody_teaches_there_has_no_page(school: School) -> None:
    first, *_ = pupils(school)
    with pytest.raises((NotAllowed, RuleBroken)):
        save(school, (first, "tx1", "8"), where=page(school, "LSDL"))
    with pytest.raises(Missing):
        save(school, (first, "tx1", "8"), where=page(school, "XXX"))


def test_the_diary_replayed_is_the_sheet(school: School) -> None:
    known = pupils(school)
    for version, text in enumerate(("8", "9", "", "7")):
        save(school, *((p, "tx1", text, version) for p in known), reason="Chấm lại")
    for pupil in known:
        replayed: int | None = None
        for change in MarkChange.objects.of(school).filter(pupil=pupil).order_by("version"):
            assert change.old == replayed
            replayed = change.new
        assert line(school, pupil).marks[0] == replayed == 70


def test_a_class_is_saved_in_few_statements(school: School) -> None:
    known = pupils(school)
    save(school, *((pupil, "tx1", "8") for pupil in known))
    lan, where = school.actor("Lan"), page(school)
    cells = [Cell(pupil.id, "tx2", "8", 0) for pupil in known]
    with CaptureQueriesContext(connection) as seen:
        scores.save_scores(
            actor=lan, page=where, batch_id=new_id(), cells=cells, source="page", now=NOW
        )
    told = [q["sql"] for q in seen.captured_queries if q["sql"] not in {"BEGIN", "COMMIT"}]
    assert len(told) == 7  # one of them says whose school it is


def test_a_batch_of_a_wrong_form_is_refused(school: School, rf: Any) -> None:
    from truongso.gradebook import forms

    for body in ("[]", "{}", '{"batch": "x", "cells": [{}]}', '{"cells": []}'):
        request = rf.post("/", body, content_type="application/json")
        with pytest.raises(BadRequest):
            forms.save_scores(request)
