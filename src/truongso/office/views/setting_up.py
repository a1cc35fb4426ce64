"""The page of setting a new school up, step by step."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from truongso.foundation.http import Request, page
from truongso.office.actions.year_draft import ACT
from truongso.office.queries import setting_up as queries
from truongso.office.views.pupils import need


@require_GET
def set_up(request: Request) -> HttpResponse:
    """The steps in order: what is done, what comes next, where."""
    need(request, ACT)
    steps = queries.steps(request.actor, request.now)
    following = next((step for step in steps if step.open and not step.done), None)
    context = {
        "steps": steps,
        "following": following,
        "done": sum(step.done for step in steps),
    }
    return page(request, "office/set_up.html", context)
