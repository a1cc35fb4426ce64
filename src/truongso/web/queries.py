"""What the porch asks the database: one question for every page, and whether it answers at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from truongso.approvals.models import Submission
from truongso.approvals.queries import APPROVE, within_reach
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.statements import written_once
from truongso.foundation.tenancy import InSchool
from truongso.gradebook.queries import case_page
from truongso.gradebook.queries.case_page import READ as READ_CORRECTIONS
from truongso.gradebook.queries.case_page import Part
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
    """Return what stands around a person's pages, in one statement; the system has no pages."""
    acts = acts_of(actor, local_day(now))
    part = case_page.part_of(actor) if READ_CORRECTIONS in acts else None
    if actor.staff_id is None:
        return Standing()
    if any(act.startswith(APPROVE) for act in acts):
        rows = Submission.objects.of(actor).filter(within_reach(actor, now))
        rows = rows.filter(state=State.SUBMITTED.value).exclude(author_id=actor.staff_id)
        found = list(_school(actor, actor.staff_id, now, part, _counted(rows)))
    else:
        found = _question(part)(actor, actor.staff_id, now)
    names = ("name", "short_name", "unread", "waiting", "corrections")
    return Standing(*(getattr(found[0], name) for name in names)) if found else Standing()


@cache
def _question(part: Part | None) -> Callable[[InSchool, UUID, datetime], list[Org]]:
    """The question of whoever approves nothing, in the form of his part in cases of correction."""

    @written_once
    def asked(owner: InSchool, staff_id: UUID, now: datetime) -> QuerySet[Org]:
        return _school(owner, staff_id, now, part, Value(0))

    return asked


def _school(
    owner: InSchool, staff_id: UUID, now: datetime, part: Part | None, waiting: Any
) -> QuerySet[Org]:
    person = Actor(owner.school_id, "", staff_id)
    cases = case_page.waiting_for(owner, staff_id, part) if part else None
    return (
        Org.objects.filter(pk=owner.school_id)
        .only("name", "short_name")
        .annotate(
            unread=_counted(shown_to(person, now=now).filter(read_at__isnull=True)),
            waiting=waiting,
            corrections=Value(0) if cases is None else _counted(cases),
        )
    )


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
