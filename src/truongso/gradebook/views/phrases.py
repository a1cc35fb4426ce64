"""A teacher's own phrases for comments, as data for the sheet."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.http import Request, data
from truongso.gradebook import forms
from truongso.gradebook.actions import phrases as acts
from truongso.gradebook.queries import phrases as queries


@require_GET
def phrases(request: Request) -> JsonResponse:
    """My phrases in their order."""
    return data({"phrases": queries.own(request.actor)})


@require_POST
def change_phrases(request: Request) -> JsonResponse:
    """Change my phrases; answers with all of them."""
    changes = forms.phrase_changes(request)
    found = acts.change_phrases(actor=request.actor, changes=changes, now=request.now)
    return data({"phrases": found})
