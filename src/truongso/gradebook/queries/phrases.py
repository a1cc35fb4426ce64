"""A teacher's own phrases for comments."""

from truongso.foundation.actor import Actor
from truongso.gradebook.models import Phrase


def own(actor: Actor) -> list[str]:
    """Return the actor's own phrases in their order; nobody reads another's."""
    rows = Phrase.objects.of(actor).filter(staff_id=actor.person)
    return list(rows.order_by("position").values_list("text", flat=True))
