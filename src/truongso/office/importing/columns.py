"""Whether the columns a person has named are enough to compare the rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from truongso.office.importing.schema import Kind
from truongso.rules.verdict import Violation

if TYPE_CHECKING:
    from truongso.office.models import ImportRun

FROM_ELSEWHERE = {"school_class", "sex", "full_name"}


def check_mapping(
    kind: Kind, chosen: Mapping[str, str], run: "ImportRun", from_day: date
) -> Iterator[Violation]:
    """Yield what is missing or named twice. Identifiers alone are enough to change who is known."""
    fields = Counter(code for code in chosen.values() if code in kind.by_code)
    for code, count in fields.items():
        if count > 1:
            label = kind.by_code[code].label
            yield Violation("import.mapped_twice", "mapping", {"label": label})
    told = set(fields)
    told |= {"full_name"} if "given_name" in told else set()
    told |= {"sex"} if "female" in told else set()
    if not told & set(kind.key):
        labels = ", ".join(kind.by_code[code].label for code in kind.key)
        yield Violation("import.unmapped", "mapping", {"labels": labels})
    if not run.year.starts_on <= from_day <= run.year.ends_on:
        params = {"first": run.year.starts_on, "last": run.year.ends_on}
        yield Violation("import.day_outside_year", "from_day", params)
