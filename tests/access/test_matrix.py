"""Who gets in where: every address, as nobody, as each duty, and as another school's principal.

`matrix.csv` is the answer: a row for each address and method (after a comma a further case), a
column for each duty. ok: shown or done; go: sent on; sign-in: asked to sign in first; else the
status. An address that is missing from the file fails.
"""

import re
from collections.abc import Iterator
from itertools import product
from unittest import mock

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.access.matrix_call import nowhere
from tests.access.matrix_calls import CALLS, call_of
from tests.access.matrix_scene import (
    ROLES,
    Scene,
    add_people,
    matrix,
    routes,
    set_up,
    taken_back,
)
from tests.access.matrix_things import things_of
from tests.school import NOW, School, found, looking_at
from tests.uploads import ready
from truongso.audit.models import JournalEntry
from truongso.foundation import answers, clock, http

ROWS = matrix()
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
CHANGING = {"POST", "PATCH", "DELETE"}
NAMING = [row for row in ROWS if call_of(row.route, row.method).names()]
CHANGING_TEXT = re.compile(
    rb"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[A-Za-z0-9]{64}\b|\d+\.[\w-]{43}"
)


@pytest.fixture
def other(school: School) -> Iterator[School]:
    """Another school."""
    with found() as made:
        yield made


@pytest.fixture
def scene(school: School, other: School) -> Iterator[Scene]:
    """The scene, at its own moment."""
    with mock.patch.object(clock, "now", return_value=NOW), looking_at(school.id):
        yield set_up(school, other)


def outcome(answer: HttpResponse) -> str:
    """An answer as a cell of the matrix says it."""
    status = answer.status_code
    if status == 302 and answer["Location"].startswith("/dang-nhap/?"):
        return "sign-in"
    answer.close()
    return "ok" if status in (200, 201, 204) else "go" if status == 302 else str(status)


def test_every_address_stands_in_the_matrix_and_no_other() -> None:
    assert {row.route for row in ROWS} == routes()
    assert CALLS.keys() <= {(row.route, row.method) for row in ROWS}
    assert len({(row.route, row.method) for row in ROWS}) == len(ROWS)
    assert all(row.cells[role] for row in ROWS for role in ROLES)


def test_everybody_gets_just_what_the_matrix_says(scene: Scene) -> None:
    """Pages are not drawn here: who may see them is decided before."""
    differing = []
    with (
        mock.patch.object(http, "render_to_string", return_value=""),
        mock.patch.object(answers, "render_to_string", return_value=""),
    ):
        for row in ROWS:
            for role, expected in row.cells.items():
                with taken_back():
                    got = outcome(scene.send(role, row))
                if got != expected:
                    differing.append(f"{row.route} {row.method} as {role}: {got}, not {expected}")
    assert not differing, "\n".join(differing)
    print(f"matrix: {len(routes())} addresses, {len(ROWS)} rows, {len(ROWS) * len(ROLES)} cells")


def test_every_other_method_is_refused(scene: Scene) -> None:
    known: dict[str, set[str]] = {}
    for row in ROWS:
        known.setdefault(row.route, set()).add(row.kind)
    let_in = []
    for row in {row.route: row for row in ROWS}.values():
        for method in METHODS - known[row.route]:
            with taken_back():
                answer = scene.send("teacher_own", row, method=method)
            if answer.status_code != 405 or not answer["Allow"]:
                let_in.append(f"{row.route} {method}: {answer.status_code}")
    assert let_in == []


def test_a_form_that_another_site_sends_is_refused(scene: Scene) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    before = JournalEntry.objects.of(scene.school).count()
    for row in ROWS:
        if row.kind in CHANGING:
            strict.cookies[settings.SESSION_COOKIE] = scene.sessions["teacher_own"]
            answer = scene.send("teacher_own", row, browser=strict)
            assert answer.status_code == 403, (row.route, row.method)
    assert JournalEntry.objects.of(scene.school).count() == before


def plain(answer: HttpResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer without what differs from request to request: tokens, and the ids asked for."""
    headers = sorted((name, value) for name, value in answer.items() if name != "Set-Cookie")
    body = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return answer.status_code, headers, CHANGING_TEXT.sub(b"", body)


def test_a_thing_of_another_school_is_as_one_that_is_not_there(scene: Scene, other: School) -> None:
    """Status, headers and page are the same to the byte, each named thing exchanged by itself."""
    with looking_at(other.id):
        add_people(other)
        theirs = things_of(other) | {"own_file": ready(other, "Lan")}
    none = nowhere(theirs)
    asked, told_apart = 0, []
    for row, role in product(NAMING, ("principal", "department_head", "teacher_own")):
        for name in call_of(row.route, row.method).names():
            seen = []
            for things in (theirs, none):
                with taken_back():
                    seen.append(plain(scene.send(role, row, things={name: things[name]})))
            asked += 1
            in_path = name in repr(call_of(row.route, row.method).path)
            if seen[0] != seen[1] or (in_path and seen[0][0] != 404):
                told_apart.append((row.route, row.method, role, name, seen[0][0], seen[1][0]))
    assert told_apart == []
    assert asked > 100
    print(f"foreign things: {asked} compared with nothing")
