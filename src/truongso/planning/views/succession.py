"""The page on which a leaver's open work is handed over to a successor."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, keeps_refusals, page
from truongso.foundation.telling import tell
from truongso.planning.actions import succession as acts
from truongso.planning.queries import succession
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose


@require_GET
def open_work(request: Request, staff_id: UUID) -> HttpResponse:
    """What a person leaves behind, and who takes it on."""
    person = roster.person(request.actor, staff_id)
    whose = Whose(department=person.department_id)
    right = gate.may(request.actor, acts.ACT, whose, at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    chosen = as_uuid(request.GET.get("nguoi-nhan"))
    successor = roster.person(request.actor, chosen) if chosen else None
    people = roster.staff(request.actor, local_day(request.now))
    people = people.filter(department=person.department).exclude(pk=person.id)
    context = {
        "person": person,
        "successor": successor,
        "people": [(row.id, row.full_name) for row in people],
        "work": succession.open_work(request.actor, person, successor, request.now),
    }
    return page(request, "planning/open_work.html", context)


@keeps_refusals
@require_POST
def hand_over(request: Request, staff_id: UUID) -> HttpResponse:
    """Hand the ticked work over."""
    asked = Asked(request.POST)
    successor_id = asked.identity("successor", _("người nhận"))
    chosen = asked.identities("work")
    asked.done()
    done = acts.hand_over_work(
        actor=request.actor,
        staff_id=staff_id,
        successor_id=successor_id,
        chosen=chosen,
        now=request.now,
    )
    words = {"moved": len(done.moved), "left": len(done.left)}
    text = _("Đã bàn giao %(moved)s việc; còn lại %(left)s việc.") % words
    onward = f"{reverse('open_work', args=[staff_id])}?nguoi-nhan={successor_id}"
    return tell(request, HttpResponseRedirect(onward), text)
