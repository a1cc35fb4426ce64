"""How a refusal is answered: as a page, as a part of one, or as data, by who asked.

Asks the database nothing: the transaction may be broken when this runs.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from truongso.foundation.errors import UserError, as_plain, sentence
from truongso.foundation.http import data, is_part, wants_data


def answer_error(request: HttpRequest, error: UserError) -> HttpResponse:
    """Return the answer to a refused request, with its status and every sentence."""
    if wants_data(request):
        return data(as_plain(error), status=error.status)
    problems = [(violation.at, sentence(violation)) for violation in error.violations]
    part = is_part(request)
    template = "web/_problems.html" if part else "web/refused.html"
    html = render_to_string(template, {"problems": problems, "status": error.status}, request)
    response = HttpResponse(html, status=error.status)
    if part:
        response["HX-Retarget"] = "#problems"
        response["HX-Reswap"] = "innerHTML"
    return response
