"""Pupils taken in from a table: found, compared, written all at once, told in the journal."""

import json
from datetime import date

import pytest

from tests.jobs import run_jobs
from tests.office.tables import begun, checked, codes, lines, run_of, said, written, xlsx
from tests.school import NOW, School, found
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.foundation.text import folded, sort_key
from truongso.office.actions import imports as acts
from truongso.office.models import HeadingChoice, ImportLine, ImportRun
from truongso.roster.models import ClassMember, Pupil, PupilDetail, PupilMove

HEADS = ["STT", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Lớp học", "Số CCCD"]
AN = [1, "3114000001", "Nguyễn Văn An", "05/09/2014", "Nam", "6A", "031214000011"]
BE = [2, "3114000002", "Trần Thị Bé", "6-9-2014", "Nữ", "Lớp 6b ", "031314000012"]


def pupil(school: School, name: str = "Nguyễn Văn An", **facts: object) -> Pupil:
    """A pupil the school has already."""
    facts = {"code": "HS1", "sex": "m", "born_on": date(2014, 9, 5), **facts}
    return Pupil.objects.create(
        school_id=school.id,
        full_name=name,
        sort_key=sort_key(name),
        search_key=folded(name),
        **facts,
    )


def verdicts(school: School, run: ImportRun) -> list[str]:
    return [line.verdict for line in lines(school, run)]


def test_new_pupils_come_with_class_profile_and_first_move(school: School) -> None:
    run = checked(school, "pupils", xlsx(["SỞ GIÁO DỤC"], [], HEADS, AN, BE))
    assert run.state == ImportRun.State.CHECKED
    assert verdicts(school, run) == ["new", "new"]
    assert not Pupil.objects.of(school).exists()
    done = written(school, run)
    assert done.state == ImportRun.State.DONE
    an, be = Pupil.objects.of(school).order_by("moet_id")
    assert (an.full_name, an.born_on, an.sex) == ("Nguyễn Văn An", date(2014, 9, 5), "m")
    assert be.born_on == date(2014, 9, 6)
    assert PupilDetail.objects.of(school).get(pupil=be).citizen_id == "031314000012"
    places = ClassMember.objects.of(school).values_list("pupil__full_name", "school_class__name")
    assert sorted(places) == [("Nguyễn Văn An", "6A"), ("Trần Thị Bé", "6B")]
    assert PupilMove.objects.of(school).filter(status="studying").count() == 2
    assert done.counts["written"]["pupils_new"] == 2


def test_the_same_file_again_changes_nothing(school: School) -> None:
    file = xlsx(HEADS, AN, BE)
    written(school, checked(school, "pupils", file))
    again = checked(school, "pupils", file, name="lan-hai.xlsx")
    assert verdicts(school, again) == ["same", "same"]
    with pytest.raises(RuleBroken, match="nothing_to_write"):
        written(school, again)


def test_changes_are_told_old_and_new_and_a_change_of_class_ends_the_old_place(
    school: School,
) -> None:
    written(school, checked(school, "pupils", xlsx(HEADS, AN), from_day=date(2026, 9, 7)))
    moved = [*AN[:2], "Nguyễn Văn Ân", *AN[3:5], "6B", AN[6]]
    run = checked(school, "pupils", xlsx(HEADS, moved), from_day=date(2026, 10, 1))
    [line] = lines(school, run)
    assert line.changes == [
        ["full_name", "Nguyễn Văn An", "Nguyễn Văn Ân"],
        ["school_class", "6A", "6B"],
    ]
    written(school, run)
    places = ClassMember.objects.of(school).order_by("since")
    told = [(p.school_class.name, p.since, p.until) for p in places.select_related("school_class")]
    assert told == [
        ("6A", date(2026, 9, 7), date(2026, 10, 1)),
        ("6B", date(2026, 10, 1), None),
    ]
    assert Pupil.objects.of(school).get().search_key == "nguyen van an"


def test_finds_by_moet_id_then_code_then_citizen_id_then_name_and_birth_date(
    school: School,
) -> None:
    first = pupil(school, moet_id="3114000001", code="A1")
    second = pupil(school, "Lê Cả", code="A2")
    third = pupil(school, "Lê Ba", code="A3")
    PupilDetail.objects.create(school_id=school.id, pupil=third, citizen_id="031214000013")
    fourth = pupil(school, "Lê Tư", code="A4")
    heads = ["Mã định danh Bộ", "Mã học sinh", "CCCD", "Họ và tên", "Ngày sinh", "Giới tính"]
    run = checked(
        school,
        "pupils",
        xlsx(
            heads,
            ["3114000001", "", "", "Nguyễn Văn An", "5.9.2014", "Nam"],
            ["", "A2", "", "Lê Cả", "05/09/2014", "Nam"],
            ["", "", "031214000013", "Lê Ba", "05/09/2014", "Nam"],
            ["", "", "", "Lê Tư", "05/09/2014", "Nam"],
        ),
    )
    assert [line.target for line in lines(school, run)] == [
        first.id,
        second.id,
        third.id,
        fourth.id,
    ]


def test_never_guesses_between_two_of_one_name_and_birth_date(school: School) -> None:
    one, other = pupil(school, code="A1"), pupil(school, code="A2")
    run = checked(school, "pupils", xlsx(HEADS[2:6], AN[2:6]))
    [line] = lines(school, run)
    assert line.verdict == "doubtful"
    assert {who for who, _ in line.candidates} == {str(one.id), str(other.id)}
    with pytest.raises(RuleBroken, match="undecided"):
        written(school, run)
    choice = {"actor": school.actor("Nam"), "run_id": run.id, "line_ids": [line.id], "now": NOW}
    with pytest.raises(RuleBroken, match="no_such_choice"):
        acts.decide(decision=str(school.year.id), **choice)
    acts.decide(decision=str(other.id), **choice)
    written(school, run)
    assert ClassMember.objects.of(school).get().pupil_id == other.id


@pytest.mark.parametrize(
    ("decision", "pupils", "places"), [("new", 2, 1), ("skip", 1, 0), ("same", 1, 1)]
)
def test_a_doubt_is_decided_for_all_rows_at_once(
    school: School, decision: str, pupils: int, places: int
) -> None:
    pupil(school, "Nguyễn Văn Án")
    run = checked(school, "pupils", xlsx(HEADS[2:6], AN[2:6], BE[2:6]))
    assert verdicts(school, run) == ["doubtful", "new"]
    everything = {"actor": school.actor("Nam"), "run_id": run.id, "line_ids": [], "now": NOW}
    assert acts.decide(decision=decision, **everything) == 1
    written(school, run)
    assert Pupil.objects.of(school).count() == pupils + 1
    assert ClassMember.objects.of(school).count() == places + 1


def test_what_is_wrong_names_sheet_cell_cause_and_how_to_mend(school: School) -> None:
    bad = [3, "311400", "Lê 3", "5/9/14", "?", "6Z", "12"]
    run = checked(school, "pupils", xlsx(HEADS, AN, bad))
    assert [code for _, _, code in codes(school, run)] == [
        "import.not_digits",
        "import.not_a_name",
        "import.two_digit_year",
        "import.not_a_sex",
        "import.not_digits",
        "import.unknown_class",
    ]
    assert all(text.startswith("Trang “Sheet1”, ô ") for text in said(school, run))
    assert "ô D3" in said(school, run)[2]
    with pytest.raises(RuleBroken, match="wrong_rows"):
        written(school, run)
    written(school, run, past_wrong=True)
    assert Pupil.objects.of(school).count() == 1


def test_an_identifier_that_disagrees_with_the_birth_date_is_only_a_doubt(school: School) -> None:
    odd = [*AN[:6], "031313000011"]
    run = checked(school, "pupils", xlsx(HEADS, odd))
    assert [code for _, _, code in codes(school, run)] == ["identifier.citizen_unlike_person"]
    assert verdicts(school, run) == ["new"]


def test_nothing_is_written_when_the_roster_has_changed_meanwhile(school: School) -> None:
    run = checked(school, "pupils", xlsx(HEADS, AN))
    pupil(school, moet_id="3114000001")
    again = written(school, run)
    assert again.state == ImportRun.State.CHECKED
    assert again.outdated
    assert verdicts(school, again) == ["changed"]
    assert written(school, again).state == ImportRun.State.DONE
    assert Pupil.objects.of(school).count() == 1


def test_all_or_nothing(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from truongso.office.importing import writing_pupils

    def broken(*_: object) -> None:
        raise RuntimeError("killed")

    run = checked(school, "pupils", xlsx(HEADS, AN, BE))
    monkeypatch.setattr(writing_pupils, "_move", broken)
    with pytest.raises(RuntimeError):
        written(school, run)
    assert not Pupil.objects.of(school).exists()
    monkeypatch.undo()
    run_jobs(school, at=NOW)
    assert run_of(school, run.id).state == ImportRun.State.DONE
    assert Pupil.objects.of(school).count() == 2


def test_the_journal_tells_the_file_and_the_counts(school: School) -> None:
    written(school, checked(school, "pupils", xlsx(HEADS, AN)))
    entries = [json.loads(one.payload) for one in JournalEntry.objects.of(school).order_by("id")]
    told = {one["verb"]: one for one in entries}
    assert {"office.import_begun", "office.import_confirmed", "office.imported"} <= told.keys()
    facts = told["office.imported"]["facts"]
    assert facts["file"] == "danh-sach.xlsx"
    assert facts["counts"]["written"]["pupils_new"] == 1
    assert len(facts["sha256"]) == 64


def test_what_a_heading_means_here_is_remembered(school: School) -> None:
    heads = ["Họ tên", "Ngày sinh", "Giới tính", "Phòng học số"]
    row = [*AN[2:5], "6A"]
    checked(school, "pupils", xlsx(heads, row), mapping={"phong hoc so": "school_class"})
    assert HeadingChoice.objects.of(school).get().field == "school_class"
    again = run_of(school, begun(school, "pupils", xlsx(heads, row, row)))
    assert again.mapping["phong hoc so"] == "school_class"


def test_refuses_who_has_no_right_and_another_schools_run(school: School) -> None:
    run = checked(school, "pupils", xlsx(HEADS, AN))
    with pytest.raises(NotAllowed):
        acts.confirm(actor=school.actor("Lan"), run_id=run.id, past_wrong=False, now=NOW)
    with found() as other, pytest.raises(Missing):
        acts.confirm(actor=other.actor("Nam"), run_id=run.id, past_wrong=False, now=NOW)


def test_columns_are_needed_once_and_the_day_lies_in_the_year(school: School) -> None:
    run_id = begun(school, "pupils", xlsx(HEADS, AN))
    ask = {"actor": school.actor("Nam"), "run_id": run_id, "options": {}, "now": NOW}
    day = date(2026, 10, 1)
    twice = {"ho ten": "full_name", "stt": "full_name"}
    with pytest.raises(RuleBroken, match="mapped_twice"):
        acts.choose(mapping=twice, from_day=day, **ask)
    with pytest.raises(RuleBroken, match="unmapped"):
        acts.choose(mapping={"ngay sinh": "born_on"}, from_day=day, **ask)
    with pytest.raises(RuleBroken, match="day_outside_year"):
        acts.choose(mapping={"ho ten": "full_name"}, from_day=date(2025, 1, 1), **ask)


def test_an_import_that_is_given_up_is_forgotten(school: School) -> None:
    run = checked(school, "pupils", xlsx(HEADS, AN))
    acts.give_up(actor=school.actor("Nam"), run_id=run.id, now=NOW)
    assert not ImportLine.objects.of(school).exists()
    with pytest.raises(Missing):
        run_of(school, run.id)
