"""No page of the program is longer than one reads at a sitting."""

import ast
from itertools import chain
from pathlib import Path

from tests.environment import ROOT

FILE_LINES, FUNCTION_LINES = 300, 50
PYTHON = [
    path
    for folder in ("src", "tests", "tools", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
TYPESCRIPT = [
    path
    for folder in ("frontend", "tools")
    for kind in ("*.ts", "*.mjs")
    for path in (ROOT / folder).rglob(kind)
]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_files_to_measure() -> None:
    assert len(PYTHON) > 300
    assert len(TYPESCRIPT) > 10


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {
        shown(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON + TYPESCRIPT
    }
    assert {name: count for name, count in lengths.items() if count > FILE_LINES} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    functions = chain.from_iterable(
        (
            (f"{shown(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )
        for path in PYTHON
    )
    assert {name: count for name, count in functions if count > FUNCTION_LINES} == {}
