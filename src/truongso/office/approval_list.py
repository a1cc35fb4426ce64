"""What the list of who approves electronic records says of the school now."""

from datetime import datetime

from django.utils.translation import override

from truongso.access.queries import holders, rights
from truongso.documents.kinds.approval_list import facts as kind
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.roster import queries as roster
from truongso.rules.authority import Duty


def told(actor: Actor, at: datetime) -> dict[str, object]:
    """Return the facts of the list as it stands at a moment. Raises Missing (no school year)."""
    with override("vi"):
        people = rights.charged(actor, at)
    principals = holders(actor, [Duty.PRINCIPAL], at)
    return kind.facts(
        roster.school_org(actor),
        [(one.name, one.position, one.tasks) for one in people],
        principals[0].staff.full_name if principals else "",
        rights.fingerprint(actor, at),
        roster.calendar(actor, local_day(at)).year.code,
        at=at,
    )
