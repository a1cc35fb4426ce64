"""Pages of the journal: reading, printing, taking it out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, QueryDict
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from truongso.audit import exporting, queries, words
from truongso.audit.queries import Place, Wanted
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, page
from truongso.rules.authority import Reach, Right

ON_A_PAGE, ON_PAPER = 50, 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def journal(request: Request) -> HttpResponse:
    """The journal, the latest first, a page of it."""
    return page(request, "audit/journal.html", _shown(request, ON_A_PAGE))


@require_GET
def print_out(request: Request) -> HttpResponse:
    """The journal for printing."""
    return page(request, "audit/print.html", _shown(request, ON_PAPER))


@require_POST
def export(request: Request) -> FileResponse:
    """The journal as a workbook."""
    wanted = asked(request.POST)
    file = exporting.export(actor=request.actor, wanted=wanted, now=request.now)
    name = f"{gettext('Nhật ký')} {local_day(request.now):%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _shown(request: Request, count: int) -> dict[str, Any]:
    right = queries.right_to_read(request.actor, at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    whole = right.grant.reach is Reach.SCHOOL
    wanted = asked(request.GET)
    rows = queries.entries(request.actor, right, wanted)
    lines, more = queries.lines(rows, before=_place(request.GET), count=count)
    may_export = queries.right_to_export(request.actor, at=request.now)
    return {
        "lines": lines,
        "older": f"{more.at.isoformat()}_{more.id}" if more else "",
        "wanted": wanted,
        "whole": whole,
        "people": queries.people(request.actor) if whole else [],
        "groups": [(code, gettext(name)) for code, name in words.GROUPS.items()],
        "may_export": isinstance(may_export, Right),
        "later_page": "truoc" in request.GET,
        "now": request.now,
    }


def asked(fields: QueryDict) -> Wanted:
    """Return what is looked for; what cannot be read asks for nothing."""
    group = fields.get("nhom", "")
    return Wanted(
        person=_id(fields.get("nguoi", "")),
        group=group if group in words.GROUPS else "",
        target=fields.get("noi-dung", "")[:80],
        first=_day(fields.get("tu", "")),
        last=_day(fields.get("den", "")),
    )


def _place(fields: QueryDict) -> Place | None:
    at, _, row = fields.get("truoc", "").partition("_")
    try:
        moment, row_id = datetime.fromisoformat(at), UUID(row)
    except ValueError:
        return None
    return Place(moment, row_id) if moment.tzinfo else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
