"""No act of the gradebook writes a mark cell, save the few whose business it is."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from tests.architecture.tree import modules
from tests.gradebook.other_acts import WRITERS, Story
from tests.school import School
from truongso.gradebook import actions
from truongso.gradebook.models import MarkChange

NAME_THEM = {
    "truongso.demo.anonymising.fields": "which fields hold personal data, by name",
    "truongso.records.queries.reports": "reads the comments for the school report",
}
"""Outside the room: who names the lines of marks, and why."""


def acts() -> Iterator[str]:
    """The names of all acts of the room: "locks.lock_term"."""
    for one in pkgutil.iter_modules(actions.__path__):
        module = import_module(f"{actions.__name__}.{one.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if _is_act(module, function):
                yield f"{one.name}.{name}"


def _is_act(module: ModuleType, function: Any) -> bool:
    return function.__module__ == module.__name__ and hasattr(function, "__wrapped__")


def test_no_other_act_writes_a_mark_cell(school: School) -> None:
    story, done = Story(school), set()
    steps = story.steps()
    while (step := next(steps, None)) is not None:
        act, call = step
        name = f"{act.__module__.rpartition('.')[2]}.{act.__name__}"
        before, diary = story.marks(), MarkChange.objects.of(school).count()
        assert len(before) > 20
        call()
        assert story.marks() == before, name
        assert MarkChange.objects.of(school).count() == diary, name
        done.add(name)
    assert not done & WRITERS.keys()
    assert done | WRITERS.keys() == {*acts()}


def test_no_other_room_knows_the_lines_of_marks() -> None:
    named = {
        name
        for name, module in modules().items()
        if "SheetLine" in module.text and not name.startswith("truongso.gradebook.")
    }
    assert named == NAME_THEM.keys()
