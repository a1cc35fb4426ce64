"""Pages of one's own keys: make one, register one, try it."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.access.sudo import needs_sudo, opens_by_proof
from truongso.foundation.errors import NotAllowed, RuleBroken, sentence
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.rules import signing as rules
from truongso.rules.authority import Right, Whose
from truongso.seal import forms
from truongso.seal.actions import own_keys as acts
from truongso.seal.queries import keys as queries
from truongso.seal.words import KINDS, REASONS, STATES

WRONG = ("seal.wrong_secret", "seal.wrong_password")


@opens_by_proof
@require_GET
def my_keys(request: Request) -> HttpResponse:
    """My keys for signing: what I have, what I can add."""
    return _page(request, None)


@needs_sudo
@require_POST
def add_key(request: Request) -> HttpResponse:
    """Make a key with the school's authority, or register one from elsewhere."""
    try:
        asked = forms.key_in(request.POST, _("Khóa của tôi"), secret=True)
        row = acts.add_key(actor=request.actor, asked=asked, now=request.now)
    except RuleBroken as error:
        note_wrong(request, error, str(request.actor.person))
        return _page(request, error)
    text = _("Đã có khóa “%(name)s”. Hãy nhớ kỹ mã ký số: hệ thống không cấp lại được.")
    return tell(request, _back(), text % {"name": row.name})


@require_POST
def try_key(request: Request, key_id: UUID) -> HttpResponse:
    """Tell whether a secret opens a key."""
    secret = forms.secret_in(request.POST)
    try:
        row = acts.try_key(actor=request.actor, key_id=key_id, secret=secret, now=request.now)
    except RuleBroken as error:
        note_wrong(request, error, str(key_id))
        raise
    text = _("Khóa “%(name)s” dùng được: đã ký thử và kiểm tra khớp.") % {"name": row.name}
    return tell(request, _back(), text)


def note_wrong(request: Request, error: RuleBroken, about: str) -> None:
    """Count a wrong secret once the request has been rolled back."""
    if any(one.code in WRONG for one in error.violations):
        actor, now = request.actor, request.now
        request.afterwards.append(lambda: acts.note_wrong_secret(actor=actor, about=about, now=now))


def _page(request: Request, error: RuleBroken | None) -> HttpResponse:
    right = gate.may(request.actor, rules.OWN, Whose(author=request.actor.staff_id), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    found = error.violations if error else ()
    context = {
        "keys": queries.mine(request.actor),
        "authority": queries.authority(request.actor),
        "kinds": KINDS,
        "states": STATES,
        "reasons": REASONS,
        "now": request.now,
        "soon": request.now + rules.EXPIRES_SOON,
        "least": rules.SECRET_LEAST,
        "tokens": bool(settings.SIGNING.module),
        "service": settings.SIGNING.csc,
        "asked": request.POST,
        "errors": {one.at: sentence(one) for one in found},
        "sees_all": isinstance(gate.may(request.actor, rules.SEE, Whose(), at=request.now), Right),
    }
    return page(request, "seal/my_keys.html", context, status=error.status if error else 200)


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("my_keys"))
