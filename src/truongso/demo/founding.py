"""The rows of the demo school: organisations, calendar, people, duties, accounts."""

from datetime import date, datetime
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import make_password

from truongso.access.models import Account, DutyHeld
from truongso.access.passwords import as_typed
from truongso.demo import school
from truongso.demo.accounts import hand_over
from truongso.demo.calendar import DemoYear
from truongso.demo.founded import Founded
from truongso.demo.profiles import lay_profiles
from truongso.demo.teaching import lay_teaching
from truongso.foundation.days import day_begins
from truongso.foundation.ids import new_id, new_school_id
from truongso.foundation.text import folded, sort_key
from truongso.planning.models import UploaderDesignation
from truongso.roster import models as roster
from truongso.rules.authority import Duty

PASSWORD = "ban mai trên sông"  # noqa: S105  (of invented people, printed at every start)
OVER_GROUP, OVER_CLASS = Duty.GROUP_LEADER, Duty.HOMEROOM_TEACHER
OVER_DEPARTMENT = (Duty.DEPARTMENT_HEAD, Duty.DEPARTMENT_DEPUTY)


def found_bodies(at: datetime) -> dict[str, int]:
    """Add the organisations from the ministry down to the school; returns their ids by kind.

    The application may only read the tree, so this is done with the role for upkeep.
    """
    ids: dict[str, int] = {}
    ops: dict[str, Any] = settings.OPS_DATABASE
    with psycopg.connect(
        host=ops["HOST"],
        port=ops["PORT"] or None,
        user=ops["USER"],
        password=ops["PASSWORD"],
        dbname=ops["NAME"],
    ) as link:
        parent = None
        for body in school.bodies():
            ids[body.kind] = new_school_id(at)
            link.execute(
                "INSERT INTO roster_org (id, kind, code, name, short_name, place, parent_id)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [
                    ids[body.kind],
                    body.kind,
                    body.code,
                    body.name,
                    body.short_name,
                    body.place,
                    parent,
                ],
            )
            parent = ids[body.kind]
    return ids


def found_school(school_id: int, year: DemoYear, *, at: datetime) -> Founded:
    """Make the rows of the school, in its own transaction. `at` is when the year was prepared."""
    row = roster.SchoolYear.objects.create(
        school_id=school_id, code=year.code, starts_on=year.starts_on, ends_on=year.ends_on
    )
    founded = Founded(school_id, row)
    _calendar(founded, year)
    _people(founded, year)
    lay_teaching(founded, year)
    lay_profiles(founded, year)
    _duties(founded, at)
    hand_over(founded, PASSWORD, at=at)
    return founded


def found_official(org_id: int, person: school.Person, *, at: datetime) -> None:
    """Make an officer above the school, with his duties and account, in his own organisation."""
    row = _member(org_id, person, at.date())
    row.save(force_insert=True)
    for duty in person.duties:
        DutyHeld.objects.create(school_id=org_id, staff=row, duty=duty.value, since=at)
    accounts(org_id, {person.login: row}, at)


def accounts(school_id: int, staff: dict[str, roster.Staff], at: datetime) -> None:
    """Give people accounts with the demo's password; hashed once, since everybody knows it."""
    password = make_password(as_typed(PASSWORD))
    Account.objects.bulk_create(
        Account(
            id=new_id(),
            school_id=school_id,
            username=login,
            staff=row,
            password=password,
            created_at=at,
        )
        for login, row in staff.items()
    )


def _calendar(founded: Founded, year: DemoYear) -> None:
    roster.TeachingWeek.objects.bulk_create(
        roster.TeachingWeek(
            school_id=founded.id, year=founded.year, no=w.no, term=w.term, monday=w.monday
        )
        for w in year.weeks
    )
    roster.Break.objects.bulk_create(
        roster.Break(
            school_id=founded.id, year=founded.year, name=b.name, first=b.first, last=b.last
        )
        for b in year.breaks
    )


def _people(founded: Founded, year: DemoYear) -> None:
    for key, each in school.departments().items():
        founded.departments[key] = roster.Department.objects.create(
            school_id=founded.id, name=each.name, short_name=each.short_name
        )
        for name in each.groups:
            founded.groups[name] = roster.SubjectGroup.objects.create(
                school_id=founded.id, department=founded.departments[key], name=name
            )
    for login, person in school.staff().items():
        row = _member(founded.id, person, year.starts_on)
        row.department = founded.departments.get(person.department)
        row.group = founded.groups.get(person.group)
        founded.staff[login] = row
    roster.Staff.objects.bulk_create(founded.staff.values())


def _member(school_id: int, person: school.Person, year_starts: date) -> roster.Staff:
    return roster.Staff(
        id=new_id(),
        school_id=school_id,
        code=person.code or person.login,
        full_name=person.full_name,
        sort_key=sort_key(person.full_name),
        search_key=folded(person.full_name),
        email=person.email,
        position=person.position,
        works_since=person.works_since or year_starts,
    )


def _duties(founded: Founded, at: datetime) -> None:
    for login, person in school.staff().items():
        for duty in person.duties:
            if duty is OVER_CLASS:  # held over a class each, below
                continue
            over: dict[str, Any] = {}
            if duty in OVER_DEPARTMENT:
                over = {"department": founded.departments[person.department]}
            elif duty is OVER_GROUP:
                over = {"group": founded.groups[person.group]}
            founded.duties[login, duty] = _held(founded, login, duty, at, **over)
    homeroom = [
        _held(founded, login, OVER_CLASS, at, school_class=founded.classes[name])
        for name, login in school.homerooms().items()
    ]
    DutyHeld.objects.bulk_create([*founded.duties.values(), *homeroom])
    heads = {
        person.department: founded.staff[login]
        for login, person in school.staff().items()
        if Duty.DEPARTMENT_HEAD in person.duties
    }
    UploaderDesignation.objects.bulk_create(
        UploaderDesignation(
            school_id=founded.id,
            year=founded.year,
            subject=subject,
            grade=grade,
            staff=founded.staff[login],
            since=founded.year.starts_on,
            named_by=heads[school.staff()[login].department],
            named_at=at,
        )
        for (subject, grade), login in school.uploaders().items()
    )


def _held(founded: Founded, login: str, duty: Duty, at: datetime, **over: Any) -> DutyHeld:
    return DutyHeld(
        id=new_id(),
        school_id=founded.id,
        staff=founded.staff[login],
        duty=duty.value,
        since=max(at, day_begins(founded.staff[login].works_since)),
        **over,
    )
