"""Education plans by kind, who may hand them in; who is named for the shared subjects."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from truongso.access import gate
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import InSchool
from truongso.planning.models import Plan, UploaderDesignation
from truongso.planning.queries import plans
from truongso.roster.models import Staff, TeachingAssignment
from truongso.roster.queries import Calendar, person
from truongso.rules.approval import State
from truongso.rules.authority import Right, Whose
from truongso.rules.policy import RecordKind, kinds_on
from truongso.rules.subjects import Subject, subjects


@dataclass(frozen=True, slots=True)
class Section:
    """The plans of one kind that the actor may read, and the places he may fill.

    `missing`: for plans of teachers, the subjects and grades the actor teaches and has no plan for.
    """

    kind: RecordKind
    plans: list[Plan]
    may_hand_in: bool
    missing: list[tuple[str, int]]

    @property
    def approved(self) -> int:
        """How many of the plans are in force."""
        return sum(row.in_force_no is not None for row in self.plans)

    @property
    def waiting(self) -> int:
        """How many of the plans wait for a decision."""
        return sum(row.state == State.SUBMITTED.value for row in self.plans)


def sections(actor: Actor, calendar: Calendar, now: datetime) -> list[Section]:
    """Return the education plans of the year by kind, as far as the actor may read them."""
    kinds = [kind for kind in kinds_on(calendar.day).values() if not kind.weekly]
    rows = plans.of_kinds(actor, calendar.year.id, [kind.code for kind in kinds])
    by_kind: dict[str, list[Plan]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    me = person(actor, actor.person)
    taught = sorted(plans.teaching_of(actor, me.id, calendar.day).regular)
    found = []
    for kind in kinds:
        visible = [row for row in by_kind[kind.code] if _may_read(actor, kind, row, now)]
        whose = Whose(me.id, me.department_id, me.group_id)
        right = gate.may(actor, f"planning.submit:{kind.code}", whose, at=now)
        if visible or isinstance(right, Right):
            planned = {(row.subject, row.grade) for row in visible if row.author_id == me.id}
            personal = kind.level == "teacher"
            missing = [pair for pair in taught if pair not in planned] if personal else []
            found.append(Section(kind, visible, isinstance(right, Right), missing))
    return found


def _may_read(actor: Actor, kind: RecordKind, row: Plan, now: datetime) -> bool:
    """What was never handed in is for those alone who may go on with it."""
    verbs: tuple[str, ...] = ("inspect", "approve")
    if row.first_handed_in_at is None:
        verbs = ("submit",) if kind.level != "teacher" or row.author_id == actor.staff_id else ()
    return any(
        isinstance(gate.may(actor, f"planning.{verb}:{kind.code}", row, at=now), Right)
        for verb in verbs
    )


@dataclass(frozen=True, slots=True)
class UploaderLine:
    """A shared subject in a grade: who teaches it, and who is named to hand in."""

    subject: Subject
    grade: int
    teachers: list[Staff]
    named: UploaderDesignation | None


def uploader_lines(owner: InSchool, calendar: Calendar) -> list[UploaderLine]:
    """Return every shared subject and grade of the year, in the order of the programme."""
    day = calendar.day
    integrated = {s.code: s for s in subjects().values() if s.integrated}
    in_force = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    rows = (
        TeachingAssignment.objects.of(owner)
        .filter(in_force, subject__in=integrated, school_class__year=calendar.year)
        .filter(school_class__extra=False)
        .select_related("staff__department", "school_class")
        .order_by("staff__sort_key")
    )
    teachers: dict[tuple[str, int], list[Staff]] = defaultdict(list)
    for row in rows:
        members = teachers[row.subject, row.school_class.grade]
        if row.staff not in members:
            members.append(row.staff)
    named = {(d.subject, d.grade): d for d in plans.uploaders(owner, calendar.year.id, day)}
    order = list(integrated)
    return [
        UploaderLine(integrated[code], grade, teachers[code, grade], named.get((code, grade)))
        for code, grade in sorted(teachers, key=lambda pair: (order.index(pair[0]), pair[1]))
    ]
