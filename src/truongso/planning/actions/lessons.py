"""Handing in lesson plans: files offered for lessons, kept as drafts or handed in at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.planning.actions.handing_in import Handing, hand_in_version
from truongso.planning.models import HandIn, Plan, PlanClass, PlanLesson
from truongso.planning.queries import plans as queries
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import ProgrammeLesson, SchoolClass, Staff
from truongso.rules import deadlines, uploading
from truongso.rules.authority import Whose
from truongso.rules.policy import Policy
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class Offer:
    """A file offered for one lesson, or for the lessons of one topic, and the classes it serves."""

    upload_id: UUID
    lesson_ids: tuple[UUID, ...]
    class_ids: tuple[UUID, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The answer to a batch: the plans that were made, in the order of the offers."""

    plan_ids: tuple[UUID, ...]
    handed_in: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """An offer with what it names, found among the school's own."""

    offer: Offer
    lessons: list[ProgrammeLesson]
    classes: list[SchoolClass]

    @property
    def first(self) -> ProgrammeLesson:
        return self.lessons[0]

    @property
    def extra(self) -> bool:
        return self.first.programme.school_class_id is not None

    @property
    def kind(self) -> str:
        return "extra_lesson_plan" if self.extra else "lesson_plan"

    @property
    def title(self) -> str:
        whole_topic = len(self.lessons) > 1 and self.first.topic
        return f"{self.first.topic} ({len(self.lessons)} bài)" if whole_topic else self.first.title


@dataclass(frozen=True, slots=True)
class _Scene:
    """What deciding on a batch needs to know, each found once."""

    actor: Actor
    calendar: roster.Calendar
    policy: Policy
    teaching: queries.Teaching
    uploaders: dict[tuple[str, int], tuple[UUID, str]]
    planned: dict[UUID, Plan]
    leave: frozenset[UUID]


@act
def hand_in(
    *, actor: Actor, batch_id: UUID, offers: Sequence[Offer], as_draft: bool, now: datetime
) -> HandedIn:
    """Take a teacher's files for his lessons: all of them or none.

    Each becomes a lesson plan (kế hoạch bài dạy), handed in for approval, or kept as a draft. The
    same `batch_id` sent again changes nothing and gets the first answer. `now` is aware.
    Raises Missing, NotAllowed, RuleBroken (every violation of every file at once).
    """
    one_at_a_time("hand_in", actor.school_id, actor.person)
    if earlier := queries.earlier_batch(actor, batch_id):
        return _answer(earlier.answer)
    units, scene = _found(actor, offers, local_day(now))
    taught = (lesson.programme.year_id for unit in units for lesson in unit.lessons)
    years.require_open(actor, scene.calendar.year.id, *taught)

    duties = {
        kind: gate.require(actor, f"planning.submit:{kind}", Whose(author=actor.person), at=now)
        for kind in sorted({unit.kind for unit in units})
    }

    raise_if_broken(_checked(units, scene, as_draft=as_draft))

    author = roster.person(actor, actor.person)
    plan_ids = []
    for unit in units:
        plan = _new_plan(unit, scene, author)
        handing = Handing(plan, unit.classes, scene.calendar, note=unit.offer.note)
        file = shelf.take(actor, unit.offer.upload_id, at=now)
        version = hand_in_version(actor, handing, file.id, as_draft=as_draft, now=now)
        _bind(plan, unit)
        plan_ids.append(plan.id)

        verb = "planning.draft_kept" if as_draft else "planning.plan_handed_in"
        facts = {
            "title": plan.title,
            "version": version.no,
            "sha256": file.blob.sha256,
            "days_late": version.days_late,
        }
        deed = Deed(verb, f"plan:{plan.id}", [("state", None, plan.state)], facts=facts)
        journal.record(actor, duties[unit.kind], deed, at=now)
    answer = {"plans": [str(plan_id) for plan_id in plan_ids], "handed_in": not as_draft}
    HandIn.objects.create(
        id=batch_id, school_id=actor.school_id, by_id=actor.person, at=now, answer=answer
    )
    return _answer(answer)


def _answer(kept: dict[str, object]) -> HandedIn:
    ids = kept["plans"]
    assert isinstance(ids, list)  # noqa: S101  (our own row, made just so)
    return HandedIn(tuple(UUID(plan_id) for plan_id in ids), bool(kept["handed_in"]))


def _found(actor: Actor, offers: Sequence[Offer], day: date) -> tuple[list[_Unit], _Scene]:
    calendar = roster.calendar(actor, day)
    raise_if_broken(
        Violation("plan.no_lesson", f"file:{place}", {"file": place + 1})
        for place, offer in enumerate(offers)
        if not offer.lesson_ids
    )
    lessons = {
        lesson.id: lesson
        for lesson in roster.lessons(actor, [pk for offer in offers for pk in offer.lesson_ids])
    }
    classes = {row.id: row for row in roster.classes(actor, calendar.year.id)}
    units = [
        _Unit(
            offer,
            sorted((lessons[pk] for pk in offer.lesson_ids), key=lambda lesson: lesson.no),
            [classes[pk] for pk in offer.class_ids if pk in classes],
        )
        for offer in offers
    ]
    named = queries.uploaders(actor, calendar.year.id, day)
    leaves = queries.leaves_of(actor, actor.person, list(lessons))
    scene = _Scene(
        actor=actor,
        calendar=calendar,
        policy=roster.policy(actor, day),
        teaching=queries.teaching_of(actor, actor.person, day),
        uploaders={(d.subject, d.grade): (d.staff_id, d.staff.full_name) for d in named},
        planned=queries.lessons_planned(actor, actor.person, list(lessons)),
        leave=frozenset(pk for pk, leave in leaves.items() if leave.granted),
    )
    return units, scene


def _checked(units: Sequence[_Unit], scene: _Scene, *, as_draft: bool) -> Iterator[Violation]:
    """Every violation of every offer; lessons offered twice in one batch as well."""
    if not units:
        yield Violation("plan.nothing_chosen")
    offered: set[UUID] = set()
    for place, unit in enumerate(units):
        at = f"file:{place}"
        for lesson in unit.lessons:
            if lesson.id in scene.planned or lesson.id in offered:
                yield Violation("plan.already_there", at, {"lesson": lesson.title})
            offered.add(lesson.id)
        yield from uploading.check_unit([lesson.topic for lesson in unit.lessons], at=at)
        yield from _checked_uploader(unit, scene, at)
        yield from _checked_classes(unit, scene, at)
        if not as_draft:
            plan = deadlines.HandIn(
                unit.first.first_week,
                scene.calendar.day,
                has_leave=all(lesson.id in scene.leave for lesson in unit.lessons),
                at=at,
            )
            yield from deadlines.check_hand_in(
                plan,
                scene.calendar.weeks,
                late_policy=scene.policy.late_policy,
                ahead=scene.policy.weeks_ahead,
            )


def _checked_uploader(unit: _Unit, scene: _Scene, at: str) -> Iterator[Violation]:
    programme = unit.first.programme
    named, name = scene.uploaders.get((programme.subject, programme.grade), (None, ""))
    if any(lesson.programme_id != programme.id for lesson in unit.lessons):
        yield Violation("plan.lessons_not_one_topic", at)
        return
    what = uploading.Unit(
        subjects()[programme.subject],
        programme.grade,
        unit.extra,
        tuple(lesson.title for lesson in unit.lessons),
        tuple(lesson.topic for lesson in unit.lessons),
    )
    who = uploading.Uploader(scene.actor.person, bool(_may_serve(unit, scene)), named, name)
    yield from uploading.check_uploader(what, who, at=at)


def _checked_classes(unit: _Unit, scene: _Scene, at: str) -> Iterator[Violation]:
    allowed = {row.id for row in _may_serve(unit, scene)}
    if not unit.classes:
        yield Violation("plan.no_class", at, {"title": unit.title})
    for row in unit.classes:
        if allowed and row.id not in allowed:
            yield Violation("plan.class_not_taught", at, {"school_class": row.name})


def _may_serve(unit: _Unit, scene: _Scene) -> list[SchoolClass]:
    """The classes a plan of the actor may serve: his own; of an integrated subject the grade's."""
    programme = unit.first.programme
    if unit.extra:
        row = scene.teaching.extra.get(programme.school_class_id or unit.first.id)
        return [row] if row else []
    own = scene.teaching.regular.get((programme.subject, programme.grade), [])
    if own and subjects()[programme.subject].integrated:
        day = scene.calendar.day
        return queries.classes_taught(scene.actor, programme.subject, programme.grade, day)
    return own


def _new_plan(unit: _Unit, scene: _Scene, author: Staff) -> Plan:
    """A plan for the unit, not saved yet."""
    programme = unit.first.programme
    return Plan(
        id=new_id(),
        school_id=author.school_id,
        year=scene.calendar.year,
        kind=unit.kind,
        slot=f"{author.id}:{unit.first.id}",
        title=unit.title,
        author=author,
        department_id=author.department_id,
        group_id=author.group_id,
        subject=programme.subject,
        grade=programme.grade,
        week_no=unit.first.first_week,
    )


def _bind(plan: Plan, unit: _Unit) -> None:
    """Say which lessons the plan is for and which classes it serves."""
    PlanLesson.objects.bulk_create(
        PlanLesson(
            id=new_id(),
            school_id=plan.school_id,
            plan=plan,
            author_id=plan.author_id,
            lesson_id=lesson.id,
        )
        for lesson in unit.lessons
    )
    PlanClass.objects.bulk_create(
        PlanClass(id=new_id(), school_id=plan.school_id, plan=plan, school_class=row)
        for row in unit.classes
    )
