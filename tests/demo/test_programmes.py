"""The lesson programmes of the demo school: real totals, numbered lessons, 35 weeks."""

import re

import pytest

from truongso.demo import school
from truongso.demo.programmes import Programme, extra_programme, programme, programmes
from truongso.rules import programme as rule
from truongso.rules.subjects import GRADES, subjects

ALL = programmes()
IDS = [f"{each.subject}{each.grade}" for each in ALL]


def test_there_are_forty_eight() -> None:
    assert len(ALL) == len(subjects()) * len(GRADES) == 48


@pytest.mark.parametrize("taught", ALL, ids=IDS)
def test_totals_are_those_of_the_general_programme(taught: Programme) -> None:
    periods = [lesson.periods for lesson in taught.lessons]
    wanted = subjects()[taught.subject].periods_in(taught.grade)
    assert not list(rule.check(periods, year_periods=wanted))
    assert 18 <= len(periods) <= 45


@pytest.mark.parametrize("taught", ALL, ids=IDS)
def test_lessons_have_a_title_of_their_own_and_points(taught: Programme) -> None:
    titles = [lesson.title for lesson in taught.lessons]
    assert len(set(titles)) == len(titles)
    assert [lesson.no for lesson in taught.lessons] == list(range(1, len(titles) + 1))
    for lesson in taught.lessons:
        assert lesson.topic
        assert len(lesson.title) <= 200
        assert 2 <= len(lesson.points) <= 4
        assert not any(re.search(r"[{}|;]|\s$|^\s", point) for point in lesson.points)


@pytest.mark.parametrize("taught", ALL, ids=IDS)
def test_lessons_fill_the_year_in_order(taught: Programme) -> None:
    first_weeks = [lesson.first_week for lesson in taught.lessons]
    assert first_weeks == sorted(first_weeks)
    assert first_weeks[0] == 1
    assert max(lesson.last_week for lesson in taught.lessons) == 35
    assert all(lesson.first_week <= lesson.last_week for lesson in taught.lessons)


@pytest.mark.parametrize("taught", ALL, ids=IDS)
def test_tests_come_four_times_a_year(taught: Programme) -> None:
    strands = subjects()[taught.subject].strands or ("",)
    for strand in strands:
        weeks = [
            lesson.last_week
            for lesson in taught.lessons
            if lesson.kind == "test" and lesson.strand == strand
        ]
        assert len(weeks) == 4
        assert all(
            abs(week - wanted) <= 3 for week, wanted in zip(weeks, (9, 18, 27, 35), strict=True)
        )


def test_strands_run_side_by_side() -> None:
    for grade in GRADES:
        for week in (2, 12, 22, 32):
            taught = {
                lesson.strand
                for lesson in programme("KHTN", grade).lessons
                if lesson.first_week <= week <= lesson.last_week
            }
            assert taught == set(subjects()["KHTN"].strands)


def test_technology_of_grade_eight_has_one_period_a_week_then_two() -> None:
    in_term_one = [lesson for lesson in programme("CN", 8).lessons if lesson.last_week <= 18]
    assert sum(lesson.periods for lesson in in_term_one) == 18


def test_extra_classes_have_programmes_of_their_own_from_week_four() -> None:
    for extra in school.extra_classes():
        taught = extra_programme(extra.name)
        assert (taught.subject, taught.grade) == (extra.subject, extra.grade)
        assert taught.lessons[0].first_week == 4
        assert taught.lessons[-1].last_week <= 35


def test_a_lesson_is_called_by_its_name_without_number() -> None:
    assert programme("TOAN", 6).lesson(7).title == "Bài 7. Số nguyên tố"
    assert programme("TOAN", 6).lesson(7).name == "Số nguyên tố"
    assert programme("TOAN", 6).lesson(10).name == "Bài tập cuối chương II"
