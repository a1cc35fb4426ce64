"""Whatever schools send comes in right or is refused with a sentence that says what to mend."""

import tempfile
from collections.abc import Callable

import pytest

from tests.office.messy import GOOD, HEADS, PUPILS, File
from tests.office.messy_hostile import hostile, never_computed
from tests.office.tables import checked, codes, said, written, xlsx
from tests.school import School
from truongso.documents import tables
from truongso.documents.inspector import inspect
from truongso.foundation.errors import RuleBroken
from truongso.office.models import ImportRun
from truongso.roster.models import ClassMember, Pupil

HOSTILE = hostile()


@pytest.mark.parametrize("make", GOOD, ids=lambda make: make.__name__)
def test_the_same_three_pupils_come_out_of_every_messy_file(
    school: School, make: Callable[[], File]
) -> None:
    name, content = make()
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        assert inspect(file, "." + name.rpartition(".")[2]).problems == ()
    run = checked(school, "pupils", content, name=name)
    assert said(school, run) == []
    written(school, run)
    found = {
        (row.full_name, f"{row.born_on:%d/%m/%Y}", row.sex) for row in Pupil.objects.of(school)
    }
    assert found == {(row[2], row[3], "f" if row[4] == "Nữ" else "m") for row in PUPILS}
    places = ClassMember.objects.of(school).values_list("pupil__full_name", "school_class__name")
    assert set(places) == {(row[2], row[5]) for row in PUPILS}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_more_than_a_table_is_refused_with_its_sentence(case: str) -> None:
    (name, content), code = HOSTILE[case]
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        found = [one.code for one in inspect(file, "." + name.rpartition(".")[2]).problems]
        if not found:
            with pytest.raises(RuleBroken) as refused:
                tables.read(file, name)
            found = [one.code for one in refused.value.violations]
    assert found == [f"file.{code}"]


def test_a_formula_without_a_result_is_told_by_its_cell(school: School) -> None:
    name, content = never_computed()
    run = checked(school, "pupils", content, name=name)
    assert (2, "C2", "import.no_result") in codes(school, run)


def test_lost_zeros_are_given_back_and_rounded_numbers_are_not(school: School) -> None:
    heads = [*HEADS, "Số CCCD", "Số điện thoại"]
    rows = [
        [*PUPILS[0], 31314000011, 901234567],
        [*PUPILS[1], "3,1214E+10", "0901234568"],
    ]
    run = checked(school, "pupils", xlsx(heads, *rows))
    assert codes(school, run) == [
        (2, "G2", "import.zeros_lost"),
        (2, "H2", "import.zeros_lost"),
        (3, "G3", "import.rounded"),
    ]


def test_a_file_without_the_headings_is_refused(school: School) -> None:
    run = checked(school, "pupils", xlsx(["Kính gửi"], ["Thực đơn tuần này"]))
    assert run.state == ImportRun.State.REFUSED
    assert run.problems[0][0] == "import.no_headings"


def test_skipped_rows_are_counted(school: School) -> None:
    name, content = next(make() for make in GOOD if make.__name__ == "blocks_of_classes")
    run = checked(school, "pupils", content, name=name)
    assert run.counts["skipped"]["footer"] == 4
    assert run.counts["skipped"]["heading"] == 1
    assert run.counts["skipped"]["class_title"] == 1


def test_whoever_is_called_tong_is_no_total(school: School) -> None:
    heads = ["Họ và tên", "Ngày sinh", "Giới tính"]
    rows = [["Tống Công Minh", "05/09/2014", "Nam"], ["Tổng cộng: 1", None, None]]
    run = checked(school, "pupils", xlsx(heads, *rows))
    assert (run.counts["new"], run.counts["skipped"]["footer"]) == (1, 1)
