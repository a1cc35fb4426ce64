"""Who may do what, in words: the table of rights, the decision's list, and why one may or not."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.access.actions import rights as acts
from truongso.access.queries import rights as queries
from truongso.access.queries import why as reasons
from truongso.foundation.asked import as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, keeps_refusals, page
from truongso.foundation.telling import tell
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose

EXPLAIN = "access.explain_rights"


@require_GET
def rights(request: Request) -> HttpResponse:
    """The table of rights and the list of who is charged with what; open to all staff."""
    may = gate.may(request.actor, "access.confirm_rights", Whose(), at=request.now)
    print_now = queries.fingerprint(request.actor, request.now)
    context = {
        "acts": queries.table(local_day(request.now)),
        "people": queries.charged(request.actor, request.now),
        "day": local_day(request.now),
        "reading": queries.last_reading(request.actor),
        "fingerprint": print_now,
        "may_confirm": isinstance(may, Right),
    }
    return page(request, "access/rights.html", context)


@keeps_refusals
@require_POST
def confirm(request: Request) -> HttpResponse:
    """Confirm that the table was read and agreed with."""
    fingerprint = request.POST.get("fingerprint", "")[:64]
    acts.confirm_rights(actor=request.actor, fingerprint=fingerprint, now=request.now)
    text = _("Đã ghi nhận: đã xem và đồng ý với bảng phân quyền.")
    return tell(request, HttpResponseRedirect(reverse("rights")), text)


@require_GET
def why(request: Request) -> HttpResponse:
    """Why a person may or may not do something; about others only for the leadership and admins."""
    others = isinstance(gate.may(request.actor, EXPLAIN, Whose(), at=request.now), Right)
    chosen = as_uuid(request.GET.get("nguoi")) or request.actor.person
    if chosen != request.actor.staff_id and not others:
        refusal = gate.may(request.actor, EXPLAIN, Whose(), at=request.now)
        raise NotAllowed(*([] if isinstance(refusal, Right) else [refusal]))
    known = reasons.acts(request.now)
    act = request.GET.get("viec", "")
    whose = request.GET.get("cua", "own")
    whose = whose if whose in reasons.WHOSE else "own"
    answer = None
    if act in dict(known):
        question = reasons.Question(chosen, act, whose)
        answer = reasons.answer(request.actor, question, request.now)
    people = roster.staff(request.actor, local_day(request.now)) if others else []
    context = {
        "people": [(row.id, row.full_name) for row in people],
        "chosen": chosen,
        "acts": known,
        "act": act,
        "whose": whose,
        "whoses": [(code, _(name)) for code, name in reasons.WHOSE.items()],
        "answer": answer,
    }
    return page(request, "access/why.html", context)
