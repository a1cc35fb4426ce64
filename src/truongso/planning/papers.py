"""What a plan looks like as a paper on its way: title, detail, address, first day it is needed."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min
from django.urls import reverse

from truongso.approvals.flow import Paper
from truongso.foundation.tenancy import InSchool
from truongso.planning.models import Plan, PlanVersion
from truongso.roster import queries as roster
from truongso.roster.models import SchoolClass, TimetableSlot
from truongso.rules.calendar import TeachingWeek
from truongso.rules.policy import RecordKind, record_kinds
from truongso.rules.subjects import subjects


def paper(
    plan: Plan, version: PlanVersion, *, is_head: bool, detail: str, urgent_on: date | None
) -> Paper:
    """Return the paper that a version of a plan is for the inbox."""
    return Paper(
        kind=plan.kind,
        subject_id=plan.id,
        version_no=version.no,
        title=plan.title,
        detail=detail,
        url=reverse("review", args=[plan.id, version.no]),
        author_id=plan.author_id,
        author_is_head=is_head,
        department_id=plan.department_id,
        group_id=plan.group_id,
        file_id=version.file_id,
        week_no=plan.week_no,
        urgent_on=urgent_on,
        days_late=version.days_late,
    )


def kind_of(code: str) -> RecordKind:
    """Return the record kind of a plan, as it was defined last."""
    return next(kind for kind in reversed(record_kinds()) if kind.code == code)


def detail_of(plan: Plan, classes: list[SchoolClass]) -> str:
    """Return the line under a plan's title: subject and grade, classes, week."""
    parts = []
    if plan.subject:
        name = subjects()[plan.subject].name
        parts.append(f"{name} {plan.grade}" if plan.grade else name)
    elif plan.grade:
        parts.append(f"Khối {plan.grade}")
    if classes:
        parts.append(", ".join(school_class.name for school_class in classes))
    if plan.week_no is not None:
        parts.append(f"Tuần {plan.week_no}")
    return " · ".join(parts)[:300]


def first_day_taught(
    owner: InSchool, plan: Plan, week: TeachingWeek, class_ids: list[UUID], *, day: date
) -> date:
    """Return the first day of the week on which the timetable has the subject in these classes.

    The week's Monday where no timetable says more.
    """
    version = roster.timetable(owner, plan.year_id, max(day, week.monday))
    if version is None:
        return week.monday
    rows = TimetableSlot.objects.of(owner).filter(
        version=version, subject=plan.subject, school_class_id__in=class_ids
    )
    first = rows.aggregate(first=Min("weekday"))["first"]
    return week.monday + timedelta(days=first or 0)
