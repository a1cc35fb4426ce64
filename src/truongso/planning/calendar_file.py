"""Due days as a calendar file (iCalendar): one entry a week in which something is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from truongso.planning.queries.owed import OwedLesson
from truongso.roster.queries import Calendar as SchoolCalendar
from truongso.rules.deadlines import lesson_plan_due
from truongso.rules.subjects import subjects

BEFORE = timedelta(hours=-14)  # from the end of Saturday: 10 in the morning


@dataclass(frozen=True, slots=True)
class School:
    """A school by its id, before anybody of it is known."""

    school_id: int


def of_due_days(
    calendar: SchoolCalendar, owed: Sequence[OwedLesson], address: str, *, at: datetime
) -> bytes:
    """Return the file: for each week what is owed, whole-day, on the due Saturday."""
    made = Calendar()
    made.add("prodid", "-//Truong So//Han nop//VI")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Hạn nộp kế hoạch bài dạy"))
    for week in calendar.weeks:
        lessons = [lesson for lesson in owed if lesson.week_no == week.no]
        left = [one for one in lessons if one.standing in ("missing", "draft", "returned")]
        if not lessons:
            continue
        due_on = lesson_plan_due(week)
        event = Event()
        event.add("uid", f"{calendar.year.code}-{week.no}-{lessons[0].staff_id}@truongso")
        event.add("dtstamp", at)
        event.add("dtstart", due_on)
        event.add("dtend", due_on + timedelta(days=1))
        words = {"no": week.no, "left": len(left), "count": len(lessons)}
        event.add("summary", _("Tuần %(no)d: còn %(left)d/%(count)d kế hoạch bài dạy") % words)
        event.add(
            "description",
            "\n".join(f"{subjects()[one.subject].name} {one.grade}: {one.title}" for one in left),
        )
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        if left:
            event.add_component(_alarm())
        made.add_component(event)
    content: bytes = made.to_ical()
    return content


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Hôm nay là hạn nộp kế hoạch bài dạy"))
    alarm.add("trigger", timedelta(days=1) + BEFORE)
    return alarm
