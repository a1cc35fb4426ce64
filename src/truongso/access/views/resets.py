"""The page on which everybody's second factor is seen, and a lost one is reset."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.access.actions import resets as acts
from truongso.access.queries import factors as queries
from truongso.access.words import duty_name
from truongso.foundation.asked import Asked
from truongso.foundation.errors import NotAllowed, RuleBroken, sentence
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.rules.authority import Right, Whose
from truongso.rules.strong_sign_in import act_of_reset
from truongso.rules.verdict import Violation


@require_GET
def strong_sign_in(request: Request) -> HttpResponse:
    """Who has a second factor and who has to set one up; for the leadership and administrators."""
    return _page(request, None)


@require_POST
def reset_factor(request: Request, account_id: UUID) -> HttpResponse:
    """Take a person's second factor away, because it was lost."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("Lí do"))
    try:
        asked.done()
    except RuleBroken as error:
        return _page(request, error, account_id)
    name = acts.reset_factor(
        actor=request.actor, account_id=account_id, reason=reason, now=request.now
    )
    text = _("Đã đặt lại xác thực hai bước của %(name)s và báo cho người đó.") % {"name": name}
    return tell(request, HttpResponseRedirect(reverse("strong_sign_in")), text)


def _page(
    request: Request, error: RuleBroken | None, account_id: UUID | None = None
) -> HttpResponse:
    if not request.actor.holds(*queries.WATCHING):
        raise NotAllowed(Violation("authority.no_duty"))
    lines = [
        (standing, ", ".join(map(duty_name, standing.duties)), _may_reset(request, standing))
        for standing in queries.standings(request.actor, request.now)
    ]
    context = {
        "lines": lines,
        "lacking": sum(standing.must and not standing.kinds for standing, *_rest in lines),
        "error": " ".join(map(sentence, error.violations)) if error else "",
        "error_at": account_id,
    }
    status = error.status if error else 200
    return page(request, "access/strong_sign_in.html", context, status=status)


def _may_reset(request: Request, standing: queries.Standing) -> bool:
    whose = Whose(author=standing.account.staff_id)
    right = gate.may(request.actor, act_of_reset(standing.duties), whose, at=request.now)
    return isinstance(right, Right)
