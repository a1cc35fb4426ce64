"""The year and its weeks, who works and teaches where, what the school has decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.roster import models
from truongso.rules.calendar import TeachingWeek, week_of, weeks_begun
from truongso.rules.deadlines import lesson_plan_due
from truongso.rules.policy import Policy, policy_with
from truongso.rules.years import YearState


@dataclass(frozen=True, slots=True)
class Calendar:
    """A school year with its teaching weeks, in order, seen from a day."""

    year: models.SchoolYear
    weeks: tuple[TeachingWeek, ...]
    day: date

    @property
    def current_no(self) -> int:
        """The number of the last week begun; 0 before the first."""
        return weeks_begun(self.weeks, self.day)

    @property
    def this_week(self) -> TeachingWeek | None:
        """The teaching week of today; None in a gap."""
        return week_of(self.weeks, self.day)

    def week(self, no: int) -> TeachingWeek | None:
        """The week with this number; None when the year has none such."""
        return next((week for week in self.weeks if week.no == no), None)

    def due(self, week: TeachingWeek) -> date:
        """Return the last day on which lesson plans of a week are on time."""
        return lesson_plan_due(week)

    @property
    def in_view(self) -> int:
        """The number of the week a page shows first: the one being prepared for.

        From Thursday on the next week's work is what matters; before, this week's.
        """
        ahead = 1 if self.day.weekday() >= 3 or self.this_week is None else 0
        return min(max(self.current_no + ahead, 1), len(self.weeks) or 1)


def calendar(owner: InSchool, day: date) -> Calendar:
    """Return the school year the school works in: the open one; drafts are not seen.

    Raises Missing when there is none.
    """
    rows = years(owner)
    if not rows:
        raise Missing
    year = next((row for row in rows if row.state == YearState.OPEN), rows[0])
    return calendar_of(owner, year, day)


def calendar_of(owner: InSchool, year: models.SchoolYear, day: date) -> Calendar:
    """Return a year with its weeks; a closed one is seen from its last day."""
    rows = models.TeachingWeek.objects.of(owner).filter(year=year).order_by("no")
    weeks = tuple(TeachingWeek(row.no, row.term, row.monday) for row in rows)
    return Calendar(year, weeks, min(day, last_day(year) or day))


def calendar_named(owner: InSchool, code: str, day: date) -> Calendar:
    """Return the year of this name, or the one the school works in when none is named.

    Raises Missing: there is none such, or it is a draft.
    """
    if not code:
        return calendar(owner, day)
    year = next((row for row in years(owner) if row.code == code), None)
    if year is None:
        raise Missing
    return calendar_of(owner, year, day)


def years(owner: InSchool) -> list[models.SchoolYear]:
    """Return the years of the school that were ever opened, the latest first."""
    rows = models.SchoolYear.objects.of(owner).exclude(state=YearState.DRAFT.value)
    return list(rows.order_by("-starts_on"))


def last_day(year: models.SchoolYear) -> date | None:
    """Return the last day on which a closed year was as it ended; None while it is not closed."""
    if year.closed_at is None:
        return None
    return min(year.ends_on, local_day(year.closed_at) - timedelta(days=1))


def breaks(owner: InSchool, year_id: UUID) -> SchoolRows[models.Break]:
    """Return the holidays of a year, in order."""
    return models.Break.objects.of(owner).filter(year_id=year_id).order_by("first")


def policy(owner: InSchool, day: date) -> Policy:
    """Return the settings of the school on a day: what it decided last, defaults elsewhere."""
    latest = (
        models.SchoolSetting.objects.of(owner)
        .filter(valid_from__lte=day)
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=F("key"),
                order_by=[F("valid_from").desc(), F("id").desc()],
            )
        )
        .filter(rank=1)
    )
    return policy_with(dict(latest.values_list("key", "value")))


def has_decided(owner: InSchool, key: str, day: date) -> bool:
    """Tell whether the school itself decided a setting, by a day; else the default holds."""
    return models.SchoolSetting.objects.of(owner).filter(key=key, valid_from__lte=day).exists()


def settings_history(owner: InSchool) -> SchoolRows[models.SchoolSetting]:
    """Return everything the school ever decided for itself, the latest first."""
    decided = models.SchoolSetting.objects.of(owner).select_related("decided_by")
    return decided.order_by("-valid_from", "-id")


def school_org(owner: InSchool) -> models.Org:
    """Return the organisation the owner belongs to. Raises Missing."""
    org = models.Org.objects.select_related("parent").filter(pk=owner.school_id).first()
    if org is None:
        raise Missing
    return org


def working_on(day: date) -> Q:
    """Return the condition that a person works at the school on a day."""
    return Q(works_since__lte=day) & (Q(works_until__isnull=True) | Q(works_until__gt=day))


def staff(owner: InSchool, day: date) -> SchoolRows[models.Staff]:
    """Return who works at the school on a day, in Vietnamese name order."""
    rows = models.Staff.objects.of(owner).filter(working_on(day))
    return rows.select_related("department", "group").order_by("sort_key", "id")


def person(owner: InSchool, staff_id: UUID) -> models.Staff:
    """Return one person of the school. Raises Missing."""
    row = models.Staff.objects.of(owner).select_related("department", "group")
    if found := row.filter(pk=staff_id).first():
        return found
    raise Missing


def departments(owner: InSchool) -> SchoolRows[models.Department]:
    """Return the departments (tổ chuyên môn) of the school."""
    return models.Department.objects.of(owner).order_by("name")


def groups(owner: InSchool, department_id: UUID) -> SchoolRows[models.SubjectGroup]:
    """Return the subject groups (nhóm chuyên môn) of a department."""
    return (
        models.SubjectGroup.objects.of(owner).filter(department_id=department_id).order_by("name")
    )


def classes(owner: InSchool, year_id: UUID) -> SchoolRows[models.SchoolClass]:
    """Return the classes of a year: by grade, then by name; extra classes after the others."""
    rows = models.SchoolClass.objects.of(owner).filter(year_id=year_id)
    return rows.order_by("extra", "grade", "sort_key")


def school_class(owner: InSchool, class_id: UUID) -> models.SchoolClass:
    """Return one class. Raises Missing."""
    rows = models.SchoolClass.objects.of(owner).select_related("year")
    if found := rows.filter(pk=class_id).first():
        return found
    raise Missing


def teaching(owner: InSchool, year_id: UUID, day: date) -> SchoolRows[models.TeachingAssignment]:
    """Return who teaches what in which class on a day of the year."""
    in_force = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    rows = models.TeachingAssignment.objects.of(owner).filter(
        in_force, school_class__year_id=year_id
    )
    return rows.select_related("staff", "school_class").order_by(
        "school_class__extra", "school_class__grade", "school_class__sort_key", "subject", "strand"
    )


def programmes(owner: InSchool, year_id: UUID) -> SchoolRows[models.Programme]:
    """Return the lesson programmes of a year."""
    rows = models.Programme.objects.of(owner).filter(year_id=year_id)
    return rows.select_related("school_class").order_by("subject", "grade")


def lessons(owner: InSchool, ids: Sequence[UUID]) -> list[models.ProgrammeLesson]:
    """Return lessons by their ids, in the order of their programmes. Raises Missing."""
    rows = models.ProgrammeLesson.objects.of(owner).select_related("programme__school_class")
    found = list(rows.filter(pk__in=ids).order_by("programme_id", "no"))
    if len(found) != len(set(ids)):
        raise Missing
    return found


def timetable(owner: InSchool, year_id: UUID, day: date) -> models.TimetableVersion | None:
    """Return the timetable in force on a day; before the first one begins, the first."""
    rows = models.TimetableVersion.objects.of(owner).filter(year_id=year_id)
    versions = list(rows.order_by("valid_from"))
    begun = [version for version in versions if version.valid_from <= day]
    return begun[-1] if begun else next(iter(versions), None)


def slots(owner: InSchool, version_id: UUID) -> SchoolRows[models.TimetableSlot]:
    """Return the periods of a timetable, in the order of the week."""
    rows = models.TimetableSlot.objects.of(owner).filter(version_id=version_id)
    return rows.select_related("school_class", "staff").order_by("weekday", "afternoon", "period")
