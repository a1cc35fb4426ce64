"""What the porch asks the database: one question for every page, and whether it answers at all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from truongso.approvals.models import Submission
from truongso.approvals.queries import APPROVE, within_reach
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.gradebook.queries import case_page
from truongso.gradebook.queries.case_page import READ as READ_CORRECTIONS
from truongso.notices.queries import shown_to
from truongso.roster.models import Org
from truongso.rules.approval import State
from truongso.web.menu import acts_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands around every page: the school's names, unread notices, what waits for a yes.

    `corrections`: cases of correction that wait for something the person has to do.
    """

    school: str = ""
    school_short: str = ""
    unread: int = 0
    waiting: int = 0
    corrections: int = 0


def standing(actor: Actor, *, now: datetime) -> Standing:
    """Return what stands around the actor's pages, in one statement."""
    unread = _counted(shown_to(actor, now=now).filter(read_at__isnull=True))
    waiting: Any = Value(0)
    if any(act.startswith(APPROVE) for act in acts_of(actor, local_day(now))):
        rows = Submission.objects.of(actor).filter(within_reach(actor, now))
        rows = rows.filter(state=State.SUBMITTED.value).exclude(author_id=actor.staff_id)
        waiting = _counted(rows)
    corrections: Any = Value(0)
    if READ_CORRECTIONS in acts_of(actor, local_day(now)):
        corrections = _counted(case_page.waiting(actor))
    row = (
        Org.objects.filter(pk=actor.school_id)
        .annotate(unread=unread, waiting=waiting, corrections=corrections)
        .values_list("name", "short_name", "unread", "waiting", "corrections")
        .first()
    )
    return Standing(*row) if row else Standing()


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are, as a value within another statement."""
    counted = rows.order_by().values("school_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def database_answers() -> bool:
    """Tell whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
