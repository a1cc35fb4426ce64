"""What stands in a cell, against the golden cases that the browser's script passes too."""

import json
from datetime import date
from typing import Any

import pytest

from tests.environment import ROOT
from truongso.rules import marks
from truongso.rules.circular import circular_on
from truongso.rules.columns import columns_for

GOLDEN = json.loads((ROOT / "tests/golden/rules/marks.json").read_text("utf-8"))
CIRCULAR = circular_on(date(2026, 9, 7))


def test_there_are_cases_of_every_kind() -> None:
    assert all(len(GOLDEN[part]) > 10 for part in ("typed", "shown", "results"))


@pytest.mark.parametrize("case", GOLDEN["typed"], ids=str)
def test_reads_what_is_typed_over_a_cell(case: dict[str, Any]) -> None:
    found = marks.typed(case["text"], case["stands"], comments=case["comments"])
    said = (found.code, found.problem, found.suggestion)
    assert said == (case["code"], case["problem"], case["suggestion"])


def test_shows_a_cell() -> None:
    for case in GOLDEN["shown"]:
        assert marks.shown(case["code"]) == case["shown"]


@pytest.mark.parametrize("case", GOLDEN["results"], ids=str)
def test_joins_the_cells_of_a_term(case: dict[str, Any]) -> None:
    columns = columns_for(case["subject"], case["grade"], CIRCULAR)
    assert [column.kind.value for column in columns] == case["kinds"]
    found = marks.result(case["marks"], columns, comments=case["comments"], circular=CIRCULAR)
    assert found == case["result"]
