"""Documents that cannot drift: made from the program, or compared with it."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import SOURCE, modules
from tests.environment import ROOT
from tools import reference
from tools.pictures import names_of_all
from truongso.access.words import DUTY_NAMES
from truongso.config.environment import Environment
from truongso.rules.authority import Duty

DOCS = ROOT / "docs"
GLOSSARY = DOCS / "glossary.md"
VIETNAMESE = re.compile(r"[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ANCHORED = re.compile(r"\]\(([^)#\s]*)#([^)]+)\)")
NOT_TERMS = {"tên", "Tết", "Nghệ thuật", "Tổ Khoa học tự nhiên", "LS&ĐL"}
"""Names and parts of names, not terms."""


def test_reference_pages_are_those_of_the_program() -> None:
    assert list(reference.outdated()) == [], "run: python -m tools.reference"


def test_every_variable_of_the_environment_is_told() -> None:
    told = reference.SAID["variables"]
    assert told.keys() == reference.variables_read()
    fields = {variable["field"] for variable in told.values()} - {""}
    assert fields == set(Environment.__dataclass_fields__)


def test_the_environment_is_read_in_one_place_only() -> None:
    """`PG_BIN` names programs, before there are settings; two set what Django itself reads."""
    readers = {
        module.name
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and module.dotted(node) == "os.environ"
    }
    known = {"config.environment", "config.wsgi", "commands.main", "commands.postgres"}
    passing_on = {"commands.backup", "commands.demo"}
    assert {name.removeprefix("truongso.") for name in readers} <= known | passing_on


def rows_of(page: Path) -> list[list[str]]:
    """The rows of the only table of a page."""
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def terms_in(text: str) -> set[str]:
    """The Vietnamese terms that stand in brackets in a docstring, outside quotations."""
    plain = QUOTED.sub("", " ".join(text.split()))
    groups = [group for group in IN_BRACKETS.findall(plain) if VIETNAMESE.search(group)]
    parts = {part.strip() for group in groups for part in re.split(r"[,;:]", group)}
    return {part for part in parts if is_term(part)}


def is_term(text: str) -> bool:
    vietnamese = VIETNAMESE.search(text) is not None
    return vietnamese and not re.search(r"[0-9→]", text) and text not in NOT_TERMS


def docstrings() -> dict[str, set[str]]:
    """The Vietnamese terms in the docstrings of each module, save the made-up school's."""
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    found: dict[str, set[str]] = {}
    for module in modules().values():
        if module.room == "demo":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, kinds):
                found.setdefault(module.name, set()).update(terms_in(ast.get_docstring(node) or ""))
    return found


def test_every_term_of_the_docstrings_stands_in_the_glossary() -> None:
    known = {
        part.strip()
        for row in rows_of(GLOSSARY)
        for part in re.split(r"[,;:()]", row[1])
        if part.strip()
    }
    used = docstrings()
    assert sum(map(len, used.values())) > 50
    missing = {name: terms - known for name, terms in used.items() if terms - known}
    assert missing == {}


def test_the_glossary_is_in_order_and_complete() -> None:
    rows = rows_of(GLOSSARY)
    names = [row[0].lower() for row in rows]
    assert names == sorted(set(names))
    assert all(len(row) == 4 and row[1] and row[3] not in ("", "–") for row in rows)
    terms = " ".join(row[1].lower() for row in rows)
    for duty in set(Duty) - {Duty.SYSTEM}:
        words = DUTY_NAMES[duty].removesuffix(" chuyên môn").lower()
        assert words.removeprefix("cán bộ ") in terms, duty


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
        for link in LINK.findall(page.read_text("utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []


def anchors(page: Path) -> set[str]:
    """The places of a page that a link may name, spelled as the usual viewers of Markdown do."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.strip().lower()).replace(" ", "-") for head in heads}


def test_every_link_into_a_document_finds_its_heading() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}#{anchor}"
        for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
        for link, anchor in ANCHORED.findall(page.read_text("utf-8"))
        if "://" not in link and anchor not in anchors(page.parent / link if link else page)
    ]
    assert broken == []


def test_the_guide_shows_every_picture_that_is_taken_and_no_other() -> None:
    guide = DOCS / "guide"
    text = "".join(page.read_text("utf-8") for page in guide.glob("*.md"))
    shown = {Path(link).name for link in LINK.findall(text) if link.startswith("pictures/")}
    assert shown == names_of_all()
    assert shown == {path.name for path in (guide / "pictures").iterdir()}
    assert sum(path.stat().st_size for path in (guide / "pictures").iterdir()) < 5_000_000


def test_every_room_stands_in_the_plan_of_the_house() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert {room for room in rooms if f"`{room}`" not in plan} == set()
