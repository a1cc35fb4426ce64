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

from tests.school_rows import LONG_AGO, fill
from truongso.access import queries as access_queries
from truongso.access.models import Account, Delegation, DutyHeld
from truongso.foundation.actor import Actor
from truongso.foundation.days import SCHOOL_ZONE
from truongso.foundation.ids import new_id, new_school_id
from truongso.foundation.tenancy import SETTING, acting_in
from truongso.foundation.text import folded
from truongso.roster import models as roster
from truongso.rules.authority import Duty

TODAY = date(2026, 10, 14)  # Wednesday of week 6
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
    fill(school)
    return school


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
