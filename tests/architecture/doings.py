"""What a function does when it is called: whether it asks the gate, writes, journals; what it
raises. Followed through every function of the program that it calls.
"""

import ast
from collections.abc import Iterable
from functools import cache

from tests.architecture.tree import Function, Module, calls_in, modules

GATE, JOURNAL = "truongso.access.gate.require", "truongso.audit.journal.record"
YEAR = "truongso.roster.years.require_open"
BULK = "truongso.foundation.bulk.write"
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "defer",
    "delete",
    "get_or_create",
    "save",
    "update",
    "update_or_create",
}
ERRORS = "truongso.foundation.errors."
USER_ERRORS = {"BadRequest", "Missing", "NotAllowed", "RuleBroken", "Stale", "TooMany"}
Found = tuple[Module, Function]


@cache
def function_named(dotted: str) -> Found | None:
    """The function of the program that a dotted name stands for; None when it is none of ours."""
    for place in range(dotted.count("."), 0, -1):
        parts = dotted.split(".")
        module = modules().get(".".join(parts[:place]))
        if module is not None:
            function = module.functions.get(".".join(parts[place:]))
            return (module, function) if function else None
    return None


def call_does(
    module: Module, call: ast.Call, what: str, seen: frozenset[str] = frozenset()
) -> bool:
    """Tell whether a call asks the "gate", asks the wall of the "year", does a "write", or keeps
    the "journal", itself or by the functions of ours that it calls.
    """
    dotted = module.dotted(call.func)
    if (what, dotted) in {("gate", GATE), ("year", YEAR), ("write", BULK)}:
        return True
    if JOURNAL in (dotted, *seen):
        return what == "journal"
    if what == "write" and isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
        return not _on_plain_value(call.func.value)
    return _does(dotted, what, seen)


def _does(dotted: str, what: str, seen: frozenset[str]) -> bool:
    found = function_named(dotted)
    if found is None or dotted in seen:
        return False
    module, function = found
    return any(call_does(module, call, what, seen | {dotted}) for call in calls_in(function))


def _on_plain_value(node: ast.expr) -> bool:
    """`digest.update(…)` and the like are no writes: a name that holds a plain value."""
    return isinstance(node, ast.Name) and node.id in {"digest", "hashed", "session"}


def raised(module: Module, function: Function) -> set[str]:
    """The errors for users that a function can raise, itself or by what it calls."""
    return _raised_by(f"{module.name}.{function.name}", frozenset())


@cache
def _raised_by(dotted: str, seen: frozenset[str]) -> set[str]:
    found = function_named(dotted)
    if found is None or dotted in seen:
        return set()
    module, function = found
    return _raised_in(module, function.body, seen | {dotted})


def _raised_in(module: Module, nodes: Iterable[ast.AST], seen: frozenset[str]) -> set[str]:
    errors: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Try):
            inside = _raised_in(module, node.body, seen)
            caught = {name for handler in node.handlers for name in _names(handler.type)}
            errors |= inside - caught
            rest = (*node.orelse, *node.finalbody, *(s for h in node.handlers for s in h.body))
            errors |= _raised_in(module, rest, seen)
            continue
        if isinstance(node, ast.Raise) and node.exc is not None:
            errors |= _names(node.exc)
        if isinstance(node, ast.Call):
            dotted = module.dotted(node.func)
            errors |= _raised_by(dotted, seen)
        errors |= _raised_in(module, ast.iter_child_nodes(node), seen)
    return errors


def _names(node: ast.expr | None) -> set[str]:
    """The errors for users that an expression names."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Tuple):
        return {name for each in node.elts for name in _names(each)}
    if isinstance(node, ast.Name):
        return {node.id} & USER_ERRORS
    return set()
