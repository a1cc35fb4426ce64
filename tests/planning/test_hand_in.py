"""A teacher hands in files for lessons: all or none, stamped, waiting for the head."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.planning.scenes import hand_in, handed_in, offer, submission
from tests.school import NOW, TODAY, School, at, found
from tests.uploads import ready
from truongso.audit.models import JournalEntry
from truongso.documents.models import Upload
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.foundation.ids import new_id
from truongso.planning.actions import lessons
from truongso.planning.models import Plan, PlanClass, PlanLesson, PlanVersion
from truongso.roster.models import SchoolSetting
from truongso.rules.approval import State

SATURDAY = TODAY + timedelta(days=3)


def codes(refused: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [violation.code for violation in refused.value.violations]


def test_takes_files_for_lessons_and_lets_them_wait(school: School) -> None:
    ids = hand_in(
        school,
        "Lan",
        offer(school, "Lan", "TOAN", 6, [13]),
        offer(school, "Lan", "TOAN", 6, [14], ["6A"]),
    )
    plans = Plan.objects.of(school).order_by("title")
    assert [plan.state for plan in plans] == ["submitted", "submitted"]
    assert [plan.week_no for plan in plans] == [7, 7]
    assert set(ids) == {plan.id for plan in plans}
    waiting = submission(school, ids[1])
    assert waiting.title == "Bài 14. Nội dung TOAN 6"
    assert waiting.detail == "Toán 6 · 6A · Tuần 7"
    assert waiting.urgent_on == date(2026, 10, 19)
    assert waiting.department_id == school.departments["TN"].id
    entries = JournalEntry.objects.of(school).filter(verb="planning.plan_handed_in")
    assert {json.loads(entry.payload)["duty"] for entry in entries} == {"teacher"}


def test_stamps_how_late_it_is(school: School) -> None:
    on_time = handed_in(school, 13, at=at(SATURDAY, "23:59:59"))
    late = handed_in(school, 14, at=at(SATURDAY + timedelta(days=1), "00:00:00"))
    assert (on_time.days_late, late.days_late) == (0, 1)
    versions = PlanVersion.objects.of(school).order_by("made_at")
    assert [(v.due_on, v.days_late) for v in versions] == [(SATURDAY, 0), (SATURDAY, 1)]


def test_keeps_drafts_without_asking_the_deadline(school: School) -> None:
    [plan_id] = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [30]), as_draft=True)
    plan = Plan.objects.of(school).get(pk=plan_id)
    assert (plan.state, plan.first_handed_in_at) == (State.DRAFT.value, None)


def test_takes_two_teaching_weeks_ahead_and_not_one_lesson_more(school: School) -> None:
    last_of_week_8, first_of_week_9 = 16, 17
    hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [last_of_week_8]))
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [first_of_week_9]))
    assert codes(refused) == ["plan.too_far_ahead"]


def test_a_file_may_hold_the_lessons_of_one_topic(school: School) -> None:
    [plan_id] = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13, 14, 15]))
    assert PlanLesson.objects.of(school).filter(plan_id=plan_id).count() == 3
    assert Plan.objects.of(school).get(pk=plan_id).title == "Chủ đề 4 (3 bài)"
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [16, 17]))
    assert "plan.lessons_not_one_topic" in codes(refused)


def test_all_or_none_and_every_fault_at_once(school: School) -> None:
    with pytest.raises(RuleBroken) as refused:
        hand_in(
            school,
            "Lan",
            offer(school, "Lan", "TOAN", 6, [13]),
            offer(school, "Lan", "VAN", 6, [13]),
            offer(school, "Lan", "TOAN", 6, [20]),
        )
    places = [(violation.code, violation.at) for violation in refused.value.violations]
    assert places == [("plan.not_your_lesson", "file:1"), ("plan.too_far_ahead", "file:2")]
    assert not Plan.objects.of(school).exists()
    assert set(Upload.objects.of(school).values_list("state", flat=True)) == {"ready"}


@pytest.mark.parametrize(
    ("who", "code"), [("Hà", "plan.not_the_uploader"), ("Lan", "plan.not_your_lesson")]
)
def test_an_integrated_subject_is_handed_in_by_the_named_one(
    school: School, who: str, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, who, offer(school, who, "KHTN", 6, [13]))
    assert codes(refused) == [code]
    hand_in(school, "Dũng", offer(school, "Dũng", "KHTN", 6, [13]))


def test_only_classes_the_teacher_teaches(school: School) -> None:
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13], ["6A", "7A"]))
    assert codes(refused) == ["plan.class_not_taught"]
    with pytest.raises(RuleBroken) as refused:
        hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [13], []))
    assert codes(refused) == ["plan.no_class"]


def test_a_lesson_has_one_plan_of_an_author(school: School) -> None:
    handed_in(school, 13)
    with pytest.raises(RuleBroken) as refused:
        handed_in(school, 13)
    assert codes(refused) == ["plan.already_there"]
    with pytest.raises(RuleBroken) as refused:
        hand_in(
            school,
            "Lan",
            offer(school, "Lan", "TOAN", 6, [14]),
            offer(school, "Lan", "TOAN", 6, [14]),
        )
    assert codes(refused) == ["plan.already_there"]


def test_sent_twice_it_is_done_once(school: School) -> None:
    batch, one = new_id(), offer(school, "Lan", "TOAN", 6, [13])
    lan = school.actor("Lan")
    answers = [
        lessons.hand_in(actor=lan, batch_id=batch, offers=[one], as_draft=False, now=NOW)
        for _ in range(3)
    ]
    assert len(set(answers)) == 1
    assert Plan.objects.of(school).count() == 1
    assert JournalEntry.objects.of(school).filter(verb="planning.plan_handed_in").count() == 1


def test_a_late_plan_needs_leave_where_the_school_wants_it(school: School) -> None:
    SchoolSetting.objects.create(
        school_id=school.id,
        key="late_policy",
        value="leave",
        valid_from=TODAY,
        decided_at=NOW,
        decided_by=school.staff["Sơn"],
    )
    with pytest.raises(RuleBroken) as refused:
        handed_in(school, 11)  # week 6, due last Saturday
    assert codes(refused) == ["plan.late_needs_leave"]
    handed_in(school, 13)


def test_refuses_who_does_not_teach(school: School) -> None:
    with pytest.raises(NotAllowed):
        hand_in(school, "Nam", offer(school, "Nam", "TOAN", 6, [13]))


def test_anothers_upload_and_another_schools_lesson_do_not_exist(school: School) -> None:
    lesson = school.lesson("TOAN", 6, 13)
    classes = (school.classes["6A"].id,)
    hers = ready(school, "Oanh")
    lan = school.actor("Lan")

    def attempt(upload: UUID, lesson_id: UUID) -> None:
        offered = lessons.Offer(upload, (lesson_id,), classes)
        lessons.hand_in(actor=lan, batch_id=new_id(), offers=[offered], as_draft=False, now=NOW)

    with pytest.raises(Missing):
        attempt(hers, lesson.id)
    with found() as other:
        foreign = other.lesson("TOAN", 6, 13).id
    with pytest.raises(Missing):
        attempt(ready(school, "Lan"), foreign)
    assert not PlanClass.objects.of(school).exists()
