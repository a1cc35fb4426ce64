"""Changing one's own phrases for comments.

They are one's own and concern nobody else: the gate is that they are.
"""

from collections.abc import Sequence
from datetime import datetime

from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.models import Phrase
from truongso.gradebook.queries import phrases as queries
from truongso.rules import phrases as rules


@act
def change_phrases(*, actor: Actor, changes: Sequence[rules.Change], now: datetime) -> list[str]:
    """Change the actor's own phrases (mẫu câu nhận xét); returns the list as it stands then.

    The journal keeps how many there are, not what they say. Changes that were made already are
    passed over in silence. Raises RuleBroken (more than the list holds, a phrase too long).
    """
    one_at_a_time("phrases", actor.school_id, actor.person)
    before = queries.own(actor)
    after = rules.changed(before, changes)
    raise_if_broken(rules.check_phrases(after))
    if after == before:
        return before

    Phrase.objects.of(actor).filter(staff_id=actor.person).delete()
    Phrase.objects.bulk_create(
        Phrase(school_id=actor.school_id, staff_id=actor.person, text=text, position=at)
        for at, text in enumerate(after)
    )

    facts = {
        "count": len(after),
        "added": len(set(after) - set(before)),
        "dropped": len(set(before) - set(after)),
    }
    deed = Deed("gradebook.phrases_changed", f"staff:{actor.person}", facts=facts)
    journal.record(actor, None, deed, at=now)
    return after
