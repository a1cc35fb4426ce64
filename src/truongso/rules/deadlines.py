"""Until when a plan may be handed in, how late it is, and how far ahead it may lie.

Pure: the caller passes local days. A day belongs to the school's own clock (Asia/Ho_Chi_Minh).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from truongso.rules.calendar import TeachingWeek, weeks_begun
from truongso.rules.verdict import Violation

SATURDAY_BEFORE = timedelta(days=2)
WEEKS_AHEAD = 2


class LatePolicy(StrEnum):
    """What a school does with a lesson plan that comes late."""

    MARK = "mark"
    """It is accepted and marked as late (the default)."""

    LEAVE = "leave"
    """It needs the leave of the department head (tổ trưởng cho phép nộp muộn) first."""


@dataclass(frozen=True, slots=True)
class HandIn:
    """A lesson plan about to be handed in: the first week its lesson is taught, and the day."""

    week_no: int
    day: date
    has_leave: bool = False
    at: str = ""


def lesson_plan_due(week: TeachingWeek) -> date:
    """Return the last day on which a lesson plan (kế hoạch bài dạy) of this week is on time.

    It is the Saturday of the calendar week just before the week's Monday, until its end; after
    Tết this is the Saturday right before teaching starts again, not the last taught Saturday.
    Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.2 ("chậm nhất vào thứ 7 của tuần trước
    (liền kề)").

    >>> lesson_plan_due(TeachingWeek(21, 2, date(2027, 2, 15))).isoformat()
    '2027-02-13'
    """
    return week.monday - SATURDAY_BEFORE


def days_late(due_on: date, handed_in_on: date) -> int:
    """Return by how many days a hand-in missed its due day; 0 when it was on time.

    Saturday 23:59:59 belongs to Saturday and is on time; Sunday 00:00:00 is one day late.
    Source: Decision 20/QĐ-THCS, section II.2.
    """
    return max((handed_in_on - due_on).days, 0)


def furthest_week(weeks: Sequence[TeachingWeek], day: date, ahead: int = WEEKS_AHEAD) -> int:
    """Return the number of the last week whose lessons may be handed in on this day.

    The current week and the lessons of two teaching weeks after it; before the year starts, weeks
    1 and 2; in a gap the week before the gap still counts as current.
    Source: Decision 20/QĐ-THCS, section II.2 ("không quá số bài của 02 tuần dạy"), read as a limit
    on how far ahead (rule book 4.1 and open point 10).
    """
    return weeks_begun(weeks, day) + ahead


def check_hand_in(
    plan: HandIn,
    weeks: Sequence[TeachingWeek],
    *,
    late_policy: LatePolicy = LatePolicy.MARK,
    ahead: int = WEEKS_AHEAD,
) -> Iterator[Violation]:
    """Yield why a lesson plan may not be handed in on this day; nothing when it may.

    Source: Decision 20/QĐ-THCS, section II.2; late plans: the school's own setting.
    """
    week = next((week for week in weeks if week.no == plan.week_no), None)
    if week is None:
        yield Violation("plan.week_unknown", plan.at, {"week": plan.week_no})
        return
    furthest = furthest_week(weeks, plan.day, ahead)
    if plan.week_no > furthest:
        opens = _opening_day(weeks, plan.week_no, ahead)
        yield Violation(
            "plan.too_far_ahead",
            plan.at,
            {"week": plan.week_no, "furthest": furthest, "ahead": ahead, "opens": opens},
        )
    due_on = lesson_plan_due(week)
    late = days_late(due_on, plan.day)
    if late and late_policy is LatePolicy.LEAVE and not plan.has_leave:
        yield Violation("plan.late_needs_leave", plan.at, {"due_on": due_on, "days": late})


def _opening_day(weeks: Sequence[TeachingWeek], week_no: int, ahead: int) -> date:
    """The Monday from which a week's lessons may be handed in."""
    opener = max(week_no - ahead, 1)
    return next(week.monday for week in weeks if week.no == opener)
