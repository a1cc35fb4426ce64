"""The scene of the permission matrix: one person for each duty, and one thing of each kind.

The things are Lan's, or about her: her plans, uploads, notice and request to be late, in natural
sciences. Hoa is her head, Bình heads the other department, Dũng is a colleague.
"""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.access.matrix_calls import call_of
from tests.access.matrix_things import LENT, WEEK, things_of
from tests.clients import signed_in, stranger
from tests.school import LONG_AGO, NOW, School, looking_at, new_org
from tests.uploads import ready
from truongso.access.models import Account, DutyHeld
from truongso.foundation.tenancy import SETTING, acting_in
from truongso.foundation.text import folded, sort_key
from truongso.roster.models import Staff, SubjectGroup
from truongso.rules.authority import Duty

MATRIX = Path(__file__).with_name("matrix.csv")
ROLES = {
    "nobody": "",
    "principal": "Sơn",
    "vice_principal": "Thu",
    "department_head": "Hoa",
    "other_head": "Bình",
    "department_deputy": "Minh",
    "deputy_delegated": "Minh",
    "group_leader": "Khánh",
    "teacher_own": "Lan",
    "teacher_other": "Dũng",
    "homeroom_teacher": "Mai",
    "clerk": "Vân",
    "it_admin": "Nam",
    "ward_officer": "",
    "city_officer": "",
    "other_principal": "",
    "withdrawn": "Oanh",
}


class Row(NamedTuple):
    """A row of the matrix: an address by its name, a method (and a case), the cell of each role."""

    route: str
    method: str
    cells: dict[str, str]

    @property
    def kind(self) -> str:
        """The method alone."""
        return self.method.partition(",")[0]


def matrix() -> list[Row]:
    """The rows of matrix.csv."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        assert lines.fieldnames == ["route", "method", *ROLES]
        return [Row(line.pop("route"), line.pop("method"), line) for line in lines]


def routes() -> set[str]:
    """The name of every address that the program answers."""
    waiting, names = list(get_resolver().url_patterns), set()
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            names.add(pattern.name)
    return names


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is done inside is undone at the end: one scene serves every cell.

    An answer that is closed inside would cut the connection, for a transaction is open; making a
    new one for every cell is dear. Nothing but the request itself says whose rows are seen.
    """
    with (
        mock.patch.object(connection, "close_if_unusable_or_obsolete"),
        transaction.atomic(),  # noqa: TID251  (tests stand outside the program)
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {SETTING} = ''")
        yield
        transaction.set_rollback(True)


@dataclass
class Scene:
    """The school with its things by name, and the session of each column of the matrix."""

    school: School
    things: dict[str, Any]
    sessions: dict[str, str] = field(default_factory=dict)
    files: dict[str, UUID] = field(default_factory=dict)
    client: Client = field(default_factory=stranger)

    def things_for(self, role: str) -> dict[str, Any]:
        """The things, with a file that the person himself has sent up."""
        name = ROLES[role]
        return self.things | {"own_file": self.files.get(name, self.things["upload"])}

    def browser(self, role: str) -> Client:
        """The browser as a role has it after signing in, whatever was done with it before."""
        self.client.cookies.clear()
        if key := self.sessions.get(role):
            self.client.cookies[settings.SESSION_COOKIE] = key
        return self.client

    def send(
        self,
        role: str,
        row: "Row",
        *,
        method: str = "",
        things: Mapping[str, Any] | None = None,
        browser: Client | None = None,
    ) -> HttpResponse:
        """Send a row's request as a role, by its own method or another, about its things or others.

        Inside `taken_back` what it did is undone.
        """
        if role == "deputy_delegated":
            self.lend()
        call = call_of(row.route, row.method)
        things = self.things_for(role) | (things or {})
        browser = browser or self.browser(role)
        return call.send(browser, method or row.kind, row.route, things)

    def lend(self) -> None:
        """Hoa lends Minh what a head may lend: for the column of the deputy who was lent."""
        lend = {"since": LONG_AGO, "until": NOW + WEEK}
        with acting_in(self.school.id):
            self.school.delegate("Hoa", Duty.DEPARTMENT_HEAD, "Minh", *LENT, **lend)


def set_up(school: School, other: School) -> Scene:
    """Fill the school and let everybody sign in; `other` is where the other principal sits."""
    add_people(school)
    scene = Scene(school, things_of(school))
    for role, name in ROLES.items():
        if name:
            scene.sessions[role] = session_of(signed_in(school, name, at=NOW))
            scene.files[name] = ready(school, name)
    scene.sessions["other_principal"] = session_of(signed_in(other, "Sơn", at=NOW))
    for role, kind in (("ward_officer", "ward"), ("city_officer", "city")):
        scene.sessions[role] = session_of(officer(role, kind))
    with acting_in(school.id):
        Account.objects.filter(staff=school.staff["Oanh"]).update(is_active=False)
    return scene


def session_of(browser: Client) -> str:
    """The session cookie of a browser."""
    return browser.cookies[settings.SESSION_COOKIE].value


def add_people(school: School) -> None:
    """Khánh leads the group of maths; Mai has a class: these duties and no other."""
    department = school.departments["TN"]
    group = SubjectGroup.objects.create(
        school_id=school.id, department=department, name="Nhóm Toán"
    )
    for name, full, more in (
        ("Khánh", "Lý Gia Khánh", {"duty": Duty.GROUP_LEADER.value, "group": group}),
        (
            "Mai",
            "Hồ Xuân Mai",
            {"duty": Duty.HOMEROOM_TEACHER.value, "school_class": school.classes["6A"]},
        ),
    ):
        school.staff[name] = Staff.objects.create(
            school_id=school.id,
            code=f"T{name}",
            full_name=full,
            sort_key=sort_key(full),
            search_key=folded(full),
            department=department,
            works_since=date(2020, 8, 1),
        )
        DutyHeld.objects.create(
            school_id=school.id, staff=school.staff[name], since=LONG_AGO, **more
        )
    members = [school.staff[name].pk for name in ("Lan", "Khánh")]
    Staff.objects.of(school).filter(pk__in=members).update(group=group)


def officer(role: str, kind: str) -> Client:
    """A browser of an officer above the schools, in his own organisation."""
    org_id = new_org(kind, f"Cấp trên {kind}")
    full = "Trịnh Công Đức"
    with looking_at(org_id):
        staff = Staff.objects.create(
            school_id=org_id,
            code=role,
            full_name=full,
            sort_key=sort_key(full),
            search_key=folded(full),
            works_since=date(2020, 8, 1),
        )
        DutyHeld.objects.create(school_id=org_id, staff=staff, duty=role, since=LONG_AGO)
        above = School(org_id, f"{role[:4]}{org_id % 10**9}", None, staff={"Đức": staff})  # type: ignore[arg-type]
        return signed_in(above, "Đức", at=NOW)
