"""The program as text: its modules parsed once, for the tests that read instead of run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.environment import ROOT

SOURCE = ROOT / "src" / "truongso"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A module of the program: where it lies and what stands in it."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """Its source."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """The room it lies in."""
        return self.name.split(".")[1] if "." in self.name else ""

    @property
    def docstring(self) -> str:
        """What it says of itself."""
        return ast.get_docstring(self.tree) or ""

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Its functions by name; methods as "Class.method"."""
        found: dict[str, Function] = {}
        for node in self.tree.body:
            if isinstance(node, Function):
                found[node.name] = node
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, Function):
                        found[f"{node.name}.{inner.name}"] = inner
        return found

    @cached_property
    def imports(self) -> dict[str, str]:
        """What the names it imports stand for, as dotted names."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for name in node.names:
                    found[name.asname or name.name] = f"{node.module}.{name.name}"
            elif isinstance(node, ast.Import):
                for name in node.names:
                    found[name.asname or name.name.partition(".")[0]] = (
                        name.name if name.asname else name.name.partition(".")[0]
                    )
        return found

    def dotted(self, node: ast.expr) -> str:
        """What an expression names, as far as the imports tell: "truongso.access.gate.require"."""
        if isinstance(node, ast.Name):
            if node.id in self.imports:
                return self.imports[node.id]
            known = node.id in self.functions or node.id in self.classes
            return f"{self.name}.{node.id}" if known else node.id
        if isinstance(node, ast.Attribute):
            return f"{self.dotted(node.value)}.{node.attr}"
        return ""

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """Its classes by name."""
        return {node.name: node for node in self.tree.body if isinstance(node, ast.ClassDef)}


@cache
def modules() -> dict[str, Module]:
    """Every module of the program by its dotted name; migrations are left out."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE.parent).with_suffix("")
        if "migrations" not in inside.parts:
            name = ".".join(inside.parts).removesuffix(".__init__")
            found[name] = Module(name, path)
    return found


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """Every call inside, in the order of the text."""
    found = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    yield from sorted(found, key=lambda call: (call.lineno, call.col_offset))


def is_act(module: Module, function: Function) -> bool:
    """Tell whether a function is an act: all of it one transaction of the actor's school."""
    acts = ("truongso.foundation.tenancy.act",)
    return any(module.dotted(mark) in acts for mark in function.decorator_list)
