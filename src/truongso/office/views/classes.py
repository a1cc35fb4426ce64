"""Pages that keep classes: a new one, another name, pupils who change class."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongso.foundation.asked import Asked
from truongso.foundation.http import Request
from truongso.foundation.telling import tell
from truongso.foundation.text import clean_line
from truongso.office.actions import classes as acts
from truongso.office.actions.extra_classes import leave_extra
from truongso.rules.subjects import FIRST_GRADE, LAST_GRADE


@require_POST
def new(request: Request) -> HttpResponse:
    """Make a class of this year."""
    row = acts.add_class(actor=request.actor, asked=_asked(request), now=request.now)
    return _told(request, row.id, _("Đã lập lớp %(name)s.") % {"name": row.name})


@require_POST
def edit(request: Request, class_id: UUID) -> HttpResponse:
    """Give a class another name or grade."""
    row = acts.edit_class(
        actor=request.actor, class_id=class_id, asked=_asked(request), now=request.now
    )
    return _told(request, row.id, _("Đã lưu lớp %(name)s.") % {"name": row.name})


@require_POST
def change(request: Request, class_id: UUID) -> HttpResponse:
    """Let pupils change to another class from a day on."""
    asked = Asked(request.POST)
    to_id = asked.identity("to", _("lớp chuyển đến"))
    day = asked.day("day", _("Từ ngày"))
    pupil_ids = asked.identities("pupils")
    asked.done()
    count = acts.change_class(
        actor=request.actor,
        from_id=class_id,
        to_id=to_id,
        pupil_ids=pupil_ids,
        day=day,
        now=request.now,
    )
    text = _("Đã chuyển %(count)d học sinh.") % {"count": count}
    return _told(request, class_id, text)


@require_POST
def place(request: Request, pupil_id: UUID) -> HttpResponse:
    """Put a pupil who has no class, or an extra one, into a class from a day on."""
    asked = Asked(request.POST)
    class_id = asked.identity("school_class", _("lớp"))
    day = asked.day("day", _("Từ ngày"))
    asked.done()
    acts.place_pupil(
        actor=request.actor, pupil_id=pupil_id, class_id=class_id, day=day, now=request.now
    )
    address = reverse("pupil", args=[pupil_id])
    return tell(request, HttpResponseRedirect(address), _("Đã xếp lớp."))


@require_POST
def leave(request: Request, pupil_id: UUID, place_id: UUID) -> HttpResponse:
    """Let a pupil leave an extra class from a day on."""
    asked = Asked(request.POST)
    day = asked.day("day", _("Từ ngày"))
    asked.done()
    place = leave_extra(
        actor=request.actor, pupil_id=pupil_id, place_id=place_id, day=day, now=request.now
    )
    address = reverse("pupil", args=[place.pupil_id])
    text = _("Đã ghi: rời lớp %(name)s.") % {"name": place.school_class.name}
    return tell(request, HttpResponseRedirect(address), text)


def _asked(request: Request) -> acts.ClassAsked:
    asked = Asked(request.POST)
    found = acts.ClassAsked(
        asked.line("name", _("Tên lớp"), most=30),
        asked.number("grade", _("Khối"), least=FIRST_GRADE, most=LAST_GRADE),
        asked.flag("extra"),
        clean_line(str(request.POST.get("seen", "")))[:30],
    )
    asked.done()
    return found


def _told(request: Request, class_id: UUID, text: str) -> HttpResponse:
    return tell(request, HttpResponseRedirect(reverse("school_class", args=[class_id])), text)
