"""How a department organises its plans: who hands in for a shared subject, who may be late."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local, local_day
from truongso.foundation.errors import Missing, RuleBroken, Stale, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.planning.models import LateLeave, UploaderDesignation
from truongso.planning.queries import plans as queries
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import Staff
from truongso.rules import deadlines
from truongso.rules.authority import Whose
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation


@act
def designate_uploader(
    *, actor: Actor, subject: str, grade: int, staff_id: UUID, now: datetime
) -> UploaderDesignation:
    """Name the teacher who hands in the plans of an integrated subject (môn tích hợp) in a grade.

    Ends the one named before. Only a teacher of the subject in the grade, from the head's own
    department. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("designate", actor.school_id, subject, grade)
    person = roster.person(actor, staff_id)
    day = local_day(now)
    calendar = roster.calendar(actor, day)
    years.require_open(actor, calendar.year.id)
    duty = gate.require(
        actor, "planning.designate_uploader", Whose(department=person.department_id), at=now
    )

    raise_if_broken(_checked_uploader(actor, subject, grade, person, calendar))

    current = UploaderDesignation.objects.of(actor).filter(
        year=calendar.year, subject=subject, grade=grade, until__isnull=True
    )
    before = current.first()
    if before and before.staff_id == person.id:
        return before
    current.update(until=day)
    named = UploaderDesignation.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        year=calendar.year,
        subject=subject,
        grade=grade,
        staff=person,
        since=day,
        named_by_id=actor.person,
        named_at=now,
    )
    _tell_uploader(actor, named, now)

    was = before.staff_id if before else None
    deed = Deed(
        "planning.uploader_named",
        f"subject:{subject}:{grade}",
        [("staff", was, person.id)],
        facts={"name": person.full_name},
    )
    journal.record(actor, duty, deed, at=now)
    return named


@act
def ask_to_be_late(*, actor: Actor, lesson_id: UUID, reason: str, now: datetime) -> LateLeave:
    """Ask the department head for leave to hand in a lesson plan late (xin nộp muộn).

    Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("late_leave", actor.school_id, actor.person)
    lesson = roster.lessons(actor, [lesson_id])[0]
    years.require_open(actor, lesson.programme.year_id)
    author = roster.person(actor, actor.person)
    kind = "extra_lesson_plan" if lesson.programme.school_class_id else "lesson_plan"
    duty = gate.require(actor, f"planning.submit:{kind}", Whose(author=author.id), at=now)

    calendar = roster.calendar(actor, local_day(now))
    week = calendar.week(lesson.first_week)
    if week is None:
        raise Missing
    if not deadlines.days_late(deadlines.lesson_plan_due(week), calendar.day):
        raise RuleBroken(Violation("plan.leave_not_needed"))
    if not queries.teaching_of(actor, author.id, calendar.day).takes(lesson):
        raise RuleBroken(Violation("plan.not_your_lesson", "lesson", {"lesson": lesson.title}))
    if not reason.strip():
        raise RuleBroken(Violation("core.required", "reason", {"name": "lí do"}))
    if queries.leaves_of(actor, author.id, [lesson.id]):
        raise RuleBroken(Violation("plan.leave_asked"))

    leave = LateLeave.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        author=author,
        lesson=lesson,
        department_id=author.department_id,
        reason=reason.strip(),
        asked_at=now,
    )
    deed = Deed("planning.late_leave_asked", f"lesson:{lesson.id}", reason=reason)
    journal.record(actor, duty, deed, at=now)
    return leave


@act
def answer_late_leave(
    *, actor: Actor, leave_id: UUID, granted: bool, answer: str, now: datetime
) -> LateLeave:
    """Grant or refuse a request to hand in late. Raises Missing, NotAllowed, RuleBroken, Stale."""
    rows = LateLeave.objects.of(actor).select_for_update(of=("self",))
    leave = rows.select_related("author", "lesson__programme").filter(pk=leave_id).first()
    if leave is None:
        raise Missing
    years.require_open(actor, leave.lesson.programme.year_id)
    author_is_head = queries.is_head(actor, leave.author_id, local_day(now))
    whose = Whose(leave.author_id, leave.department_id, author_is_head=author_is_head)
    duty = gate.require(actor, "planning.grant_late_leave", whose, at=now)

    if leave.granted is not None:
        by = roster.person(actor, leave.answered_by_id or actor.person).full_name
        at = local(leave.answered_at) if leave.answered_at else ""
        raise Stale(Violation("plan.leave_answered", "", {"by": by, "at": at}))

    leave.granted, leave.answer = granted, answer.strip()
    leave.answered_by_id, leave.answered_at = actor.person, now
    leave.save(update_fields=["granted", "answer", "answered_by", "answered_at"])
    word = "được chấp nhận" if granted else "không được chấp nhận"
    message = post.Message(
        "plan.late_leave",
        f"Đề nghị nộp muộn “{leave.lesson.title}” {word}. {leave.answer}".strip(),
        reverse("my_plans"),
        f"leave:{leave.id}",
    )
    post.tell(actor, [leave.author_id], message, shows_at=now)

    deed = Deed(
        "planning.late_leave_answered",
        f"lesson:{leave.lesson_id}",
        [("granted", None, granted)],
        reason=leave.answer,
    )
    journal.record(actor, duty, deed, at=now)
    return leave


def _tell_uploader(actor: Actor, named: UploaderDesignation, now: datetime) -> None:
    what = f"môn {subjects()[named.subject].name} khối {named.grade}"
    message = post.Message(
        "plan.designated",
        f"Thầy/Cô được phân công nộp kế hoạch bài dạy {what}.",
        reverse("my_plans"),
        f"designation:{named.id}",
    )
    post.tell(actor, [named.staff_id], message, shows_at=now)


def _checked_uploader(
    actor: Actor, subject: str, grade: int, person: Staff, calendar: roster.Calendar
) -> Iterator[Violation]:
    """Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.2."""
    known = subjects().get(subject)
    if known is None:
        yield Violation("core.unknown_choice", "subject", {"name": "Môn học", "text": subject})
        return
    if not known.integrated:
        yield Violation("plan.not_integrated", "subject", {"subject": known.name})
        return
    taught = queries.teaching_of(actor, person.id, calendar.day).regular
    if (subject, grade) not in taught:
        params = {"name": person.full_name, "subject": known.name, "grade": grade}
        yield Violation("plan.uploader_not_teaching", "staff", params)
