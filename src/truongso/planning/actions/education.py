"""Handing in education plans: of the school, of a department, of a teacher."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.planning.actions.handing_in import Handing, hand_in_version
from truongso.planning.models import HandIn, Plan
from truongso.planning.queries import plans as queries
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import Staff
from truongso.rules.authority import Whose
from truongso.rules.policy import RecordKind, kinds_on
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class EducationPlan:
    """An education plan about to be handed in: its kind, its place, its file."""

    kind: str
    upload_id: UUID
    subject: str = ""
    grade: int | None = None
    department_id: UUID | None = None
    note: str = ""


@act
def hand_in_education_plan(
    *, actor: Actor, batch_id: UUID, asked: EducationPlan, as_draft: bool, now: datetime
) -> Plan:
    """Hand in an education plan (kế hoạch giáo dục) of school, department or teacher.

    There is one of a kind in its place (year, department, subject, grade, author as the kind says).
    The same `batch_id` again gives the plan made first. `now` is aware.
    Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("education_plan", actor.school_id)
    if earlier := queries.earlier_batch(actor, batch_id):
        return queries.plan(actor, UUID(earlier.answer["plans"][0]))
    day = local_day(now)
    kind = kinds_on(day).get(asked.kind)
    if kind is None or kind.weekly:
        raise Missing
    author = roster.person(actor, actor.person)
    department_id = _department(kind, asked, author)

    whose = Whose(actor.person, department_id, author.group_id)
    duty = gate.require(actor, f"planning.submit:{kind.code}", whose, at=now)

    calendar = _open_year(actor, day)
    slot = _slot(kind, asked, author, department_id)
    raise_if_broken(_checked(actor, kind, asked, calendar, slot))

    plan = Plan(
        id=new_id(),
        school_id=actor.school_id,
        year=calendar.year,
        kind=kind.code,
        slot=slot,
        title=_title(kind, asked),
        author=author,
        department_id=department_id,
        group_id=author.group_id if kind.level == "department" else None,
        subject=asked.subject,
        grade=asked.grade,
    )
    file = shelf.take(actor, asked.upload_id, at=now)
    handing = Handing(plan, [], calendar, asked.note)
    version = hand_in_version(actor, handing, file.id, as_draft=as_draft, now=now)
    answer = {"plans": [str(plan.id)], "handed_in": not as_draft}
    HandIn.objects.create(id=batch_id, school_id=actor.school_id, by=author, at=now, answer=answer)

    verb = "planning.draft_kept" if as_draft else "planning.plan_handed_in"
    facts = {"title": plan.title, "version": version.no, "sha256": file.blob.sha256}
    deed = Deed(verb, f"plan:{plan.id}", [("state", None, plan.state)], facts=facts)
    journal.record(actor, duty, deed, at=now)
    return plan


def _open_year(actor: Actor, day: date) -> roster.Calendar:
    calendar = roster.calendar(actor, day)
    years.require_open(actor, calendar.year.id)
    return calendar


def _department(kind: RecordKind, asked: EducationPlan, author: Staff) -> UUID | None:
    if kind.level == "school":
        return None
    return asked.department_id or author.department_id


def _slot(kind: RecordKind, asked: EducationPlan, author: Staff, department_id: UUID | None) -> str:
    parts = {
        "year": "year",
        "department": str(department_id),
        "subject": asked.subject,
        "grade": str(asked.grade or ""),
        "author": str(author.id),
    }
    return ":".join(parts[name] for name in kind.slot)


def _title(kind: RecordKind, asked: EducationPlan) -> str:
    parts = [kind.name]
    if asked.subject:
        parts.append(f"môn {subjects()[asked.subject].name}")
    if asked.grade:
        parts.append(f"khối {asked.grade}")
    return " – ".join(parts)[:300]


def _checked(
    actor: Actor, kind: RecordKind, asked: EducationPlan, calendar: roster.Calendar, slot: str
) -> Iterator[Violation]:
    """Whether the place is named as the kind asks, is the author's to fill, and is free."""
    if "subject" in kind.slot and asked.subject not in subjects():
        yield Violation("core.required", "subject", {"name": "môn học"})
        return
    if "grade" in kind.slot and asked.grade is None:
        yield Violation("core.required", "grade", {"name": "khối"})
        return
    if kind.level == "teacher" and asked.grade is not None:
        taught = queries.teaching_of(actor, actor.person, calendar.day).regular
        if (asked.subject, asked.grade) not in taught:
            lesson = f"{subjects()[asked.subject].name} {asked.grade}"
            yield Violation("plan.not_your_lesson", "subject", {"lesson": lesson})
    taken = Plan.objects.of(actor).filter(year=calendar.year, kind=kind.code, slot=slot)
    if taken.exists():
        yield Violation("plan.slot_taken", "", {"kind": kind.name})
