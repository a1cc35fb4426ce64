"""Warning teachers of columns that lock soon and are not full."""

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.tenancy import act
from truongso.gradebook.actions.terms import NAMES
from truongso.gradebook.queries import books, terms
from truongso.gradebook.queries.place import TERMS
from truongso.notices import post
from truongso.rules.authority import Whose

WARN_WITHIN = timedelta(days=3)


@act
def warn_of_locks(*, actor: Actor, now: datetime) -> int:
    """Tell whoever lacks marks in a term one of whose kinds of column locks within three days.

    The system's act; run twice on a day it tells nobody twice. Returns how many people were told.
    Raises Missing (no school year), NotAllowed (only the system).
    """
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)
    day, told = local_day(now), 0
    calendar = terms.open_year(actor, day)

    for term in TERMS:
        soon = terms.closing_soon(terms.book(actor, calendar.year, term), day, within=WARN_WITHIN)
        if not soon:
            continue
        owed = _owed(books.books(actor, calendar.year, term, day))
        kinds = ", ".join(f"{NAMES[kind]} {last:%d/%m/%Y}" for kind, last in soon.items())
        for staff_id, (missing, names) in owed.items():
            text = f"Sổ điểm sắp khóa ({kinds}). Còn {missing} ô chưa có điểm: {', '.join(names)}."
            address = f"{reverse('my_sheets')}?hoc-ki={term}"
            about = f"marks:{calendar.year.code}:{term}:{day}"
            message = post.Message("gradebook.locks_soon", text[:500], address, about)
            post.tell(actor, [staff_id], message, shows_at=now)
        told += len(owed)

    if told:
        deed = Deed("gradebook.warned", f"year:{calendar.year.id}", facts={"people": told})
        journal.record(actor, duty, deed, at=now)
    return told


def _owed(found: list[books.Book]) -> dict[UUID, tuple[int, list[str]]]:
    """How many cells each teacher's pages lack, and which pages those are."""
    owed: dict[UUID, tuple[int, list[str]]] = {}
    for one in found:
        if not one.missing or one.all_locked:
            continue
        for staff_id in one.staff_ids:
            count, names = owed.get(staff_id, (0, []))
            owed[staff_id] = (count + one.missing, [*names, f"{one.subject.short} {one.row.name}"])
    return owed
