"""What the story tells keeps to the rules: it can be replayed through the real actions."""

from datetime import datetime
from itertools import pairwise

import pytest

from tests.demo.telling import MOMENTS, SOME_DAY, by_paper, told
from truongso.demo import school
from truongso.demo.programmes import extra_programme, programme
from truongso.demo.story import Deed, StoryPaper
from truongso.demo.story.due import DEPUTIES, HEADS
from truongso.foundation.days import local_day
from truongso.rules.approval import Move, State, next_state
from truongso.rules.authority import Duty
from truongso.rules.deadlines import HandIn, check_hand_in
from truongso.rules.subjects import subjects
from truongso.rules.uploading import check_unit

MOVES = {
    Deed.SUBMIT: Move.SUBMIT,
    Deed.WITHDRAW: Move.WITHDRAW,
    Deed.APPROVE: Move.APPROVE,
    Deed.SEND_BACK: Move.SEND_BACK,
}


def topics(paper: StoryPaper) -> list[str]:
    taught = (
        extra_programme(paper.extra_class)
        if paper.extra_class
        else programme(paper.subject, paper.grade or 0)
    )
    return [taught.lesson(no).topic for no in paper.lessons]


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_steps_come_in_order_and_none_after_now(now: datetime) -> None:
    _, story = told(now)
    assert all(a.at <= b.at for a, b in pairwise(story.steps))
    assert story.steps[-1].at <= now
    for steps in by_paper(story).values():
        assert all(a.at < b.at for a, b in pairwise(steps))


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_move_is_legal(now: datetime) -> None:
    _, story = told(now)
    for key, steps in by_paper(story).items():
        stands, version = State.DRAFT, 0
        for step in steps:
            if step.deed is Deed.DRAFT:
                assert stands is not State.SUBMITTED
                version += 1
                stands = State.DRAFT
            elif step.deed in MOVES:
                after = next_state(stands, MOVES[step.deed])
                assert after is not None, key
                stands = after
            assert step.version == version
        assert [each.no for each in story.papers[key].versions] == list(range(1, version + 1))


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_nothing_is_handed_in_too_early(now: datetime) -> None:
    year, story = told(now)
    for step in story.steps:
        week_no = story.papers[step.paper].week_no
        if step.deed in (Deed.SUBMIT, Deed.DRAFT) and week_no:
            assert not list(check_hand_in(HandIn(week_no, local_day(step.at)), year.weeks))


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_nobody_decides_on_his_own_and_each_only_what_he_may(now: datetime) -> None:
    _, story = told(now)
    people = school.staff()
    for step in story.steps:
        paper = story.papers[step.paper]
        if step.deed in (Deed.DRAFT, Deed.SUBMIT, Deed.WITHDRAW):
            assert step.by == paper.author
            continue
        assert step.by != paper.author
        duties = set(people[step.by].duties)
        if paper.kind == "school_plan":
            assert Duty.CLERK in duties
        elif step.behalf:
            act = f"planning.approve:{paper.kind}"
            assert (step.behalf, step.by) == (HEADS[paper.department], DEPUTIES[paper.department])
            assert paper.author != step.behalf
            assert any(each.covers(act, step.at) for each in story.lendings)
        elif paper.kind in ("teaching_plan", "activity_plan") or paper.author in HEADS.values():
            assert duties & {Duty.PRINCIPAL, Duty.VICE_PRINCIPAL}
        else:
            assert step.by == HEADS[paper.department]


def test_deputies_approve_in_the_heads_name_in_both_departments() -> None:
    _, story = told(SOME_DAY)
    lent = {step.by for step in story.steps if step.deed is Deed.APPROVE and step.behalf}
    assert lent == set(DEPUTIES.values())


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_reviewers_open_before_they_decide_and_say_why_they_send_back(now: datetime) -> None:
    _, story = told(now)
    for steps in by_paper(story).values():
        for before, step in pairwise(steps):
            if step.deed in (Deed.APPROVE, Deed.SEND_BACK):
                assert (before.deed, before.by) == (Deed.OPEN, step.by)
            assert bool(step.remarks) == (step.deed is Deed.SEND_BACK)
            assert not any("{" in remark.text for remark in step.remarks)


def test_remarks_name_one_of_the_first_pages_or_the_whole() -> None:
    _, story = told(SOME_DAY)
    pages = {remark.page for step in story.steps for remark in step.remarks}
    assert pages == {0, 1, 2}


def test_an_integrated_subject_is_handed_in_by_the_one_named_for_all_classes() -> None:
    _, story = told(SOME_DAY)
    for paper in story.papers.values():
        if paper.kind == "lesson_plan" and subjects()[paper.subject].integrated:
            assert paper.grade
            assert paper.author == school.uploaders()[paper.subject, paper.grade]
            assert len(paper.classes) == 4


def test_a_file_holds_one_lesson_or_one_topic() -> None:
    _, story = told(SOME_DAY)
    shared = [paper for paper in story.papers.values() if len(paper.lessons) > 1]
    assert shared
    for paper in shared:
        assert not list(check_unit(topics(paper)))


def test_one_delegation_is_over_and_each_head_has_one_in_force() -> None:
    _, story = told(SOME_DAY)
    in_force = [each for each in story.lendings if each.since <= SOME_DAY < each.until]
    assert {each.giver for each in in_force} == set(HEADS.values())
    assert len(story.lendings) == len(in_force) + 1
    assert all(each.given_at <= each.since < each.until for each in story.lendings)
