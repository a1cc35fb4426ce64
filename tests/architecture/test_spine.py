"""Every act goes find → gate → decide → write → journal, in one transaction, actor first."""

import ast
import re

import pytest

from tests.architecture import exceptions
from tests.architecture.doings import USER_ERRORS, call_does, raised
from tests.architecture.tree import Function, Module, calls_in, is_act, modules

ACTS = {
    f"{module.name}.{name}": (module, function)
    for module in modules().values()
    for name, function in module.functions.items()
    if is_act(module, function)
}
CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "time.time",
    "truongso.foundation.clock.now",
}
BEHIND_DOORS = re.compile(
    r"truongso\.(?!commands)\w+\.(actions|queries|models|flow|post|shelf|gate|journal)(\.|$)"
)
every_act = pytest.mark.parametrize("name", ACTS)


def place_of(module: Module, function: Function, what: str) -> list[tuple[int, int]]:
    """Where in an act something is done, in the order of the text."""
    return [
        (call.lineno, call.col_offset)
        for call in calls_in(function)
        if call_does(module, call, what)
    ]


def left_out(name: str, steps: dict[str, str], *, is_there: bool) -> bool:
    """Tell whether an act may leave a step out; a reason that is not needed is refused."""
    assert not (is_there and name in steps), f"{name} does what its exception says it leaves out"
    assert is_there or steps.get(name), f"{name} leaves a step of the spine out without a reason"
    return not is_there


def test_there_are_acts_to_look_at() -> None:
    assert len(ACTS) > 40


@every_act
def test_the_gate_is_asked_before_anything_is_written(name: str) -> None:
    gate, write = (place_of(*ACTS[name], what) for what in ("gate", "write"))
    if not left_out(name, exceptions.WITHOUT_GATE, is_there=bool(gate)) and write:
        assert gate[0] < write[0]


@every_act
def test_the_journal_is_written_after_what_it_tells(name: str) -> None:
    write, journal = (place_of(*ACTS[name], what) for what in ("write", "journal"))
    if left_out(name, exceptions.WITHOUT_JOURNAL, is_there=bool(journal)):
        return
    if not left_out(name, exceptions.WITHOUT_WRITE, is_there=bool(write)):
        assert write[0] < journal[-1]


@every_act
def test_nothing_of_a_year_is_written_before_the_wall_of_the_year_is_asked(name: str) -> None:
    """What each walled act answers in a closed year: `tests/office/test_closed_year.py`."""
    year, write = (place_of(*ACTS[name], what) for what in ("year", "write"))
    if not left_out(name, exceptions.WITHOUT_YEAR, is_there=bool(year)):
        assert year[0] < write[0]


@every_act
def test_takes_everything_by_name_and_the_actor_first(name: str) -> None:
    arguments = ACTS[name][1].args
    others = (arguments.args, arguments.posonlyargs, arguments.vararg, arguments.kwarg)
    assert not any(others)
    assert arguments.kwonlyargs[0].arg == "actor"
    assert ast.unparse(arguments.kwonlyargs[0].annotation or ast.Constant(None)) == "Actor"


@every_act
def test_says_what_it_raises_and_nothing_else(name: str) -> None:
    module, function = ACTS[name]
    said = (ast.get_docstring(function) or "").partition("Raises")[2]
    named = set(re.findall(rf"\b({'|'.join(USER_ERRORS)})\b", said))
    assert named == raised(module, function)


def test_acts_live_in_the_actions_of_their_room() -> None:
    outside = {name for name in ACTS if not re.search(r"\.actions(\.|$)", name)}
    assert outside == exceptions.OUTSIDE_ACTIONS.keys()


def test_every_public_function_of_actions_is_an_act_or_part_of_one() -> None:
    """What is neither has no transaction of its own: it takes the actor and is called by an act."""
    strays = [
        f"{module.name}.{name}"
        for module in modules().values()
        if re.search(r"\.actions(\.|$)", module.name)
        for name, function in module.functions.items()
        if "." not in name and not name.startswith("_") and not is_act(module, function)
        if any(call_does(module, call, "write") for call in calls_in(function))
    ]
    assert sorted(strays) == [
        "truongso.access.actions.accounts.note_wrong_password",  # after the refusal is rolled back
        "truongso.access.actions.proving.keep_proof",  # the same, and after a right one
        "truongso.access.actions.proving.note_wrong_proof",
        "truongso.documents.actions.blobs.keep",
        "truongso.documents.actions.blobs.release",
        "truongso.documents.actions.uploads.forget",
        "truongso.gradebook.actions.correcting.note",
        "truongso.gradebook.actions.correcting.settle",
        "truongso.gradebook.actions.correcting.tell",
        "truongso.gradebook.actions.minutes.draw_up",
        "truongso.office.actions.year_draft.clear",
        "truongso.planning.actions.handing_in.hand_in_version",
        "truongso.planning.actions.handing_in.hand_over",
        "truongso.seal.actions.authority.end",
        "truongso.seal.actions.authority.list_again",
        "truongso.seal.actions.own_keys.note_wrong_secret",  # after the refusal is rolled back
        "truongso.seal.actions.revoking.end_keys_of",
    ]


def test_questions_and_rules_write_nothing() -> None:
    written = [
        f"{module.name}:{call.lineno}"
        for module in modules().values()
        if re.search(r"\.queries(\.|$)", module.name) or module.room == "rules"
        for function in module.functions.values()
        for call in calls_in(function)
        if call_does(module, call, "write") or call_does(module, call, "journal")
    ]
    assert not written


def test_nothing_behind_a_door_asks_what_time_it_is() -> None:
    asked = [
        f"{module.name}:{call.lineno}"
        for module in modules().values()
        if BEHIND_DOORS.search(module.name) or module.room == "rules"
        for call in calls_in(module.tree)
        if module.dotted(call.func) in CLOCKS
    ]
    assert not asked


def test_transactions_are_opened_in_one_place_only() -> None:
    opened = {
        module.name
        for module in modules().values()
        for call in calls_in(module.tree)
        if module.dotted(call.func) == "django.db.transaction.atomic"
    }
    assert opened == {"truongso.foundation.tenancy"}
