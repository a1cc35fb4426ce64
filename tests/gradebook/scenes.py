"""Scenes of the gradebook that many tests begin with."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.office.rollover_scene import fill_classes
from tests.school import NOW, School
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import scores
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import Sheet, SheetLine
from truongso.gradebook.queries.place import Page
from truongso.roster.models import Pupil

__all__ = ["NOW", "book", "line", "page", "pupils", "save", "sheet"]


def pupils(school: School) -> list[Pupil]:
    """The pupils of 6A in name order, put there."""
    fill_classes(school)
    members = Pupil.objects.of(school).filter(places__school_class=school.classes["6A"])
    return list(members.order_by("sort_key", "born_on", "code"))


def page(school: School, subject: str = "TOAN", name: str = "6A", term: int = 1) -> Page:
    """A page of the gradebook."""
    return Page(school.classes[name].id, subject, term)


def save(
    school: School,
    *cells: tuple[Pupil, str, str] | tuple[Pupil, str, str, int] | Cell,
    who: str = "Lan",
    where: Page | None = None,
    at: datetime = NOW,
    batch: UUID | None = None,
    reason: str = "",
    source: str = "page",
) -> Mapping[str, Any]:
    """Save cells as a person: (pupil, column, text) of version 0, or (…, version)."""
    asked = [
        one
        if isinstance(one, Cell)
        else Cell(one[0].id, one[1], one[2], one[3] if len(one) == 4 else 0, reason)
        for one in cells
    ]
    return scores.save_scores(
        actor=school.actor(who, at),
        page=where or page(school),
        batch_id=batch or new_id(),
        cells=asked,
        source=source,
        now=at,
    )


def sheet(school: School, where: Page | None = None) -> Sheet:
    """The sheet of a page that was written on."""
    where = where or page(school)
    return Sheet.objects.of(school).get(
        school_class_id=where.class_id, subject=where.subject, term=where.term
    )


def line(school: School, pupil: Pupil, where: Page | None = None) -> SheetLine:
    """A pupil's line."""
    return SheetLine.objects.of(school).get(sheet=sheet(school, where), pupil=pupil)


def book(school: School, **days: Any) -> None:
    """Set the days of term 1 as the principal."""
    from truongso.gradebook.actions.terms import set_days

    windows = {k: v for k, v in days.items() if k != "finals_from"}
    finals: date | None = days.get("finals_from")
    set_days(actor=school.actor("Sơn"), term=1, windows=windows, finals_from=finals, now=NOW)
