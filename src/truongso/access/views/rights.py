"""Who may do what, in words: the table of rights, and the list the school's decision carries."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from truongso.access.queries import rights as queries
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, page


@require_GET
def rights(request: Request) -> HttpResponse:
    """The table of rights and the list of who is charged with what; open to all staff."""
    context = {
        "acts": queries.table(local_day(request.now)),
        "people": queries.charged(request.actor, request.now),
        "day": local_day(request.now),
    }
    return page(request, "access/rights.html", context)
