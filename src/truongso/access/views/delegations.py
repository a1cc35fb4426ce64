"""Pages of lending: what I lent and was lent, lending anew, and who leads a subject group."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import forms, gate, queries
from truongso.access.actions import delegations as acts
from truongso.access.actions import duties
from truongso.access.queries import lending
from truongso.access.words import act_labels
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken, sentence
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.roster import queries as roster
from truongso.rules.authority import Duty, Right, Whose
from truongso.rules.verdict import Violation


@require_GET
def delegations(request: Request) -> HttpResponse:
    """What I lent and what was lent to me, and the form to lend."""
    return _page(request, {}, None)


@require_POST
def give(request: Request) -> HttpResponse:
    """Lend acts of one of my duties for some days."""
    try:
        asked = forms.lending_in(request, request.now)
        row = acts.delegate(actor=request.actor, asked=asked, now=request.now)
    except RuleBroken as error:
        return _page(request, _sentences(request, error), error)
    words = {"name": row.receiver.full_name}
    text = _("Đã ủy quyền cho %(name)s; người nhận đã được báo.") % words
    return tell(request, HttpResponseRedirect(reverse("delegations")), text)


@require_POST
def revoke(request: Request, delegation_id: UUID) -> HttpResponse:
    """Take a delegation back at once."""
    acts.revoke(actor=request.actor, delegation_id=delegation_id, now=request.now)
    text = _("Đã thu hồi ủy quyền, có hiệu lực ngay.")
    return tell(request, HttpResponseRedirect(reverse("delegations")), text)


@require_GET
def group_leaders(request: Request) -> HttpResponse:
    """Who leads each subject group; a head names them in his department."""
    leaders = {
        row.group_id: row
        for row in queries.holders(request.actor, [Duty.GROUP_LEADER], request.now)
    }
    staff = list(roster.staff(request.actor, local_day(request.now)))
    lines = [
        (
            group,
            leaders.get(group.id),
            [one for one in staff if one.department_id == group.department_id],
            _may_name(request, group.department_id),
        )
        for group in queries.all_groups(request.actor)
    ]
    return page(request, "access/group_leaders.html", {"lines": lines})


@require_POST
def name_leader(request: Request, group_id: UUID) -> HttpResponse:
    """Name the leader of a subject group."""
    asked = Asked(request.POST)
    staff_id = asked.identity("staff", _("nhóm trưởng"))
    asked.done()
    row = duties.name_group_leader(
        actor=request.actor, group_id=group_id, staff_id=staff_id, now=request.now
    )
    text = _("Đã phân công %(name)s làm nhóm trưởng.") % {"name": row.staff.full_name}
    return tell(request, HttpResponseRedirect(reverse("group_leaders")), text)


def _page(request: Request, errors: Mapping[str, str], error: RuleBroken | None) -> HttpResponse:
    lent = lending.lent(request.actor, request.now)
    context = {
        "given": [line for line in lent if line.given],
        "received": [line for line in lent if not line.given],
        "offers": lending.offers(request.actor, request.now),
        "errors": errors,
        "asked": request.POST,
        "asked_acts": request.POST.getlist("acts"),
        "today": local_day(request.now),
    }
    status = error.status if error else 200
    return page(request, "access/delegations.html", context, status=status)


def _sentences(request: Request, error: RuleBroken) -> dict[str, str]:
    """The sentences of a refusal by field; acts by their names."""
    names = act_labels(local_day(request.now))
    found: dict[str, list[str]] = {}
    for violation in error.violations:
        act = violation.params.get("act")
        params = dict(violation.params)
        if act:
            params["act"] = names.get(str(act), act)
        named = Violation(violation.code, violation.at, params)
        found.setdefault(violation.at, []).append(sentence(named))
    return {at: " ".join(dict.fromkeys(sentences)) for at, sentences in found.items()}


def _may_name(request: Request, department_id: UUID) -> bool:
    whose = Whose(department=department_id)
    right = gate.may(request.actor, "access.name_group_leader", whose, at=request.now)
    return isinstance(right, Right)
