"""A staff member's profile, and looking for people by name or code."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from truongso.foundation.tenancy import InSchool
from truongso.foundation.text import folded
from truongso.office.queries.pupils import Wanted, classes_of, pupils
from truongso.roster import queries as roster
from truongso.roster.models import (
    Pupil,
    SchoolClass,
    Staff,
    StaffDetail,
    SubjectGroup,
    TeachingAssignment,
)
from truongso.rules.subjects import Subject, subjects

AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for people found: staff, and pupils with their classes."""

    staff: list[Staff]
    pupils: list[tuple[Pupil, SchoolClass | None]]


def detail_of(owner: InSchool, staff_id: UUID) -> StaffDetail | None:
    """Return what is told of a staff member beyond the lists; None when nothing is yet."""
    return StaffDetail.objects.of(owner).filter(staff_id=staff_id).first()


def teaching_of(owner: InSchool, staff_id: UUID) -> list[tuple[TeachingAssignment, Subject]]:
    """Return what a staff member teaches and taught, the present first."""
    rows = TeachingAssignment.objects.of(owner).filter(staff_id=staff_id)
    rows = rows.select_related("school_class").order_by("-since", "school_class__sort_key")
    found = [(row, subjects()[row.subject]) for row in rows]
    return sorted(found, key=lambda pair: pair[0].until is not None)


def all_groups(owner: InSchool) -> list[SubjectGroup]:
    """Return the subject groups of the school, department by department."""
    rows = SubjectGroup.objects.of(owner).select_related("department")
    return list(rows.order_by("department__name", "name"))


def search(owner: InSchool, text: str, day: date) -> Found:
    """Return the people whose name or code holds a text, at most AT_MOST of each kind."""
    if not text:
        return Found([], [])
    by_name = Q(search_key__contains=folded(text)) | Q(code__icontains=text)
    staff = list(roster.staff(owner, day).filter(by_name)[:AT_MOST])
    rows = list(pupils(owner, day, Wanted(search=text, status="all"))[:AT_MOST])
    places = classes_of(owner, [row.id for row in rows], day)
    return Found(staff, [(row, places.get(row.id)) for row in rows])


@dataclass(frozen=True, slots=True)
class Taught:
    """A subject, or a strand of it, in a class: who teaches it now, None when nobody does."""

    subject: Subject
    strand: str
    row: TeachingAssignment | None


def taught_in(owner: InSchool, row: SchoolClass, day: date) -> list[Taught]:
    """Return every subject and strand of a class with who teaches it; of an extra class its own."""
    rows = roster.teaching(owner, row.year_id, day).filter(school_class_id=row.id)
    found = {(one.subject, one.strand): one for one in rows}
    lines = [] if row.extra else [
        Taught(subject, strand, found.pop((code, strand), None))
        for code, subject in subjects().items()
        for strand in subject.strands or ("",)
        if subject.periods_in(row.grade)
    ]  # fmt: skip
    lines += [Taught(subjects()[code], strand, one) for (code, strand), one in found.items()]
    return lines
