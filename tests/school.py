"""The little school of every test: invented people, 35 weeks, today a Wednesday in week 6.

Sơn is principal, Thu vice-principal, Hoa heads natural sciences with Minh as her deputy, Bình heads
social sciences with Yến as deputy. Lan teaches maths in 6A and 6B; Dũng, Hà and Quý share KHTN of
grade 6, where Dũng is named to hand in. Nam is the IT admin, Vân the clerk. Kiên is principal of
another school.
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from truongso.access import queries as access_queries
from truongso.access.models import Account, Delegation, DutyHeld
from truongso.foundation.actor import Actor
from truongso.foundation.days import SCHOOL_ZONE
from truongso.foundation.ids import new_id, new_school_id
from truongso.foundation.tenancy import SETTING, acting_in
from truongso.foundation.text import folded, sort_key
from truongso.planning.models import UploaderDesignation
from truongso.roster import models as roster
from truongso.rules.authority import Duty
from truongso.rules.calendar import Break, lay_weeks
from truongso.rules.programme import lay_lessons, periods_by_week

YEAR_STARTS = date(2026, 9, 7)
TET = Break(date(2027, 2, 1), date(2027, 2, 14), "Tết Nguyên đán")
TODAY = date(2026, 10, 14)  # Wednesday of week 6
LONG_AGO = datetime(2026, 8, 1, tzinfo=SCHOOL_ZONE)
PASSWORD = "mùa thu lá bay"
_numbers = itertools.count()


def at(day: date, clock: str = "09:00:00") -> datetime:
    """A moment on the school's clock."""
    return datetime.combine(day, time.fromisoformat(clock), SCHOOL_ZONE)


NOW = at(TODAY)


@dataclass
class School:
    """One school with the handles tests use."""

    id: int
    tag: str
    year: roster.SchoolYear
    staff: dict[str, roster.Staff] = field(default_factory=dict)
    departments: dict[str, roster.Department] = field(default_factory=dict)
    classes: dict[str, roster.SchoolClass] = field(default_factory=dict)
    programmes: dict[tuple[str, int], roster.Programme] = field(default_factory=dict)
    duties: dict[tuple[str, Duty], DutyHeld] = field(default_factory=dict)

    @property
    def school_id(self) -> int:
        """So that the school itself can be asked `.of(school)`."""
        return self.id

    def actor(self, name: str, when: datetime = NOW) -> Actor:
        """The person acting, with the duties he holds at the moment."""
        person = self.staff[name]
        with acting_in(self.id):
            duties = access_queries.duties_of(self, person.id, when)
            account = Account.objects.filter(school_id=self.id, staff=person).first()
        return Actor(
            school_id=self.id,
            name=person.full_name,
            staff_id=person.id,
            account_id=account.id if account else None,
            duties=duties,
            ip="10.0.0.1",
            request_id="test",
        )

    def username(self, name: str) -> str:
        """The sign-in name of a person."""
        return f"{folded(name)}.{self.tag}"

    def lesson(self, subject: str, grade: int, no: int) -> roster.ProgrammeLesson:
        """A lesson of a programme by its number."""
        return self.programmes[subject, grade].lessons.of(self).get(no=no)

    def week(self, no: int) -> roster.TeachingWeek:
        """A teaching week by its number."""
        return roster.TeachingWeek.objects.of(self).get(year=self.year, no=no)

    def delegate(
        self, giver: str, duty: Duty, receiver: str, *acts: str, since: datetime, until: datetime
    ) -> Delegation:
        """Lend acts of a duty, past the rules: for setting a scene."""
        return Delegation.objects.create(
            school_id=self.id,
            giver_duty=self.duties[giver, duty],
            giver=self.staff[giver],
            receiver=self.staff[receiver],
            acts=list(acts),
            since=since,
            until=until,
            given_at=since,
        )


@contextmanager
def found() -> Iterator[School]:
    """Found a school and look at the database as one of it until the end."""
    school_id = new_org("school")
    with looking_at(school_id):
        yield build(school_id)


@contextmanager
def looking_at(school_id: int) -> Iterator[None]:
    """Let bare queries outside acts see this school's rows (a session setting, tests only)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        before = cursor.fetchone()[0] or ""
        cursor.execute(f"SET {SETTING} = '{school_id:d}'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET {SETTING} = '{before}'")


def new_org(kind: str, name: str = "Trường THCS Bình Minh") -> int:
    """Add an organisation as the operator does: the application itself may not."""
    org_id = new_school_id(NOW + timedelta(milliseconds=next(_numbers) + os.getpid() * 1000))
    ops = settings.OPS_DATABASE
    with psycopg.connect(
        host=ops["HOST"], user=ops["USER"], password=ops["PASSWORD"], dbname=ops["NAME"]
    ) as link:
        link.execute(
            "INSERT INTO roster_org (id, kind, code, name, short_name, place) VALUES"
            " (%s, %s, %s, %s, %s, %s)",
            [org_id, kind, str(org_id), name, "THCS Bình Minh", "Hải Phòng"],
        )
    return org_id


def build(school_id: int) -> School:
    """Make the rows of the little school."""
    year = roster.SchoolYear.objects.create(
        school_id=school_id,
        code="2026-2027",
        starts_on=date(2026, 8, 29),
        ends_on=date(2027, 5, 31),
    )
    school = School(school_id, f"t{school_id % 10**9}", year)
    _weeks(school)
    _people(school)
    _classes(school)
    _programmes(school)
    _duties(school)
    return school


def _weeks(school: School) -> None:
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


def _people(school: School) -> None:
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


def _classes(school: School) -> None:
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


def _programmes(school: School) -> None:
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


def _duties(school: School) -> None:
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


def give_accounts(school: School, *names: str) -> None:
    """Give people accounts with the common password (hashing is slow, so only on demand)."""
    for name in names:
        account = Account(
            id=new_id(),
            school_id=school.id,
            username=school.username(name),
            staff=school.staff[name],
            created_at=LONG_AGO,
        )
        account.set_password(PASSWORD)
        account.save()


def id_of(row: Any) -> UUID:
    """The id of a row, typed."""
    identity: UUID = row.id
    return identity
