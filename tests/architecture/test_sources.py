"""Every rule names the regulation that it comes from, and so does every table of numbers."""

import ast
import re
import tomllib
from datetime import date

from tests.architecture.tree import SOURCE, modules
from tests.architecture.unsourced import WITHOUT_SOURCE
from truongso.rules.policy import legal_bases, record_kinds

SAYS = re.compile(r"\bSource: \S+", re.MULTILINE)
PARAMETERS = sorted((SOURCE / "rules" / "parameters").glob("*.toml"))
RULES = {
    f"{module.name}.{name}": ast.get_docstring(function) or ""
    for module in modules().values()
    if module.room == "rules" and ".messages" not in module.name
    if not SAYS.search(module.docstring)
    for name, function in module.functions.items()
    if not any(part.startswith("_") for part in name.split("."))
}


def test_every_rule_names_its_source() -> None:
    assert len(RULES) > 30
    without = {name for name, said in RULES.items() if not SAYS.search(said)}
    assert without == WITHOUT_SOURCE.keys()
    assert all(WITHOUT_SOURCE.values())


def test_every_table_of_numbers_names_its_source() -> None:
    assert PARAMETERS
    without = [
        path.name
        for path in PARAMETERS
        if not re.search(r"^# Source: \S+", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert without == []


def test_every_source_of_a_record_is_a_regulation_that_is_listed() -> None:
    named = {code for kind in record_kinds() for code in kind.legal_basis}
    assert named <= legal_bases().keys()


def test_every_entry_that_a_law_may_change_has_its_first_day() -> None:
    for name in ("legal_bases", "record_kinds", "school_rules"):
        tables = tomllib.loads(
            (SOURCE / "rules" / "parameters" / f"{name}.toml").read_text("utf-8")
        )
        for entry in next(iter(tables.values())):
            assert isinstance(entry.get("valid_from"), date), entry
