"""School years and their 35 teaching weeks laid over real dates."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.rules.years import YearState


class SchoolYear(SchoolOwned):
    """A school year (năm học), named by its two calendar years, for example 2026-2027.

    One at most is open and one at most is a draft; the closed ones are never written again.
    `opened_at` and `opened_by` are None for the year a school began with.
    """

    code = models.CharField(max_length=9)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(
        max_length=6, choices=[(s.value, s.value) for s in YearState], default=YearState.OPEN.value
    )
    opened_at = models.DateTimeField(null=True)
    opened_by = SchoolKey("roster.Staff", null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            once("code", name="roster_year_code"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="roster_year_order"
            ),
            models.UniqueConstraint(
                fields=["school_id", "state"],
                condition=~models.Q(state=YearState.CLOSED.value),
                name="roster_year_one_open",
            ),
        ]


class TeachingWeek(SchoolOwned):
    """A teaching week (tuần thực dạy) 1 to 35, its term and its Monday."""

    year = SchoolKey(SchoolYear, models.CASCADE, related_name="weeks")
    no = models.PositiveSmallIntegerField()
    term = models.PositiveSmallIntegerField()
    monday = models.DateField()

    class Meta:
        constraints = [
            once("year", "no", name="roster_week_no"),
            once("year", "monday", name="roster_week_monday"),
        ]


class Break(SchoolOwned):
    """Days without teaching, both ends included (nghỉ lễ, nghỉ Tết)."""

    year = SchoolKey(SchoolYear, models.CASCADE, related_name="breaks")
    name = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="roster_break_order"
            ),
        ]
        indexes = [found_by("year", "first", name="roster_break_year")]
