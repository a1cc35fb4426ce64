"""The wall of the year: the one place that says whether a year may still be written into.

Every act that writes something belonging to a school year (năm học) asks here where it has found
that thing. Opening the next year waits for the acts that passed, and refuses those that come after.
"""

from collections.abc import Set as AbstractSet
from uuid import UUID

from django.db import connection

from truongso.foundation.errors import Missing, raise_if_broken
from truongso.foundation.tenancy import InSchool
from truongso.roster.models import SchoolYear
from truongso.rules.years import YearState, check_open


def require_open(owner: InSchool, *year_ids: UUID, draft: bool = False) -> None:
    """Hold years open until the end of the act; `draft`: one in preparation will do as well.

    Raises Missing (no such year), RuleBroken (it is closed for ever, or not open yet).
    """
    wanted = set(year_ids)
    found = _held(owner, wanted) if wanted else []
    if len(found) != len(wanted):
        raise Missing
    raise_if_broken(
        violation
        for code, state in found
        if not (draft and state == YearState.DRAFT)
        for violation in check_open(state, code)
    )


def hold(owner: InSchool, year_id: UUID) -> None:
    """Hold a year as it is until the end of the act, open or closed: for what ends by itself there,
    so that no lock of the whole year goes over it half done.
    """
    _held(owner, {year_id})


def _held(owner: InSchool, ids: AbstractSet[UUID]) -> list[tuple[str, str]]:
    """Names and states as they are now; nobody changes them until the transaction ends."""
    rows = SchoolYear.objects.of(owner).filter(pk__in=ids).order_by("pk")
    sql, params = rows.values_list("code", "state").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE", params)
        return [(str(code), str(state)) for code, state in cursor.fetchall()]
