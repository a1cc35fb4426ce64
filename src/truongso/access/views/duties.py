"""Pages of duties: who holds what, giving, ending, and the emergency admin."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import forms, gate
from truongso.access.actions import giving as acts
from truongso.access.queries import duties as books
from truongso.access.queries import proposals
from truongso.access.words import duty_name
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed, RuleBroken, sentence
from truongso.foundation.http import Request, keeps_refusals, page
from truongso.foundation.telling import tell
from truongso.roster import queries as roster
from truongso.rules import duties as rules
from truongso.rules.authority import Duty, Right, Whose
from truongso.rules.verdict import Violation

GIVING = (rules.GIVE, rules.GIVE_LEADING, acts.EMERGENCY)
HOURS = int(rules.EMERGENCY_LONGEST.total_seconds() // 3600)


@require_GET
def duties(request: Request) -> HttpResponse:
    """Who holds which duty, and the form to give one."""
    return _page(request, {}, "")


@keeps_refusals
@require_POST
def give(request: Request) -> HttpResponse:
    """Give a person a duty."""
    try:
        asked = forms.giving_in(request, request.now)
        row = acts.give_duty(actor=request.actor, asked=asked, now=request.now)
    except RuleBroken as error:
        return _refused(request, error, "give")
    words = {"name": row.staff.full_name}
    text = _("Đã giao nhiệm vụ cho %(name)s; người nhận đã được báo.") % words
    return tell(request, HttpResponseRedirect(reverse("duties")), text)


@require_GET
def proposed(request: Request) -> HttpResponse:
    """Duties proposed from the staff list and from teaching, to be ticked and given at once."""
    found = _proposals(request)
    context = {
        "ready": [one for one in found if one.ready],
        "waiting": [one for one in found if not one.ready],
        "names": {duty: duty_name(duty) for duty in Duty},
        "departments": {row.id: row.name for row in roster.departments(request.actor)},
    }
    return page(request, "access/proposed_duties.html", context)


@keeps_refusals
@require_POST
def give_proposed(request: Request) -> HttpResponse:
    """Give the proposed duties that were ticked: all of them or, in one transaction, none."""
    asked = forms.proposals_in(request, _proposals(request), request.now)
    if not asked:
        raise RuleBroken(Violation("duty.none_chosen"))
    rows = [acts.give_duty(actor=request.actor, asked=one, now=request.now) for one in asked]
    text = _("Đã giao %(count)s nhiệm vụ; người nhận đã được báo.") % {"count": len(rows)}
    return tell(request, HttpResponseRedirect(reverse("duties")), text)


@keeps_refusals
@require_POST
def end(request: Request, duty_id: UUID) -> HttpResponse:
    """End a duty now."""
    row = acts.end_duty(actor=request.actor, duty_id=duty_id, until=request.now, now=request.now)
    words = {"name": row.staff.full_name}
    text = _("Đã kết thúc nhiệm vụ của %(name)s, có hiệu lực ngay.") % words
    return tell(request, HttpResponseRedirect(reverse("duties")), text)


@keeps_refusals
@require_POST
def emergency(request: Request) -> HttpResponse:
    """Name an emergency admin for some hours."""
    try:
        asked = Asked(request.POST)
        staff_id = asked.identity("staff", _("quản trị viên khẩn cấp"))
        hours = asked.number("hours", _("Số giờ"), least=1, most=10_000)
        reason = asked.line("reason", _("lí do"), most=400)
        asked.done()
        row = acts.name_emergency_admin(
            actor=request.actor, staff_id=staff_id, hours=hours, reason=reason, now=request.now
        )
    except RuleBroken as error:
        return _refused(request, error, "emergency")
    words = {"name": row.staff.full_name}
    text = _("Đã chỉ định %(name)s; hiệu trưởng và các quản trị viên đã được báo.") % words
    return tell(request, HttpResponseRedirect(reverse("duties")), text)


def _refused(request: Request, error: RuleBroken, form: str) -> HttpResponse:
    request.shown_refusal = error  # type: ignore[attr-defined]
    found: dict[str, list[str]] = {}
    for violation in error.violations:
        found.setdefault(violation.at, []).append(sentence(violation))
    errors = {at: " ".join(dict.fromkeys(texts)) for at, texts in found.items()}
    return _page(request, errors, form, status=error.status)


def _page(
    request: Request, errors: Mapping[str, str], form: str, *, status: int = 200
) -> HttpResponse:
    allowed = _allowed(request)
    if not allowed:
        raise NotAllowed(Violation("authority.no_duty"))
    chosen = request.GET.get("giao", "")
    ended = request.GET.get("xem") == "da-ket-thuc"
    context = {
        "lines": books.lines(request.actor, allowed, request.now, ended=ended),
        "ended": ended,
        "offer": books.offered(request.actor, allowed, request.now),
        "proposed": _proposed(request, allowed) if not ended else 0,
        "may_emergency": acts.EMERGENCY in allowed,
        "people": books.candidates(request.actor, request.now),
        "hours": HOURS,
        "errors": errors,
        "form": form,
        "asked": request.POST or {"duty": chosen, "over": request.GET.get("cua", "")},
        "chosen": chosen,
        "today": local_day(request.now),
    }
    return page(request, "access/duties.html", context, status=status)


def _proposals(request: Request) -> list[proposals.Proposal]:
    """What is proposed to somebody who may give duties. Raises NotAllowed."""
    allowed = _allowed(request)
    if rules.GIVE not in allowed:
        raise NotAllowed(Violation("authority.no_duty"))
    return proposals.proposals(request.actor, allowed, request.now)


def _proposed(request: Request, allowed: set[str]) -> int:
    if rules.GIVE not in allowed:
        return 0
    found = proposals.proposals(request.actor, allowed, request.now)
    return sum(one.ready for one in found)


def _allowed(request: Request) -> set[str]:
    """Which of the acts of this page the actor may do."""
    return {
        act
        for act in GIVING
        if isinstance(gate.may(request.actor, act, Whose(), at=request.now), Right)
    }
