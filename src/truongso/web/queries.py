"""What the porch asks the database: one question for every page, and whether it answers at all."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.models import Count, IntegerField, Subquery
from django.db.models.functions import Coalesce

from truongso.foundation.actor import Actor
from truongso.notices.queries import shown_to
from truongso.roster.models import Org


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands around every page: the school's names and how many notices are unread."""

    school: str = ""
    school_short: str = ""
    unread: int = 0


def standing(actor: Actor, *, now: datetime) -> Standing:
    """Return what stands around the actor's pages, in one statement."""
    unread = shown_to(actor, now=now).filter(read_at__isnull=True).order_by()
    counted = unread.values("school_id").annotate(count=Count("pk")).values("count")
    row = (
        Org.objects.filter(pk=actor.school_id)
        .annotate(unread=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
        .values_list("name", "short_name", "unread")
        .first()
    )
    return Standing(*row) if row else Standing()


def database_answers() -> bool:
    """Tell whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
