"""Lesson programmes of a file beside those of the year; lessons that have plans never change."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from truongso.foundation.text import folded
from truongso.office.importing import drafts as d
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.rows import Record
from truongso.office.importing.subject_names import key, name_of, subject_of
from truongso.roster.models import Programme, ProgrammeLesson
from truongso.rules.programme import YEAR_WEEKS, lay_lessons, periods_by_week
from truongso.rules.subjects import GRADES, subjects

TOLD = ("title", "topic", "periods", "first_period", "first_week", "last_week")
SPAN = re.compile(r"\D*(\d{1,3})(?:\D+(\d{1,3}))?\D*")
GOES_ON = re.compile(
    r"\s*\((?:ti[eế]p(?: theo)?|t(?:i[eế]t)?\s*\d+(?:\s*[-,]\s*\d+)*)\)\s*$", re.IGNORECASE
)
WHOSE = re.compile(r"(?:mon\s*:?\s*)?(.*?)\s*[-–,|]*\s*(?:lop|khoi)?\s*:?\s*([6-9])(?:\b|$)")


@dataclass(slots=True)
class _Course:
    """The lessons of a subject in a grade, as the file has them."""

    drafts: list[Draft] = field(default_factory=list)
    topic: str = ""


def check(scene: Scene, records: Iterable[Record]) -> Iterator[Draft]:
    """Yield the drafts of the lessons of a file, programme by programme."""
    courses: dict[tuple[str, int], _Course] = defaultdict(_Course)
    for record in records:
        draft = d.read_record(record, scene.kind)
        whose = _whose(draft, scene)
        if whose is None:
            yield draft
            continue
        course = courses[whose]
        if not _is_lesson(draft, course):
            continue
        if draft.right and course.drafts and _goes_on(course.drafts[-1], draft):
            draft.verdict = d.REPEATED
            yield draft
            continue
        course.drafts.append(draft)
    for (code, grade), course in courses.items():
        _lay(course.drafts, code, grade)
        _compare(scene, course.drafts, code, grade)
        yield from course.drafts


def _whose(draft: Draft, scene: Scene) -> tuple[str, int] | None:
    """Subject and grade of a row: its own, else chosen for the file, else named above."""
    subject, grade = draft.values.pop("subject", ""), draft.values.pop("grade", 0)
    above_subject, above_grade = _above(draft.record.above)
    chosen = str(scene.options.get("grade", "")).strip()
    found = subject_of(str(subject)) or subject_of(str(scene.options.get("subject", "")))
    found = found or (subject_of(above_subject) if not subject else None)
    grade = grade or (int(chosen) if chosen in set(map(str, GRADES)) else 0) or above_grade
    if found is None:
        draft.complain("import.unknown_subject", "subject", value=subject or "–")
    if grade not in GRADES:
        draft.complain("import.no_programme_grade", "grade")
    return (found[0], grade) if found and grade in GRADES else None


def _above(text: str) -> tuple[str, int]:
    """The subject and grade that a title or a sheet's name tells of: "Môn Toán lớp 6", "Toán 6"."""
    for part in text.split("|"):
        plain = folded(part)
        start = plain.find("mon ")
        found = WHOSE.search(plain[start:] if start >= 0 else plain)
        if found and subject_of(found[1]):
            return found[1], int(found[2])
    return "", 0


def _is_lesson(draft: Draft, course: _Course) -> bool:
    """A row of a topic only names the topic of those after it."""
    values = draft.values
    if "title" in values and not {"periods", "first_period", "no"} & values.keys() and draft.right:
        course.topic = values["title"]
        return False
    values.setdefault("topic", course.topic)
    if not {"title", "periods", "first_period"} & values.keys() and values.get("topic"):
        course.topic = values["topic"]
        return False
    return True


def _goes_on(before: Draft, draft: Draft) -> bool:
    """A lesson told period by period: the next period of the same one adds to it."""
    title = GOES_ON.sub("", str(draft.values.get("title", "")))
    if "periods" in draft.values or not title:
        return False
    if key(title) != key(GOES_ON.sub("", str(before.values.get("title", "")))):
        return False
    before.values["periods"] = before.values.get("periods", _span(before)) + _span(draft)
    return True


def _span(draft: Draft) -> int:
    """How many periods a text like "5-6" tells of."""
    found = SPAN.fullmatch(str(draft.values.get("first_period", "")))
    return int(found[2]) - int(found[1]) + 1 if found and found[2] else 1


def _lay(drafts: list[Draft], code: str, grade: int) -> None:
    """Number the lessons and find their periods and weeks, where the file does not tell."""
    for number, draft in enumerate(drafts, start=1):
        values = draft.values
        if "title" not in values:
            draft.complain("import.missing", "title", label="Tên bài")
        if "periods" not in values and "first_period" in values:
            values["periods"] = _span(draft)
        if not 1 <= values.get("periods", 0) <= 40:
            draft.complain("import.no_periods", "periods")
        values["no"] = number
        values |= {"subject": code, "grade": grade}
        draft.label = str(values.get("title", ""))
    if not all(draft.right for draft in drafts):
        return
    periods = [draft.values["periods"] for draft in drafts]
    total = subjects()[code].periods_in(grade)
    if sum(periods) != total:
        told = {"total": sum(periods), "expected": total, "name": f"{name_of(code, '')} {grade}"}
        drafts[-1].doubt("import.programme_total", "periods", **told)
    taught = 1
    spans = lay_lessons(periods, periods_by_week(max(total, sum(periods))))
    for draft, span in zip(drafts, spans, strict=True):
        first, last = _weeks(draft) or (span.first_week, span.last_week)
        draft.values |= {"first_period": taught, "first_week": first, "last_week": last}
        draft.values.pop("week", None)
        taught += draft.values["periods"]


def _weeks(draft: Draft) -> tuple[int, int] | None:
    text = draft.values.get("week")
    if not text:
        return None
    found = SPAN.fullmatch(str(text))
    first = int(found[1]) if found else 0
    last = int(found[2] or found[1]) if found else 0
    if 1 <= first <= last <= YEAR_WEEKS:
        return first, last
    draft.complain("import.no_such_week", "week", value=text)
    return None


def _compare(scene: Scene, drafts: list[Draft], code: str, grade: int) -> None:
    rows = lessons_of(scene, code, grade)
    used = used_lessons(scene, [row.id for row in rows.values()])
    for draft in drafts:
        if not draft.right:
            continue
        row = rows.get(draft.values["no"])
        if row is None:
            continue
        before: dict[str, Any] = {name: getattr(row, name) for name in TOLD}
        draft.changes = list(d.differences(draft.values, before, TOLD))
        draft.target = row.id
        draft.verdict = d.CHANGED if draft.changes else d.SAME
        if draft.changes and row.id in used:
            draft.complain("import.lesson_has_plans", "title", lesson=row.title)
    gone = [row for no, row in rows.items() if no > len(drafts) and row.id in used]
    if gone and drafts:
        drafts[-1].complain("import.lesson_gone", "title", lesson=gone[0].title)


def lessons_of(scene: Scene, code: str, grade: int) -> dict[int, ProgrammeLesson]:
    """Return the lessons the year has of a subject in a grade, by number."""
    programme = Programme.objects.of(scene).filter(
        year=scene.year, subject=code, grade=grade, school_class=None
    )
    return {
        row.no: row for row in ProgrammeLesson.objects.of(scene).filter(programme__in=programme)
    }


def used_lessons(scene: Scene, ids: list[UUID]) -> set[UUID]:
    """Return which lessons something of the school hangs on: a plan, a leave asked for."""
    found: set[UUID] = set()
    for relation in ProgrammeLesson._meta.related_objects:
        rows: Any = relation.related_model
        name = relation.field.attname
        hanging = rows.objects.of(scene).filter(**{f"{name}__in": ids})
        found |= set(hanging.values_list(name, flat=True))
    return found
