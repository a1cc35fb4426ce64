"""Who has done what at all: for questions that need no entry read, only that there is one."""

from collections.abc import Collection
from uuid import UUID

from truongso.audit.models import JournalEntry
from truongso.foundation.tenancy import InSchool


def done_by(
    owner: InSchool, verbs: Collection[str], *, person: UUID | None = None
) -> dict[UUID, frozenset[str]]:
    """Return which of some verbs the journal tells of each person, or of one; one statement."""
    rows = JournalEntry.objects.of(owner).filter(verb__in=verbs, actor_id__isnull=False)
    if person is not None:
        rows = rows.filter(actor_id=person)
    found: dict[UUID, set[str]] = {}
    for actor_id, verb in rows.order_by().values_list("actor_id", "verb").distinct():
        if actor_id is not None:
            found.setdefault(actor_id, set()).add(verb)
    return {who: frozenset(done) for who, done in found.items()}
