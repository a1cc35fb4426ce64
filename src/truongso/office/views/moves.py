"""Pages of pupils' coming and going."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongso.foundation.asked import Asked
from truongso.foundation.http import Request
from truongso.foundation.telling import tell
from truongso.office import forms
from truongso.office.actions import moves as acts


@require_POST
def move(request: Request, pupil_id: UUID) -> HttpResponse:
    """Record that a pupil leaves, rests, comes back or completes school."""
    asked = Asked(request.POST)
    wanted = forms.move_in(asked)
    asked.done()
    acts.move_pupil(actor=request.actor, pupil_id=pupil_id, asked=wanted, now=request.now)
    return _told(request, pupil_id, _("Đã ghi biến động."))


@require_POST
def undo(request: Request, pupil_id: UUID, move_id: UUID) -> HttpResponse:
    """Take the last move back."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("Lí do"))
    asked.done()
    acts.undo_move(
        actor=request.actor, pupil_id=pupil_id, move_id=move_id, reason=reason, now=request.now
    )
    return _told(request, pupil_id, _("Đã hủy biến động; trạng thái và lớp như trước."))


def _told(request: Request, pupil_id: UUID, text: str) -> HttpResponse:
    return tell(request, HttpResponseRedirect(reverse("pupil", args=[pupil_id])), text)
