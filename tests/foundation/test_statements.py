"""A statement written once: the same rows as the plain queryset, no value kept, the same walls."""

import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.clients import signed_in
from tests.gradebook.scenes import NOW, page, pupils, save, sheet
from tests.school import School, found
from truongso.access import sessions
from truongso.foundation.days import local_day
from truongso.foundation.ids import new_id
from truongso.foundation.statements import written_once
from truongso.foundation.tenancy import InSchool, SchoolRows, acting_in
from truongso.gradebook.queries import case_page, lines, place
from truongso.roster.models import SchoolClass
from truongso.web import queries as around

DAY = local_day(NOW)


def told(row: Any) -> dict[str, Any]:
    """Everything a row of Django's holds, the rows that came with it too."""
    kept = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {name: told(one) for name, one in row._state.fields_cache.items() if one}
    return {**kept, "_beside": beside, "_is": (type(row), row._state.db, row._state.adding)}


def sent(question: Callable[[], Any]) -> tuple[str, tuple[Any, ...]]:
    """The one statement a question sends and its values, as they are given to the driver."""
    seen: list[Any] = []

    def look(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        seen.append((sql, tuple(values)))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(look):
        question()
    [one] = seen
    return one  # type: ignore[no-any-return]


def both(question: Any, *values: Any) -> None:
    """The rows of a question are those of its plain queryset; the text holds none of its values."""
    plain = list(inspect.unwrap(question)(*values))
    for _ in range(2):
        assert [told(row) for row in question(*values)] == [told(row) for row in plain]
    assert plain
    text, bound = sent(lambda: question(*values))
    for value in values:
        shown = getattr(value, "school_id", value)
        assert shown in bound
        assert isinstance(shown, int) or str(shown) not in text


def test_the_hot_questions_have_the_rows_of_their_plain_querysets(school: School) -> None:
    batch = new_id()
    known = pupils(school)
    save(school, *((pupil, "tx1", "8") for pupil in known), batch=batch)
    where = (school, page(school).class_id, "TOAN", 1, DAY)
    both(place._rows, *where)
    both(place._rows_and_batch, *where, batch)
    both(lines._lines, school, sheet(school).id)
    both(lines._members, school, page(school).class_id, DAY)
    for name in ("Lan", "Minh"):
        key = signed_in(school, name, at=NOW).cookies[settings.SESSION_COOKIE].value
        both(sessions._with_person, school.id, sessions.key_hash(key), NOW)


def test_what_stands_around_a_page_is_asked_in_the_form_of_the_persons_part(
    school: School,
) -> None:
    for name in ("Lan", "Hoa", "Minh", "Sơn"):
        actor = school.actor(name, NOW)
        for part in (None, case_page.part_of(actor)):
            both(around._question(part), actor, school.staff[name].id, NOW)


def test_each_call_binds_its_own_values(school: School) -> None:
    first, second = (school.classes[name] for name in ("6A", "6B"))
    asked = [(school, one.id, "TOAN", 1, DAY) for one in (first, second)]
    assert [place._rows(*values)[0].name for values in asked] == ["6A", "6B"]
    [one, other] = [sent(partial(place._rows, *values)) for values in asked]
    assert one[0] == other[0]
    assert one[1] != other[1]


def test_another_school_finds_nothing(school: School) -> None:
    values = (page(school).class_id, "TOAN", 1, DAY)
    assert place._rows(school, *values)
    with found() as other, acting_in(other.id):
        assert place._rows(other, *values) == []
        assert place._rows(school, *values) == []  # the second wall


def test_every_thread_asks_on_a_connection_of_its_own(school: School) -> None:
    values = (school, page(school).class_id, "TOAN", 1, DAY)

    def beside() -> int:
        try:
            with acting_in(school.id):
                return len(place._rows(*values))
        finally:
            connection.close()

    assert len(place._rows(*values)) == 1
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(beside).result() == 1


def test_a_statement_is_written_once(school: School) -> None:
    times = []

    @written_once
    def named(owner: InSchool, name: str) -> SchoolRows[SchoolClass]:
        times.append(name)
        return SchoolClass.objects.of(owner).filter(name=name, extra=False)

    assert [len(named(school, name)) for name in ("6A", "6B", "9Z")] == [1, 1, 0]
    assert len(named(school, name="6A")) == len(times) == 1


def test_what_cannot_be_bound_is_refused(school: School) -> None:
    @written_once
    def steered(owner: InSchool, name: str) -> SchoolRows[SchoolClass]:
        rows = SchoolClass.objects.of(owner)
        return rows.filter(name="6A") if name == "6A" else rows

    @written_once
    def forgotten(owner: InSchool, day: date) -> SchoolRows[SchoolClass]:
        return SchoolClass.objects.of(owner)

    with pytest.raises(TypeError, match="steered: an argument has no place"):
        steered(school, "6A")
    with pytest.raises(TypeError, match="forgotten: an argument has no place"):
        forgotten(school, DAY)
    with pytest.raises(TypeError, match="None"):
        place._rows(school, None, "TOAN", 1, DAY)  # type: ignore[arg-type]
