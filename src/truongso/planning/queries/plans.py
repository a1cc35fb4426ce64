"""Plans, their versions and files; who may read them; who teaches what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.foundation.actor import Actor
from truongso.foundation.days import day_begins
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.planning.models import (
    HandIn,
    LateLeave,
    Plan,
    PlanClass,
    PlanLesson,
    PlanVersion,
    UploaderDesignation,
)
from truongso.roster.models import (
    ProgrammeLesson,
    SchoolClass,
    TeachingAssignment,
    TeachingWeek,
)
from truongso.roster.queries import Calendar, last_day
from truongso.rules.approval import State
from truongso.rules.authority import Duty, Whose
from truongso.rules.calendar import TeachingWeek as Week
from truongso.rules.subjects import subjects
from truongso.rules.years import YearState


def earlier_batch(owner: InSchool, batch_id: UUID) -> HandIn | None:
    """Return the hand-in that already carries this id; None when it is new."""
    return HandIn.objects.of(owner).filter(pk=batch_id).first()


def plan(owner: InSchool, plan_id: UUID) -> Plan:
    """Return a plan with its author, department and year. Raises Missing."""
    rows = Plan.objects.of(owner).select_related("author", "department", "group", "year")
    if found := rows.filter(pk=plan_id).first():
        return found
    raise Missing


def locked_plans(owner: InSchool, ids: Sequence[UUID]) -> dict[UUID, Plan]:
    """Return plans, locked in the order of their ids until the end of the act. Raises Missing."""
    rows = Plan.objects.of(owner).select_for_update(of=("self",)).select_related("author")
    found = {row.id: row for row in rows.filter(pk__in=ids).order_by("id")}
    if len(found) != len(set(ids)):
        raise Missing
    return found


def version(owner: InSchool, plan_id: UUID, no: int) -> PlanVersion:
    """Return one version of a plan with its file. Raises Missing."""
    rows = PlanVersion.objects.of(owner).select_related("file__blob", "made_by")
    if found := rows.filter(plan_id=plan_id, no=no).first():
        return found
    raise Missing


def versions(owner: InSchool, plan_id: UUID) -> list[PlanVersion]:
    """Return every version of a plan, the latest first."""
    rows = PlanVersion.objects.of(owner).filter(plan_id=plan_id)
    return list(rows.select_related("file__blob", "made_by").order_by("-no"))


def lessons_of(owner: InSchool, plan_id: UUID) -> list[ProgrammeLesson]:
    """Return the lessons a plan is for, in order."""
    rows = ProgrammeLesson.objects.of(owner).filter(plan_lessons__plan_id=plan_id)
    return list(rows.select_related("programme").order_by("no"))


def classes_of(owner: InSchool, plan_ids: Sequence[UUID]) -> dict[UUID, list[SchoolClass]]:
    """Return the classes that each plan serves, in order."""
    rows = PlanClass.objects.of(owner).filter(plan_id__in=plan_ids).select_related("school_class")
    served: dict[UUID, list[SchoolClass]] = {plan_id: [] for plan_id in plan_ids}
    for row in rows.order_by("school_class__grade", "school_class__sort_key"):
        served[row.plan_id].append(row.school_class)
    return served


def week_of(owner: InSchool, row: Plan) -> Week | None:
    """Return the teaching week of a lesson plan; None for plans that are not weekly."""
    if row.week_no is None:
        return None
    found = TeachingWeek.objects.of(owner).filter(year_id=row.year_id, no=row.week_no).first()
    return Week(found.no, found.term, found.monday) if found else None


def unfinished(actor: Actor, year_id: UUID) -> SchoolRows[Plan]:
    """Return the actor's own plans that wait for himself: drafts, withdrawn, sent back."""
    states = (State.DRAFT.value, State.WITHDRAWN.value, State.RETURNED.value)
    rows = Plan.objects.of(actor).filter(
        year_id=year_id, author_id=actor.staff_id, state__in=states, latest_no__gt=0
    )
    return rows.order_by("week_no", "subject", "grade", "title", "id")


def shared_with(actor: Actor, calendar: Calendar, weeks: range) -> SchoolRows[Plan]:
    """Return lesson plans of some weeks that a colleague handed in and the actor teaches from.

    They are those of integrated subjects (môn tích hợp) in the actor's own classes.
    """
    integrated = [s.code for s in subjects().values() if s.integrated]
    taught = _assignments(actor, calendar.day).filter(
        staff_id=actor.person,
        subject=OuterRef("plan__subject"),
        school_class_id=OuterRef("school_class_id"),
    )
    served = PlanClass.objects.of(actor).filter(Exists(taught), plan=OuterRef("pk"))
    rows = Plan.objects.of(actor).filter(
        Exists(served),
        year=calendar.year,
        subject__in=integrated,
        week_no__in=weeks,
        first_handed_in_at__isnull=False,
    )
    rows = rows.exclude(author_id=actor.staff_id).select_related("author")
    return rows.order_by("week_no", "subject", "grade", "title")


def of_kinds(owner: InSchool, year_id: UUID, kinds: Sequence[str]) -> SchoolRows[Plan]:
    """Return the plans of some kinds in a year, in the order of the school."""
    rows = Plan.objects.of(owner).filter(year_id=year_id, kind__in=kinds)
    return rows.select_related("author", "department", "group").order_by(
        "kind", "department__name", "subject", "grade", "author__sort_key"
    )


def whose(owner: InSchool, row: Plan, day: date) -> Whose:
    """Return to whom a plan belongs, with those who teach from it, for the gate.

    Of a closed year those who taught from it at its end. The plan's year must have been fetched.
    """
    day = min(day, last_day(row.year) or day)
    readers: frozenset[UUID] = frozenset()
    if row.week_no is not None:
        readers = frozenset(
            _assignments(owner, day)
            .filter(
                subject=row.subject,
                school_class__in=PlanClass.objects.of(owner)
                .filter(plan_id=row.id)
                .values("school_class_id"),
            )
            .values_list("staff_id", flat=True)
        )
    return Whose(
        author=row.author_id,
        department=row.department_id,
        group=row.group_id,
        author_is_head=is_head(owner, row.author_id, day),
        readers=readers,
    )


def is_head(owner: InSchool, staff_id: UUID, day: date) -> bool:
    """Tell whether a person heads a department on a day."""
    return bool(heads_among(owner, [staff_id], day))


def heads_among(owner: InSchool, people: Iterable[UUID], day: date) -> set[UUID]:
    """Return those of the people who head a department on a day."""
    rows = DutyHeld.objects.of(owner).filter(in_force(day_begins(day)), staff_id__in=set(people))
    heads = rows.filter(duty=Duty.DEPARTMENT_HEAD.value)
    return set(heads.values_list("staff_id", flat=True))


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a person teaches on a day: (subject, grade) → classes, and his extra classes by id."""

    regular: dict[tuple[str, int], list[SchoolClass]]
    extra: dict[UUID, SchoolClass]

    def takes(self, lesson: ProgrammeLesson) -> bool:
        """Tell whether the lesson is taught by the person: of his subject and grade, or his class.

        The lesson's programme must have been fetched.
        """
        programme = lesson.programme
        if programme.school_class_id is not None:
            return programme.school_class_id in self.extra
        return (programme.subject, programme.grade) in self.regular


def teaching_of(owner: InSchool, staff_id: UUID, day: date) -> Teaching:
    """Return what a person teaches on a day."""
    return _taught(_assignments(owner, day).filter(staff_id=staff_id))


def serving_of(owner: InSchool, staff_id: UUID, day: date) -> Teaching:
    """Return which classes a person's lesson plans serve, in one statement.

    His own classes; of every integrated subject all classes of the grade, for he may be named to
    hand in for them.
    """
    integrated = [s.code for s in subjects().values() if s.integrated]
    shared = Q(subject__in=integrated, school_class__extra=False)
    return _taught(_assignments(owner, day).filter(Q(staff_id=staff_id) | shared))


def _taught(rows: SchoolRows[TeachingAssignment]) -> Teaching:
    taught = Teaching({}, {})
    rows = rows.select_related("school_class")
    for row in rows.order_by("school_class__grade", "school_class__sort_key"):
        if row.school_class.extra:
            taught.extra[row.school_class_id] = row.school_class
            continue
        classes = taught.regular.setdefault((row.subject, row.school_class.grade), [])
        if row.school_class not in classes:
            classes.append(row.school_class)
    return taught


def classes_taught(owner: InSchool, subject: str, grade: int, day: date) -> list[SchoolClass]:
    """Return the classes of a grade in which a subject is taught, by whomever."""
    ids = _assignments(owner, day).filter(subject=subject).values("school_class_id")
    rows = SchoolClass.objects.of(owner).filter(pk__in=ids, grade=grade, extra=False)
    return list(rows.order_by("sort_key"))


def uploaders(owner: InSchool, year_id: UUID, day: date) -> list[UploaderDesignation]:
    """Return who is named to hand in for the integrated subjects of a year, on a day."""
    in_force_then = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    rows = UploaderDesignation.objects.of(owner).filter(in_force_then, year_id=year_id)
    return list(rows.select_related("staff", "named_by").order_by("subject", "grade"))


def without_uploader(owner: InSchool, year_id: UUID, day: date) -> list[tuple[str, int]]:
    """Return the (subject, grade) of integrated subjects that nobody is named for."""
    integrated = [s.code for s in subjects().values() if s.integrated]
    taught = (
        _assignments(owner, day)
        .filter(subject__in=integrated, school_class__year_id=year_id, school_class__extra=False)
        .values_list("subject", "school_class__grade")
        .distinct()
    )
    named = {(row.subject, row.grade) for row in uploaders(owner, year_id, day)}
    return sorted(set(taught) - named)


def lessons_planned(owner: InSchool, author_id: UUID, lessons: Sequence[UUID]) -> dict[UUID, Plan]:
    """Return the author's plans that are already there for some lessons, by lesson."""
    rows = PlanLesson.objects.of(owner).filter(author_id=author_id, lesson_id__in=lessons)
    return {row.lesson_id: row.plan for row in rows.select_related("plan")}


def leaves_of(owner: InSchool, author_id: UUID, lessons: Sequence[UUID]) -> dict[UUID, LateLeave]:
    """Return the requests to hand in late that an author made for some lessons, by lesson."""
    rows = LateLeave.objects.of(owner).filter(author_id=author_id, lesson_id__in=lessons)
    return {row.lesson_id: row for row in rows.select_related("answered_by")}


def _assignments(owner: InSchool, day: date) -> SchoolRows[TeachingAssignment]:
    in_force_then = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    rows = TeachingAssignment.objects.of(owner).filter(in_force_then)
    return rows.exclude(school_class__year__state=YearState.DRAFT.value)
