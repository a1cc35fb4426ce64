"""The rows of the little school: weeks, people, classes, programmes, duties."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from truongso.access.models import DutyHeld
from truongso.foundation.days import SCHOOL_ZONE
from truongso.foundation.text import folded, sort_key
from truongso.planning.models import UploaderDesignation
from truongso.roster import models as roster
from truongso.rules.authority import Duty
from truongso.rules.calendar import Break, lay_weeks
from truongso.rules.programme import lay_lessons, periods_by_week

if TYPE_CHECKING:
    from tests.school import School

YEAR_STARTS = date(2026, 9, 7)
TET = Break(date(2027, 2, 1), date(2027, 2, 14), "Tết Nguyên đán")
LONG_AGO = datetime(2026, 8, 1, tzinfo=SCHOOL_ZONE)


def fill(school: "School") -> None:
    """Make the rows of a school that has a year."""
    _weeks(school)
    _people(school)
    _classes(school)
    _programmes(school)
    _duties(school)


def _weeks(school: "School") -> None:
    roster.Break.objects.create(
        school_id=school.id, year=school.year, name=TET.name, first=TET.first, last=TET.last
    )
    roster.TeachingWeek.objects.bulk_create(
        roster.TeachingWeek(
            school_id=school.id, year=school.year, no=week.no, term=week.term, monday=week.monday
        )
        for week in lay_weeks(YEAR_STARTS, [TET])
    )


PEOPLE = {
    "Sơn": ("Phạm Thái Sơn", None),
    "Thu": ("Lê Minh Thu", None),
    "Hoa": ("Đặng Quỳnh Hoa", "TN"),
    "Minh": ("Vũ Quang Minh", "TN"),
    "Lan": ("Nguyễn Ngọc Lan", "TN"),
    "Dũng": ("Trần Việt Dũng", "TN"),
    "Hà": ("Bùi Thanh Hà", "TN"),
    "Quý": ("Hoàng Văn Quý", "TN"),
    "Bình": ("Đỗ Thanh Bình", "XH"),
    "Yến": ("Ngô Hải Yến", "XH"),
    "Oanh": ("Phan Kiều Oanh", "XH"),
    "Nam": ("Tạ Hoài Nam", None),
    "Vân": ("Chu Bích Vân", None),
}


def _people(school: "School") -> None:
    for short, name in (("TN", "Tổ Khoa học tự nhiên"), ("XH", "Tổ Khoa học xã hội")):
        school.departments[short] = roster.Department.objects.create(
            school_id=school.id, name=name, short_name=short
        )
    rows = [
        roster.Staff(
            school_id=school.id,
            code=f"GV{number:03}",
            full_name=name,
            sort_key=sort_key(name),
            search_key=folded(name),
            email=f"{folded(short)}@example.test",
            department=school.departments.get(department or ""),
            works_since=date(2020, 8, 1),
        )
        for number, (short, (name, department)) in enumerate(PEOPLE.items(), start=1)
    ]
    roster.Staff.objects.bulk_create(rows)
    school.staff = dict(zip(PEOPLE, rows, strict=True))


TEACHING = [
    ("Lan", "TOAN", "", ("6A", "6B")),
    ("Hoa", "TOAN", "", ("7A",)),
    ("Minh", "TIN", "", ("6A", "6B", "7A")),
    ("Dũng", "KHTN", "Vật lí", ("6A", "6B")),
    ("Hà", "KHTN", "Hóa học", ("6A", "6B")),
    ("Quý", "KHTN", "Sinh học", ("6A", "6B")),
    ("Oanh", "VAN", "", ("6A", "6B")),
    ("Yến", "GDCD", "", ("6A", "6B", "7A")),
    ("Bình", "VAN", "", ("7A",)),
]


def _classes(school: "School") -> None:
    for name in ("6A", "6B", "7A"):
        school.classes[name] = roster.SchoolClass.objects.create(
            school_id=school.id, year=school.year, name=name, grade=int(name[0]), sort_key=name
        )
    roster.TeachingAssignment.objects.bulk_create(
        roster.TeachingAssignment(
            school_id=school.id,
            staff=school.staff[who],
            school_class=school.classes[name],
            subject=subject,
            strand=strand,
            since=date(2026, 8, 29),
        )
        for who, subject, strand, classes in TEACHING
        for name in classes
    )
    UploaderDesignation.objects.create(
        school_id=school.id,
        year=school.year,
        subject="KHTN",
        grade=6,
        staff=school.staff["Dũng"],
        since=date(2026, 8, 29),
        named_by=school.staff["Hoa"],
        named_at=LONG_AGO,
    )


PERIODS = {"TOAN": 140, "KHTN": 140, "VAN": 140, "TIN": 35, "GDCD": 35}


def _programmes(school: "School") -> None:
    pairs = {(subject, int(name[0])) for _, subject, _, names in TEACHING for name in names}
    lessons = []
    for subject, grade in sorted(pairs):
        programme = roster.Programme.objects.create(
            school_id=school.id, year=school.year, subject=subject, grade=grade
        )
        school.programmes[subject, grade] = programme
        total = PERIODS[subject]
        each = 2 if total == 140 else 1
        periods = [each] * (total // each)
        spans = lay_lessons(periods, periods_by_week(total))
        lessons += [
            roster.ProgrammeLesson(
                school_id=school.id,
                programme=programme,
                no=no,
                title=f"Bài {no}. Nội dung {subject} {grade}",
                topic=f"Chủ đề {(no - 1) // 4 + 1}",
                periods=each,
                first_period=(no - 1) * each + 1,
                first_week=span.first_week,
                last_week=span.last_week,
            )
            for no, span in enumerate(spans, start=1)
        ]
    roster.ProgrammeLesson.objects.bulk_create(lessons)


def _duties(school: "School") -> None:
    everybody = [
        ("Sơn", Duty.PRINCIPAL, None),
        ("Thu", Duty.VICE_PRINCIPAL, None),
        ("Hoa", Duty.DEPARTMENT_HEAD, "TN"),
        ("Minh", Duty.DEPARTMENT_DEPUTY, "TN"),
        ("Bình", Duty.DEPARTMENT_HEAD, "XH"),
        ("Yến", Duty.DEPARTMENT_DEPUTY, "XH"),
        ("Nam", Duty.IT_ADMIN, None),
        ("Vân", Duty.CLERK, None),
        *((who, Duty.TEACHER, None) for who in dict.fromkeys(line[0] for line in TEACHING)),
    ]
    rows = [
        DutyHeld(
            school_id=school.id,
            staff=school.staff[who],
            duty=duty.value,
            department=school.departments.get(over or ""),
            since=LONG_AGO,
        )
        for who, duty, over in everybody
    ]
    DutyHeld.objects.bulk_create(rows)
    school.duties = {
        (who, Duty(row.duty)): row for (who, _, _), row in zip(everybody, rows, strict=True)
    }
