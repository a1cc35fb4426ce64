"""Pages of the timetable by hand: a class's week, and a new timetable from a day."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.office.actions import timetables as acts
from truongso.office.queries import PERIODS, WEEKDAYS
from truongso.office.queries import timetables as queries
from truongso.office.views.pupils import need
from truongso.roster import queries as roster


@require_GET
def edit_timetable(request: Request) -> HttpResponse:
    """A class's week in one of this year's timetables, each period to be chosen."""
    need(request, acts.ACT)
    day = local_day(request.now)
    calendar = roster.calendar(request.actor, day)
    versions = queries.versions(request.actor, calendar.year.id)
    in_force = roster.timetable(request.actor, calendar.year.id, day)
    wanted = as_uuid(request.GET.get("ban", ""))
    version = next((row for row in versions if row.id == wanted), in_force)
    classes = [row for row in roster.classes(request.actor, calendar.year.id) if not row.extra]
    asked = as_uuid(request.GET.get("lop", ""))
    chosen = next((row for row in classes if row.id == asked), classes[0] if classes else None)
    week = queries.week_of(request.actor, version, chosen) if version and chosen else None
    context = {
        "versions": [(row.id, row.name) for row in versions],
        "version": version,
        "in_force": in_force,
        "classes": [(row.id, row.name) for row in classes],
        "chosen": chosen,
        "week": week,
        "place": queries.Place,
        "weekdays": WEEKDAYS,
        "periods": PERIODS,
        "next_monday": day + timedelta(days=7 - day.weekday()),
        "calendar": calendar,
    }
    return page(request, "office/edit_timetable.html", context)


@require_POST
def begin_timetable(request: Request) -> HttpResponse:
    """Begin a timetable from a day, a copy of the one before it."""
    asked = Asked(request.POST)
    day = asked.day("day", _("Từ ngày"))
    asked.done()
    made = acts.begin_version(actor=request.actor, day=day, now=request.now)
    text = _("Đã lập thời khóa biểu mới từ bản trước. Hãy sửa từng lớp.")
    address = f"{reverse('edit_timetable')}?ban={made.id}"
    return tell(request, HttpResponseRedirect(address), text)


@require_POST
def save_timetable(request: Request, version_id: UUID, class_id: UUID) -> HttpResponse:
    """Lay a class's week."""
    asked = acts.WeekAsked(
        version_id,
        class_id,
        queries.read({name: str(value) for name, value in request.POST.items()}),
        str(request.POST.get("seen", ""))[:40],
    )
    count = acts.save_week(actor=request.actor, asked=asked, now=request.now)
    address = f"{reverse('edit_timetable')}?ban={version_id}&lop={class_id}"
    text = _("Đã lưu, %(count)d tiết thay đổi.") % {"count": count}
    return tell(request, HttpResponseRedirect(address), text)
