"""What cases of correction have opened, as part of a statement that locks lines."""

from typing import Any

from django.contrib.postgres.aggregates import BitOr
from django.db.models import IntegerField, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Coalesce

from truongso.gradebook.models import CorrectionCell
from truongso.rules.corrections import State


def still_locked(locks: Any) -> CombinedExpression:
    """Return the mask of locks to set on lines less what a case has opened in each of them.

    A lock that comes while a correction is open leaves its cells open: they lock by themselves.
    """
    rows = CorrectionCell.objects.filter(
        school_id=OuterRef("school_id"),
        pupil_id=OuterRef("pupil_id"),
        correction__sheet_id=OuterRef("sheet_id"),
        correction__state=State.OPEN.value,
        changed_at=None,
    )
    masks = rows.order_by().values("school_id").annotate(masks=BitOr("mask")).values("masks")
    opened = Coalesce(Subquery(masks, output_field=IntegerField()), 0)
    kept = CombinedExpression(Value(-1), Combinable.BITXOR, opened, output_field=IntegerField())
    return CombinedExpression(locks, Combinable.BITAND, kept, output_field=IntegerField())
