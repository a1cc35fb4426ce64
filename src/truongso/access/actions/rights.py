"""The principal's yes to the table of rights, with the fingerprint of what was read."""

from datetime import datetime

from truongso.access import gate
from truongso.access.models import RightsReading
from truongso.access.queries import rights as queries
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Stale
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import act
from truongso.rules.authority import Whose
from truongso.rules.verdict import Violation


@act
def confirm_rights(*, actor: Actor, fingerprint: str, now: datetime) -> RightsReading:
    """Confirm that the table of rights was read and agreed with, as it stood on the page.

    Raises NotAllowed, Stale (it has changed since the page was opened).
    """
    duty = gate.require(actor, "access.confirm_rights", Whose(), at=now)

    if queries.fingerprint(actor, now) != fingerprint:
        raise Stale(Violation("rights.table_changed"))

    row = RightsReading.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        by_id=actor.person,
        at=now,
        fingerprint=fingerprint,
    )
    deed = Deed("access.rights_confirmed", f"rights:{row.id}", facts={"fingerprint": fingerprint})
    journal.record(actor, duty, deed, at=now)
    return row
