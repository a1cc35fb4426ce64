"""The sheet: its page, its data, saving cells, locking columns."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.http import Request, data, page
from truongso.gradebook import forms
from truongso.gradebook.actions import locks, scores
from truongso.gradebook.queries.place import Page
from truongso.gradebook.queries.sheet import readable, sheet_data


@require_GET
def score_sheet(request: Request, class_id: UUID, subject: str, term: int) -> HttpResponse:
    """A class, a subject, a term: the sheet, its data laid beside it."""
    found = readable(request.actor, Page(class_id, subject, term), request.now)
    context = {
        "place": found,
        "data": {**sheet_data(request.actor, found, request.now)},
    }
    return page(request, "gradebook/sheet.html", context)


@require_GET
def score_sheet_data(request: Request, class_id: UUID, subject: str, term: int) -> JsonResponse:
    """The same as data, for a page that stands open."""
    found = readable(request.actor, Page(class_id, subject, term), request.now)
    return data(sheet_data(request.actor, found, request.now))


@require_POST
def save_scores(request: Request, class_id: UUID, subject: str, term: int) -> JsonResponse:
    """Save a batch of cells; a batch sent again gets the first answer."""
    asked = forms.save_scores(request)
    where = Page(class_id, subject, term)
    return data(scores.save_scores(actor=request.actor, page=where, now=request.now, **asked))


@require_POST
def lock_columns(request: Request, class_id: UUID, subject: str, term: int) -> JsonResponse:
    """Lock columns of one's own sheet for good."""
    where, keys = Page(class_id, subject, term), forms.columns(request)
    locks.lock_columns(actor=request.actor, page=where, keys=keys, now=request.now)
    found = readable(request.actor, where, request.now)
    return data(sheet_data(request.actor, found, request.now))
