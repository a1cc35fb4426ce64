"""What the office's pages show: the year, the people, who teaches what, the timetable."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.access.words import duty_name
from truongso.foundation.days import day_begins
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool
from truongso.foundation.text import folded
from truongso.roster import queries as roster
from truongso.roster.models import (
    Break,
    ClassMember,
    Department,
    Programme,
    ProgrammeLesson,
    SchoolClass,
    Staff,
    TeachingAssignment,
    TimetableSlot,
)
from truongso.rules.authority import Duty
from truongso.rules.calendar import TeachingWeek
from truongso.rules.subjects import Subject, subjects
from truongso.rules.years import YearState

WEEKDAYS = range(6)
PERIODS = range(1, 6)
LEADERS = (Duty.PRINCIPAL, Duty.VICE_PRINCIPAL)


@dataclass(frozen=True, slots=True)
class YearPart:
    """A stretch of the year as the calendar page lists it: a teaching week or a holiday."""

    begins: date
    week: TeachingWeek | None
    holiday: Break | None
    current: bool
    begun: bool


def year_parts(calendar: roster.Calendar, holidays: Iterable[Break]) -> list[YearPart]:
    """Return weeks and holidays of a year together, in the order of the days."""
    today, this = calendar.day, calendar.this_week
    parts = [
        YearPart(week.monday, week, None, week == this, week.monday <= today)
        for week in calendar.weeks
    ]
    parts += [
        YearPart(row.first, None, row, row.first <= today <= row.last, row.first <= today)
        for row in holidays
    ]
    return sorted(parts, key=lambda part: (part.begins, part.holiday is not None))


@dataclass(slots=True)
class Person:
    """A member of staff with the duties he holds, in words, as the staff page shows him."""

    staff: Staff
    duties: list[str] = field(default_factory=list)
    rank: int = len(LEADERS)


def people(owner: InSchool, day: date, *, search: str = "") -> list[Person]:
    """Return who works at the school on a day, with duties; `search` without marks."""
    rows = roster.staff(owner, day)
    if search:
        rows = rows.filter(Q(search_key__contains=folded(search)) | Q(code__icontains=search))
    found = {row.id: Person(row) for row in rows}
    duties = DutyHeld.objects.of(owner).filter(in_force(day_begins(day)), staff_id__in=found)
    for duty in duties.exclude(duty=Duty.TEACHER.value).select_related(
        "department", "group", "school_class"
    ):
        person = found[duty.staff_id]
        person.duties.append(_in_words(duty))
        if duty.duty in LEADERS:
            person.rank = min(person.rank, LEADERS.index(Duty(duty.duty)))
    return list(found.values())


def _in_words(duty: DutyHeld) -> str:
    """A duty with what it is held over: "Tổ trưởng chuyên môn (Tổ Khoa học tự nhiên)"."""
    over = duty.department or duty.group or duty.school_class
    name = duty_name(Duty(duty.duty))
    return f"{name} ({over.name})" if over else name


def departments_with(people_: Iterable[Person]) -> list[tuple[Department | None, list[Person]]]:
    """Return people department by department, leadership and office first.

    The leaders teach and so belong to departments, too; they are looked for at the head.
    """
    grouped: dict[UUID | None, tuple[Department | None, list[Person]]] = {}
    for person in sorted(people_, key=lambda person: person.rank):
        department = None if person.rank < len(LEADERS) else person.staff.department
        key = department.id if department else None
        grouped.setdefault(key, (department, []))[1].append(person)
    return sorted(grouped.values(), key=lambda group: group[0].name if group[0] else "")


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class with its size, its homeroom teacher, and who teaches each subject."""

    school_class: SchoolClass
    pupils: int
    homeroom: str
    teachers: list[tuple[Subject, list[TeachingAssignment]]]


def class_lines(owner: InSchool, calendar: roster.Calendar) -> list[ClassLine]:
    """Return the classes of a year with who teaches in them."""
    day = calendar.day
    rows = list(roster.classes(owner, calendar.year.id))
    sizes = dict(
        ClassMember.objects.of(owner)
        .filter(Q(until__isnull=True) | Q(until__gt=day), school_class__in=rows, since__lte=day)
        .values_list("school_class_id")
        .annotate(size=Count("id"))
    )
    homeroom = {
        duty.school_class_id: duty.staff.full_name
        for duty in DutyHeld.objects.of(owner)
        .filter(in_force(day_begins(day)), duty=Duty.HOMEROOM_TEACHER.value)
        .select_related("staff")
    }
    taught: dict[UUID, dict[str, list[TeachingAssignment]]] = defaultdict(dict)
    for row in roster.teaching(owner, calendar.year.id, day):
        taught[row.school_class_id].setdefault(row.subject, []).append(row)
    return [
        ClassLine(
            row,
            sizes.get(row.id, 0),
            homeroom.get(row.id, ""),
            [
                (subject, taught[row.id][code])
                for code, subject in subjects().items()
                if code in taught[row.id]
            ],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Week:
    """A timetable of a class or a teacher: periods by (weekday, afternoon, period)."""

    cells: dict[tuple[int, bool, int], TimetableSlot]
    afternoons: bool


def timetable_of(
    owner: InSchool, version_id: UUID, *, class_id: UUID | None, staff_id: UUID | None
) -> Week:
    """Return the week of a class, or of a teacher, in a timetable."""
    rows = roster.slots(owner, version_id)
    if class_id is not None:
        rows = rows.filter(school_class_id=class_id)
    elif staff_id is not None:
        rows = rows.filter(staff_id=staff_id)
    else:
        rows = rows.none()
    cells = {(slot.weekday, slot.afternoon, slot.period): slot for slot in rows}
    return Week(cells, any(afternoon for _, afternoon, _ in cells))


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme as the list shows it: its subject, how many lessons, how many periods."""

    programme: Programme
    subject: Subject
    lessons: int
    periods: int
    expected: int | None


def programme_lines(owner: InSchool, year_id: UUID) -> list[ProgrammeLine]:
    """Return the programmes of a year with their sums, beside what the regulation asks."""
    rows = list(roster.programmes(owner, year_id))
    sums: dict[UUID, list[int]] = defaultdict(list)
    lessons = ProgrammeLesson.objects.of(owner).filter(programme__in=rows)
    for programme_id, periods in lessons.values_list("programme_id", "periods"):
        sums[programme_id].append(periods)
    known = subjects()
    order = {code: place for place, code in enumerate(known)}
    lines = [
        ProgrammeLine(
            row,
            known[row.subject],
            len(sums[row.id]),
            sum(sums[row.id]),
            None if row.school_class_id else known[row.subject].periods_in(row.grade),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: _place(line, order))


def _place(line: ProgrammeLine, order: dict[str, int]) -> tuple[bool, int, int]:
    row = line.programme
    return row.school_class_id is not None, order[row.subject], row.grade


def programme(owner: InSchool, programme_id: UUID) -> Programme:
    """Return one programme. Raises Missing."""
    rows = Programme.objects.of(owner).select_related("school_class", "year")
    rows = rows.exclude(year__state=YearState.DRAFT.value)
    if found := rows.filter(pk=programme_id).first():
        return found
    raise Missing


def lessons_of(owner: InSchool, programme_id: UUID) -> list[ProgrammeLesson]:
    """Return the lessons of a programme, in order."""
    rows = ProgrammeLesson.objects.of(owner).filter(programme_id=programme_id)
    return list(rows.order_by("no"))
