"""The data checks over a real school: few statements, each finding with where it is mended."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from tests.clients import signed_in
from tests.office.people import children
from tests.school import NOW, TODAY, School, found
from truongso.foundation import clock
from truongso.office.queries import checks
from truongso.roster import queries as roster
from truongso.roster.models import ClassMember, Pupil
from truongso.rules.data_checks import CHECKS


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with mock.patch.object(clock, "now", return_value=NOW):
        yield


def counts(school: School) -> dict[str, int]:
    lines = checks.checked(school, roster.calendar(school, TODAY))
    return {line.code: len(line.findings) for line in lines if line.findings}


def test_a_school_is_read_in_few_statements(
    school: School, django_assert_max_num_queries: Any
) -> None:
    children(school)
    calendar = roster.calendar(school, TODAY)
    with django_assert_max_num_queries(10):
        checks.checked(school, calendar)


def test_what_is_wrong_is_counted(school: School) -> None:
    pupils = children(school)
    before = counts(school)
    assert before == {"no-homeroom": 2}
    ClassMember.objects.of(school).filter(pupil=pupils["An"]).delete()
    Pupil.objects.of(school).filter(pk=pupils["Đức"].pk).update(born_on="1999-01-01")
    assert counts(school) == before | {"no-class": 1, "births": 1}
    with found() as other:
        assert "no-class" not in counts(other)


def test_every_check_has_words_and_a_page(school: School) -> None:
    children(school)
    assert checks.WORDS.keys() == CHECKS.keys()
    browser = signed_in(school, "Nam", at=NOW)
    for code in CHECKS:
        assert browser.get(f"/kiem-tra-du-lieu/{code}/").status_code == 200
    assert browser.get("/kiem-tra-du-lieu/none/").status_code == 404


def test_each_finding_leads_to_where_it_is_mended(school: School) -> None:
    pupils = children(school)
    ClassMember.objects.of(school).filter(pupil=pupils["An"]).delete()
    browser = signed_in(school, "Nam", at=NOW)
    page = browser.get("/kiem-tra-du-lieu/no-class/").content.decode()
    assert f'href="/hoc-sinh/{pupils["An"].id}/"' in page
    page = browser.get("/kiem-tra-du-lieu/no-homeroom/").content.decode()
    mends = f"/nhiem-vu/?giao=homeroom_teacher&amp;cua={school.classes['6B'].id}"
    assert f'href="{mends}"' in page


def test_the_card_of_the_admin_tells_how_many(school: School) -> None:
    children(school)
    home = signed_in(school, "Nam", at=NOW).get("/").content.decode()
    assert "Lớp chưa có giáo viên chủ nhiệm" in home
    assert "Kiểm tra dữ liệu" not in signed_in(school, "Lan", at=NOW).get("/").content.decode()
