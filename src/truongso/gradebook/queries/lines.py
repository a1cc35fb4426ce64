"""The lines of a page of the gradebook: who stands on it, with which marks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from truongso.foundation.statements import written_once
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.gradebook.models import MarkChange, SheetLine
from truongso.gradebook.queries.place import Place
from truongso.office.queries.pupils import NAME_ORDER, on_day
from truongso.roster.models import ClassMember, Pupil

ORDER = (*(f"pupil__{name}" for name in NAME_ORDER), "since")


@dataclass(frozen=True, slots=True)
class Standing:
    """A pupil on the page; `left_on` the day he left the class, None while he is in it.

    `line` is None as long as nothing was written for him.
    """

    pupil: Pupil
    left_on: date | None
    line: SheetLine | None


def standings(owner: InSchool, place: Place) -> list[Standing]:
    """Return the pupils of the class in Vietnamese name order, those who left at the end.

    Whoever left before anything was written for him does not stand there.
    """
    written = _lines(owner, place.sheet_id) if place.sheet_id else []
    lines = {line.pupil_id: line for line in written}
    latest = {m.pupil_id: m for m in _members(owner, place.row.id, place.day)}
    found = [
        Standing(m.pupil, None if _inside(m, place.day) else m.until, lines.get(m.pupil_id))
        for m in latest.values()
        if _inside(m, place.day) or m.pupil_id in lines
    ]
    return sorted(found, key=lambda one: one.left_on is not None)


def lines_to_write(
    owner: InSchool, place: Place, pupil_ids: Collection[UUID], columns: Collection[str] = ()
) -> dict[UUID, SheetLine]:
    """Return the lines of these pupils that stand already, by pupil, held until the act ends.

    `columns`: of these `written_beside` tells who wrote last. That is right only while the page is
    held (`one_at_a_time`): the row is read again after waiting for it, what lies beside it is not.

    Only of pupils who are in the class on the day: whoever left keeps his marks as they are.
    """
    if place.sheet_id is None:
        return {}
    inside = ClassMember.objects.filter(
        on_day(place.day),
        school_id=OuterRef("school_id"),
        pupil_id=OuterRef("pupil_id"),
        school_class_id=place.row.id,
    )
    rows = SheetLine.objects.of(owner).filter(
        Exists(inside), sheet_id=place.sheet_id, pupil_id__in=pupil_ids
    )
    if columns:
        rows = rows.annotate(written=ArraySubquery(_latest(columns)))
    # In one order, so that two who write do not wait for each other for ever.
    held = rows.order_by("pk").select_for_update(no_key=True)
    return {line.pupil_id: line for line in held}


def written_beside(lines: Iterable[Any]) -> "dict[tuple[UUID, str], Written]":
    """Return who wrote last in each cell of lines that were found with their columns."""
    return {
        (line.pupil_id, told["column"]): Written(
            UUID(told["by"]), told["name"], datetime.fromisoformat(told["at"])
        )
        for line in lines
        for told in line.written
    }


def _latest(columns: Collection[str]) -> Any:
    rows = MarkChange.objects.filter(
        school_id=OuterRef("school_id"),
        sheet_id=OuterRef("sheet_id"),
        pupil_id=OuterRef("pupil_id"),
        column__in=set(columns),
    )
    told = JSONObject(column="column", by="by_id", name="by__full_name", at="at")
    return rows.order_by("column", "-version").distinct("column").values(told=told)


def in_class(owner: InSchool, place: Place, pupil_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these pupils are in the class on the day."""
    rows = ClassMember.objects.of(owner).filter(
        school_class_id=place.row.id, pupil_id__in=pupil_ids, since__lte=place.day
    )
    return {row.pupil_id for row in rows if _inside(row, place.day)}


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote last what stands in a cell, and when."""

    by_id: UUID
    by: str
    at: datetime


def last_written(
    owner: InSchool, sheet_id: UUID, cells: Collection[tuple[UUID, str]]
) -> dict[tuple[UUID, str], Written]:
    """Return who wrote last in these cells (pupil and column): one row each, however often."""
    rows = MarkChange.objects.of(owner).filter(
        sheet_id=sheet_id,
        pupil_id__in={pupil_id for pupil_id, _ in cells},
        column__in={column for _, column in cells},
    )
    latest = rows.order_by("pupil_id", "column", "-version").distinct("pupil_id", "column")
    found = latest.values_list("pupil_id", "column", "by_id", F("by__full_name"), "at")
    return {(pupil, column): Written(by, name, at) for pupil, column, by, name, at in found}


@written_once
def _lines(owner: InSchool, sheet_id: UUID) -> SchoolRows[SheetLine]:
    return SheetLine.objects.of(owner).filter(sheet_id=sheet_id)


@written_once
def _members(owner: InSchool, class_id: UUID, day: date) -> SchoolRows[ClassMember]:
    rows = ClassMember.objects.of(owner).filter(school_class_id=class_id, since__lte=day)
    return rows.select_related("pupil").order_by(*ORDER)


def _inside(member: ClassMember, day: date) -> bool:
    return member.until is None or member.until > day
