"""The story of the demo school: every state in every week."""

from collections import Counter, defaultdict
from datetime import datetime

import pytest

from tests.demo.conftest import TODAY, Fonts
from tests.demo.telling import EVERY_STATE, MOMENTS, SOME_DAY, by_paper, state, states_of_week, told
from truongso.demo.calendar import CURRENT_WEEK, lay_year
from truongso.demo.programmes import programme
from truongso.demo.story import Deed, file_of, tell
from truongso.demo.story.fates import LATE_AUTHORS, NEW_AUTHOR
from truongso.foundation.days import local_day
from truongso.foundation.text import folded
from truongso.rules.deadlines import days_late
from truongso.rules.matching import Candidate, match
from truongso.rules.subjects import subjects


def test_the_same_moment_gives_the_same_story() -> None:
    year = lay_year(TODAY)
    assert tell(year, SOME_DAY) == tell(year, SOME_DAY)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_past_weeks_and_this_one_show_every_state(now: datetime) -> None:
    for week_no in range(1, CURRENT_WEEK + 1):
        states = states_of_week(now, week_no)
        assert set(states) >= EVERY_STATE - {"again"}
        done = states["approved"] + states["again"]
        assert done >= (0.55 if week_no == CURRENT_WEEK else 0.8) * states.total()


@pytest.mark.parametrize("now", MOMENTS[1:], ids=str)
def test_the_coming_week_shows_every_state(now: datetime) -> None:
    assert set(states_of_week(now, CURRENT_WEEK + 1)) >= EVERY_STATE - {"again"}


def test_the_week_after_fills_as_days_go_by() -> None:
    handed = [
        sum(
            n
            for name, n in states_of_week(now, CURRENT_WEEK + 2).items()
            if name not in ("missing", "draft")
        )
        for now in MOMENTS
    ]
    assert handed[0] == 0
    assert handed[-1] > handed[2] > 0


def test_most_are_on_time_and_the_known_ones_are_late() -> None:
    _, story = told(SOME_DAY)
    late: Counter[str] = Counter()
    handed = 0
    for paper in story.papers.values():
        first = next((s for s in story.steps_of(paper.key) if s.deed is Deed.SUBMIT), None)
        if first and paper.due_on:
            handed += 1
            late[paper.author] += days_late(paper.due_on, local_day(first.at)) > 0
    assert 0.02 < late.total() / handed < 0.15
    often = [login for login, count in late.items() if count >= 4]
    assert set(often) & LATE_AUTHORS
    assert set(often) <= LATE_AUTHORS | {NEW_AUTHOR}


def test_the_new_teacher_misses_plans() -> None:
    _, story = told(SOME_DAY)
    missing = Counter(
        paper.author
        for paper in story.papers.values()
        if not paper.versions and paper.week_no and paper.week_no <= CURRENT_WEEK
    )
    assert missing[NEW_AUTHOR]
    assert set(missing) <= LATE_AUTHORS | {NEW_AUTHOR}


def test_every_lesson_that_begins_is_owed_once_by_each_who_teaches_it() -> None:
    _, story = told(SOME_DAY)
    owed = Counter(
        (paper.author, paper.subject, paper.grade, paper.extra_class, no)
        for paper in story.papers.values()
        for no in paper.lessons
    )
    assert set(owed.values()) == {1}
    of_lan = {no for login, code, _, _, no in owed if (login, code) == ("lan.nn", "TOAN")}
    lessons = programme("TOAN", 6).lessons
    assert of_lan >= {each.no for each in lessons if each.first_week <= CURRENT_WEEK + 2}


def test_all_kinds_of_education_plans_have_their_states() -> None:
    _, story = told(SOME_DAY)
    steps = by_paper(story)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key, paper in story.papers.items():
        found[paper.kind][state(steps[key])] += 1
    assert found["school_plan"] == {"approved": 1}
    assert found["teaching_plan"].total() == 48
    assert found["activity_plan"].total() == 8
    assert set(found["teaching_plan"]) >= EVERY_STATE
    assert set(found["teacher_plan"]) >= EVERY_STATE
    assert set(found["activity_plan"]) >= {"approved", "submitted", "returned"}
    answer = next(step for step in steps["school"] if step.deed is Deed.APPROVE)
    assert answer.reference


def test_most_files_are_found_by_their_names() -> None:
    _, story = told(SOME_DAY)
    right = wrong = 0
    for paper in story.papers.values():
        if paper.kind != "lesson_plan" or not paper.versions or not paper.grade:
            continue
        tokens = frozenset({folded(subjects()[paper.subject].short), str(paper.grade)})
        candidates = [
            Candidate(
                lesson.no,
                lesson.no,
                folded(lesson.title),
                lesson.first_period,
                lesson.periods,
                lesson.first_week,
                tokens,
            )
            for lesson in programme(paper.subject, paper.grade).lessons
            if abs(lesson.first_week - (paper.week_no or 0)) <= 2
        ]
        found = match([folded(paper.versions[0].file_name)], candidates)[0]
        right += found in paper.lessons
        wrong += found is not None and found not in paper.lessons
    assert right > 20 * wrong
    assert right > 300


def test_file_names_are_plain_and_short() -> None:
    _, story = told(SOME_DAY)
    for paper in story.papers.values():
        for version in paper.versions:
            assert version.file_name.endswith((".docx", ".pdf"))
            assert len(version.file_name.encode()) <= 200
            assert not set('\\/:*?"<>|') & set(version.file_name)


def test_versions_of_a_paper_have_different_files(fonts: Fonts) -> None:
    year, story = told(SOME_DAY)
    changed = [paper for paper in story.papers.values() if len(paper.versions) > 1]
    kinds = {paper.kind: paper for paper in changed}
    assert set(kinds) >= {"lesson_plan", "teaching_plan", "teacher_plan"}
    for paper in kinds.values():
        first, second = (
            file_of(story, paper.key, no, year, font_dir=fonts.folder, font=fonts.family)
            for no in (1, 2)
        )
        assert first != second
        head = b"PK" if paper.versions[0].file_name.endswith(".docx") else b"%PDF"
        assert first.startswith(head)
        assert second.startswith(head)


def test_the_school_plan_has_a_file(fonts: Fonts) -> None:
    year, story = told(SOME_DAY)
    data = file_of(story, "school", 1, year, font_dir=fonts.folder, font=fonts.family)
    assert len(data) > 10_000
