"""Taking the roster out as a table; who took it out, and for what, stands in the journal."""

from datetime import datetime
from io import BytesIO

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import act
from truongso.foundation.watermarks import mark_of
from truongso.office.importing import templates
from truongso.office.importing.drafts import Scene
from truongso.office.importing.outgoing import OUTGOING
from truongso.office.importing.schema import KINDS
from truongso.roster import queries as roster
from truongso.rules.authority import Whose
from truongso.rules.personal_data import use_until

SHORTEST_PURPOSE = 10


@act
def export(*, actor: Actor, kind: str, purpose: str, now: datetime) -> BytesIO:
    """Return a table of what the school has of a kind, which can be taken in again. Personal data
    carry a line that says who took them out, when and for what. Raises Missing, NotAllowed.
    """
    if kind not in KINDS:
        raise Missing
    day = local_day(now)
    calendar = roster.calendar(actor, day)
    duty = gate.require(actor, "office.import", Whose(), at=now)

    one = KINDS[kind]
    rows = OUTGOING[kind](Scene(actor, calendar.year, day, one))
    until = use_until(day) if one.personal else None
    said = purpose or f"Xuất {one.title.lower()}"
    mark = mark_of(actor, said, at=now, until=until)
    lists = templates.lists_for(actor, day)
    book = templates.filled(one, lists, rows, mark)

    facts = {"what": one.title, "rows": len(rows)}
    deed = Deed("office.exported", f"export:{kind}", reason=purpose, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return book
