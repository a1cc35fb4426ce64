"""The sheet of remarks: its page, its data, saving what was typed."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.http import Request, data, page
from truongso.records import forms
from truongso.records.actions import report_remarks
from truongso.records.queries.remark_sheet import remark_sheet


@require_GET
def sheet(request: Request, class_id: UUID) -> HttpResponse:
    """A class and its homeroom teacher's remarks."""
    found = remark_sheet(request.actor, class_id, request.now)
    return page(request, "records/remarks.html", {"data": {**found}})


@require_GET
def sheet_data(request: Request, class_id: UUID) -> JsonResponse:
    """The same as data, for a page that stands open."""
    return data(remark_sheet(request.actor, class_id, request.now))


@require_POST
def save(request: Request, class_id: UUID) -> JsonResponse:
    """Save remarks; the same words sent again change nothing."""
    typed = forms.remarks(request)
    answer = report_remarks.save_remarks(
        actor=request.actor, class_id=class_id, typed=typed, now=request.now
    )
    return data(answer)
