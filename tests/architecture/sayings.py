"""What the program can say to a person: where each code is made, and the values it gives."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.tree import Module, calls_in, modules

REPORT = "truongso.documents.inspection.report."
BY_PARAMS = {
    "truongso.rules.verdict.Violation": 2,
    "truongso.rules.verdict.Reason": 2,
    "truongso.commands.given.Bad": 2,
    f"{REPORT}Finding": 1,
    "self._wrong": 2,
}
"""Calls that take a code and a dictionary of values, and where the dictionary stands."""
BY_NAMES = {"refuse", "note", "Refused"}
"""Calls of an inspection that take a code and the values by name."""
DEED = "truongso.audit.journal.Deed"


@dataclass(frozen=True)
class Saying:
    """A place where a code is made; `codes` is None where the text does not tell.

    Of a deed the codes are its verbs and the values its facts.
    """

    place: str
    codes: frozenset[str] | None
    values: frozenset[str]


def sayings() -> Iterator[Saying]:
    """Every place of the program where a code for a person is made."""
    for module, scope, name, call in _calls():
        if module.dotted(call.func) in BY_PARAMS:
            at = BY_PARAMS[module.dotted(call.func)]
            yield _saying(module, scope, name, call, call.args[at] if len(call.args) > at else None)
        elif ast.unparse(call.func).rpartition(".")[2] in BY_NAMES and _is_code(call):
            codes = texts_of(call.args[0], scope)
            values = frozenset(word.arg for word in call.keywords if word.arg)
            yield Saying(f"{module.name}.{name}", codes, values)


def deeds() -> Iterator[Saying]:
    """Every place of the program where a deed for the journal is made."""
    for module, scope, name, call in _calls():
        if module.dotted(call.func) == DEED:
            facts = [word.value for word in call.keywords if word.arg == "facts"]
            yield _saying(module, scope, name, call, facts[0] if facts else None)


def _calls() -> Iterator[tuple[Module, ast.AST, str, ast.Call]]:
    for module in modules().values():
        for name, scope in _scopes(module):
            yield from ((module, scope, name, call) for call in calls_in(scope))


def _scopes(module: Module) -> list[tuple[str, ast.AST]]:
    """Functions, and what of the module stands outside them."""
    functions: list[tuple[str, ast.AST]] = list(module.functions.items())
    inside = {id(node) for _, function in functions for node in ast.walk(function)}
    calls = [call for call in calls_in(module.tree) if id(call) not in inside]
    return [*functions, ("", ast.Module(body=[ast.Expr(call) for call in calls], type_ignores=[]))]


def _is_code(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return False
    return first.value.startswith(("file.", "note."))


def _saying(
    module: Module, scope: ast.AST, name: str, call: ast.Call, given: ast.expr | None
) -> Saying:
    codes = texts_of(call.args[0], scope) if call.args else None
    return Saying(f"{module.name}.{name}", codes, keys_of(given, scope) if given else frozenset())


def texts_of(node: ast.expr, scope: ast.AST) -> frozenset[str] | None:
    """The texts an expression may be; None when the text of the program does not tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return frozenset({node.value})
    if isinstance(node, ast.IfExp):
        parts = [texts_of(node.body, scope), texts_of(node.orelse, scope)]
    elif isinstance(node, ast.Name):
        parts = [texts_of(value, scope) for value in _given_to(node.id, scope)]
    else:
        return None
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if known and len(known) == len(parts) else None


def keys_of(node: ast.expr, scope: ast.AST) -> frozenset[str]:
    """The keys that a dictionary surely has; what the text does not tell counts as none."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        parts = [
            frozenset({str(key.value)}) if isinstance(key, ast.Constant) else keys_of(value, scope)
            for key, value in pairs
        ]
        return frozenset().union(*parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return keys_of(node.left, scope) | keys_of(node.right, scope)
    if isinstance(node, ast.Name):
        given = [keys_of(value, scope) for value in _given_to(node.id, scope)]
        return frozenset.intersection(*given) if given else frozenset()
    return frozenset()


def _given_to(name: str, scope: ast.AST) -> list[ast.expr]:
    """The expressions that a name is bound to in a function."""
    found = []
    for node in ast.walk(scope):
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            targets: list[ast.expr] = [node.target]
        elif isinstance(node, ast.Assign):
            targets = node.targets
        else:
            continue
        value = node.value
        if value is not None and any(isinstance(t, ast.Name) and t.id == name for t in targets):
            found.append(value)
    return found
