"""What an operator did to the whole installation, told in the journal of every organisation."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

from truongso.audit import journal, keys
from truongso.foundation.actor import SYSTEM_DUTY, system_actor
from truongso.foundation.jobs import organisations
from truongso.foundation.tenancy import acting_in

OPERATOR = "Người vận hành hệ thống"


def tell_everyone(verb: str, facts: Mapping[str, object], *, at: datetime) -> int:
    """Write one entry into the journal of each organisation; returns of how many."""
    told = 0
    for school_id in organisations():
        with acting_in(school_id):
            deed = journal.Deed(verb, f"org:{school_id}", facts=facts)
            journal.record(system_actor(school_id, OPERATOR), SYSTEM_DUTY, deed, at=at)
        told += 1
    return told


def own_up_to_restoring(facts: Mapping[str, object], *, at: datetime) -> int:
    """Say in every journal that the database was put back to an earlier state.

    Checkpoints witnessed of what came after that state are set aside, not thrown away: until this
    is said, sealing and `audit verify` take the missing end for what it may be, a deletion.
    """
    folder: Path = settings.KEYS_DIR
    keys.set_witnesses_aside(folder, at=at)
    return tell_everyone("system.restored", facts, at=at)
