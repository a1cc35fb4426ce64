"""Pages of the schedule of keeping and of what is proposed for removal."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.access.sudo import needs_sudo
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.retention import queries
from truongso.retention.actions import deciding
from truongso.retention.queries import finders
from truongso.rules import retention as rules
from truongso.rules.authority import Right, Whose

SEE = "retention.see"
KEPT_A_YEAR = timedelta(days=365)


@require_GET
def schedule(request: Request) -> HttpResponse:
    """How long each kind of record is kept, from what, and what happens then."""
    context = {"lines": rules.schedule(), "may_see": _may(request, SEE)}
    return page(request, "retention/schedule.html", context)


@require_GET
def proposals(request: Request) -> HttpResponse:
    """What is proposed for removal, what was decided, what was done."""
    _require_sight(request)
    rows = list(queries.proposals(request.actor)[: queries.AT_MOST])
    context = {
        "pending": [
            (row, rules.line(row.kind)) for row in rows if row.step in ("open", "approved")
        ],
        "past": [(row, rules.line(row.kind)) for row in rows if row.step in ("kept", "done")],
    }
    return page(request, "retention/proposals.html", context)


@require_GET
def proposal(request: Request, proposal_id: UUID) -> HttpResponse:
    """One proposal with examples, and the decision."""
    row = queries.proposal(request.actor, proposal_id)
    _require_sight(request)
    today = local_day(request.now)
    pending = row.step in ("open", "approved")
    found = finders.examples(request.actor, row.kind, row.ids, row.cutoff) if pending else []
    context = {
        "row": row,
        "line": rules.line(row.kind),
        "examples": found,
        "more": max(len(row.ids) - finders.EXAMPLES, 0),
        "may_decide": _may(request, deciding.ACT),
        "execute_on": local_day(request.now + rules.WAITING),
        "least": today + timedelta(days=1),
        "usual": today + KEPT_A_YEAR,
        "waiting_days": rules.WAITING.days,
    }
    return page(request, "retention/proposal.html", context)


@needs_sudo
@require_POST
def approve(request: Request, proposal_id: UUID) -> HttpResponse:
    """Say yes to a removal."""
    row = deciding.approve(
        actor=request.actor,
        proposal_id=proposal_id,
        seen=request.POST.get("seen", ""),
        now=request.now,
    )
    words = {"count": row.count, "days": rules.WAITING.days}
    text = _("Đã duyệt xóa %(count)s mục; sau %(days)s ngày mới xóa, trước đó hoàn tác được.")
    return tell(request, _back(proposal_id), text % words)


@require_POST
def keep(request: Request, proposal_id: UUID) -> HttpResponse:
    """Keep the records until a day."""
    asked = Asked(request.POST)
    until = asked.day("until", _("Giữ đến ngày"))
    reason = asked.line("reason", _("Lí do"))
    asked.done()
    deciding.keep(
        actor=request.actor,
        proposal_id=proposal_id,
        seen=request.POST.get("seen", ""),
        until=until,
        reason=reason,
        now=request.now,
    )
    words = {"day": f"{until:%d/%m/%Y}"}
    return tell(request, _back(proposal_id), _("Đã giữ lại đến ngày %(day)s.") % words)


@require_POST
def think_again(request: Request, proposal_id: UUID) -> HttpResponse:
    """Take the decision back."""
    deciding.think_again(actor=request.actor, proposal_id=proposal_id, now=request.now)
    return tell(request, _back(proposal_id), _("Đã hoàn tác quyết định; chưa xóa gì."))


def _may(request: Request, act: str) -> bool:
    return isinstance(gate.may(request.actor, act, Whose(), at=request.now), Right)


def _require_sight(request: Request) -> None:
    right = gate.may(request.actor, SEE, Whose(), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)


def _back(proposal_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("removal_proposal", args=[proposal_id]))
