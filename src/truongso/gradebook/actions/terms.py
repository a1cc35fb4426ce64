"""Setting the days of a term's gradebook: when each kind of column is open, when the finals are."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.tenancy import act
from truongso.gradebook.queries import terms as queries
from truongso.roster import years
from truongso.roster.models import SchoolYear
from truongso.rules import gradebook as rules
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation

PLAN = "gradebook.plan_term"
NAMES = {
    "regular": "Thường xuyên",
    "midterm": "Giữa kì",
    "final": "Cuối kì",
    rules.COMMENT: "Nhận xét",
}


@act
def set_days(
    *,
    actor: Actor,
    term: int,
    windows: Mapping[str, tuple[date, date]],
    finals_from: date | None,
    now: datetime,
) -> None:
    """Set from when until when each kind of column is open in a term, and the first final test.

    A kind that is not named is open as long as the term is. What is locked stays locked.
    Raises Missing, NotAllowed, RuleBroken (a window backwards or outside the year, a closed year).
    """
    book = queries.book_to_write(actor, term, local_day(now))
    duty = gate.require(actor, PLAN, Whose(), at=now)
    years.require_open(actor, book.year_id)
    raise_if_broken(_checked(windows, book.year))

    before = {**book.windows, "finals_from": book.finals_from and book.finals_from.isoformat()}
    book.windows = {k: [a.isoformat(), b.isoformat()] for k, (a, b) in windows.items()}
    book.finals_from = finals_from
    book.save()

    after = {**book.windows, "finals_from": finals_from and finals_from.isoformat()}
    changes = [
        (key, before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]
    deed = Deed("gradebook.term_planned", f"term:{book.id}", changes, facts={"term": term})
    journal.record(actor, duty, deed, at=now)


def _checked(windows: Mapping[str, tuple[date, date]], year: SchoolYear) -> Iterator[Violation]:
    for kind, (first, last) in windows.items():
        name = NAMES[kind]
        if last < first:
            yield Violation("gradebook.window_backwards", f"{kind}_last", {"name": name})
        elif first < year.starts_on or last > year.ends_on:
            params = {"name": name, "first": year.starts_on, "last": year.ends_on}
            yield Violation("gradebook.window_outside", f"{kind}_first", params)
