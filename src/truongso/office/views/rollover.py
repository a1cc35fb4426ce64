"""Pages of rolling over: the next year's dates, classes, everything that would change, opening."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed, sentence
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.foundation.text import clean_line
from truongso.office.actions import year_building, year_draft, year_opening
from truongso.office.queries import opening as queries
from truongso.roster import queries as roster
from truongso.rules.authority import Whose
from truongso.rules.calendar import Break
from truongso.rules.rollover import FOLLOW, STAY, Choices
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation
from truongso.rules.years import YearDates


@require_GET
def overview(request: Request) -> HttpResponse:
    """How far the next school year is, and the one next step."""
    _require_right(request)
    view = queries.overview(request.actor, request.now)
    first = not roster.years(request.actor)
    context = {"view": view, "first": first, **_sentences(view)}
    return page(request, "office/rollover.html", context)


@require_GET
def dates(request: Request) -> HttpResponse:
    """The form of the next year's days and holidays."""
    _require_right(request)
    context = {
        "view": queries.overview(request.actor, request.now),
        "dates": queries.dates_shown(request.actor, local_day(request.now)),
        "first": not roster.years(request.actor),
    }
    return page(request, "office/rollover_dates.html", context)


@require_POST
def prepare(request: Request) -> HttpResponse:
    """Lay the next year as a draft."""
    asked = Asked(request.POST)
    found = YearDates(
        asked.day("starts_on", _("Ngày bắt đầu năm học")),
        asked.day("ends_on", _("Ngày kết thúc năm học")),
        asked.day("first_monday", _("Thứ Hai của tuần 1")),
        _breaks(asked),
    )
    asked.done()
    year_draft.prepare_year(actor=request.actor, dates=found, now=request.now)
    text = _("Đã lập lịch 35 tuần của năm học %(code)s.") % {"code": found.code}
    return tell(request, HttpResponseRedirect(reverse("rollover")), text)


@require_GET
def classes(request: Request) -> HttpResponse:
    """The form of the next year's classes, of who stays where, and of who teaches."""
    _require_right(request)
    view = _view(request)
    return page(request, "office/rollover_classes.html", {"view": view})


@require_POST
def choose(request: Request, year_id: UUID) -> HttpResponse:
    """Keep what was chosen for the next year."""
    ways = {STAY: "", FOLLOW: ""}
    asked = Asked(request.POST)
    chosen = Choices(
        {class_id: _names(asked, f"next-{class_id}") for class_id in _ids(asked, "next-")},
        _names(asked, "first"),
        {
            pupil_id: name
            for pupil_id in _ids(asked, "retained-")
            if (name := clean_line(str(asked.fields[f"retained-{pupil_id}"])))
        },
        asked.choice("teachers", _("cách phân công giảng dạy"), ways),
        asked.choice("homerooms", _("cách phân công chủ nhiệm"), ways),
    )
    asked.done()
    year_draft.choose(actor=request.actor, year_id=year_id, chosen=chosen, now=request.now)
    text = _("Đã lưu tên lớp và cách phân công.")
    return tell(request, HttpResponseRedirect(reverse("rollover_preview")), text)


@require_GET
def preview(request: Request) -> HttpResponse:
    """Everything that would change, before anything does."""
    _require_right(request)
    view = _view(request)
    context = {"view": view, "subjects": subjects(), **_sentences(view)}
    return page(request, "office/rollover_preview.html", context)


@require_POST
def build(request: Request, year_id: UUID) -> HttpResponse:
    """Make the classes as the page showed them."""
    seen = str(request.POST.get("seen", ""))
    year_building.build_year(actor=request.actor, year_id=year_id, seen=seen, now=request.now)
    text = _("Đã lập các lớp của năm học mới. Chưa có gì thay đổi cho đến khi mở năm học.")
    return tell(request, HttpResponseRedirect(reverse("rollover")), text)


@require_POST
def undo(request: Request, year_id: UUID) -> HttpResponse:
    """Take the classes of the next year away again."""
    year_building.undo_build(actor=request.actor, year_id=year_id, now=request.now)
    text = _("Đã hoàn tác: các lớp của năm học mới đã được bỏ.")
    return tell(request, HttpResponseRedirect(reverse("rollover")), text)


@require_POST
def discard(request: Request, year_id: UUID) -> HttpResponse:
    """Give the year in preparation up."""
    year_draft.discard_year(actor=request.actor, year_id=year_id, now=request.now)
    text = _("Đã bỏ năm học đang chuẩn bị.")
    return tell(request, HttpResponseRedirect(reverse("rollover")), text)


@require_POST
def open_year(request: Request, year_id: UUID) -> HttpResponse:
    """Open the next year and close the old one."""
    asked = Asked(request.POST)
    unplaced = frozenset(asked.identities("unplaced"))
    asked.choice("sure", _("ô xác nhận mở năm học"), {"on": ""})
    asked.done()
    first = not roster.years(request.actor)
    year = year_opening.open_year(
        actor=request.actor, year_id=year_id, unplaced=unplaced, now=request.now
    )
    if first:
        text = _("Đã mở năm học %(code)s. Bước tiếp theo: nhập cán bộ, giáo viên.")
        return tell(request, HttpResponseRedirect(reverse("set_up")), text % {"code": year.code})
    text = _("Đã mở năm học %(code)s. Năm học cũ nay chỉ còn để xem.") % {"code": year.code}
    return tell(request, HttpResponseRedirect(reverse("year")), text)


def _require_right(request: Request) -> None:
    answer = gate.may(request.actor, year_draft.ACT, Whose(), at=request.now)
    if isinstance(answer, Violation):
        raise NotAllowed(answer)


def _view(request: Request) -> queries.Overview:
    view = queries.overview(request.actor, request.now)
    if view is None:
        raise Missing
    return view


def _sentences(view: queries.Overview | None) -> dict[str, list[str]]:
    """What stands in the way, in words."""
    return {
        "broken": [sentence(each) for each in view.broken] if view else [],
        "not_yet": [sentence(each) for each in view.not_yet] if view else [],
    }


def _breaks(asked: Asked) -> tuple[Break, ...]:
    """The holidays of the form; a row with neither name nor day is none."""
    found = []
    for place in range(queries.ROWS):
        fields = [f"{part}_{place}" for part in ("name", "first", "last")]
        if not any(clean_line(str(asked.fields.get(field, ""))) for field in fields):
            continue
        name = asked.line(fields[0], _("tên kỳ nghỉ"), most=100)
        words = {"name": name or place + 1}
        first = asked.day(fields[1], _("ngày đầu của “%(name)s”") % words)
        last = asked.day(fields[2], _("ngày cuối của “%(name)s”") % words)
        found.append(Break(first, last, name))
    return tuple(sorted(found, key=lambda free: free.first))


def _ids(asked: Asked, head: str) -> list[UUID]:
    """The ids that stand in the names of fields behind a head."""
    found = (as_uuid(name.removeprefix(head)) for name in asked.fields if name.startswith(head))
    return [one for one in found if one is not None]


def _names(asked: Asked, field: str) -> tuple[str, ...]:
    """Names between commas, each once."""
    raw = str(asked.fields.get(field, ""))
    return tuple(dict.fromkeys(name for part in raw.split(",") if (name := clean_line(part))))
