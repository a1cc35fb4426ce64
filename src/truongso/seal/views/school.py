"""Pages of the school's authority, its seal, and everybody's keys."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.access.sudo import needs_sudo
from truongso.documents.names import disposition
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, sentence
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.rules import signing as rules
from truongso.rules.authority import Right, Whose
from truongso.seal import authority, forms
from truongso.seal.actions import authority as house
from truongso.seal.actions import revoking, school_seal
from truongso.seal.queries import keys as queries
from truongso.seal.views.mine import note_wrong
from truongso.seal.words import KINDS, REASONS, STATES


@require_GET
def signing_keys(request: Request) -> HttpResponse:
    """The school's authority, its seal, and every key."""
    return _page(request, None)


@needs_sudo
@require_POST
def found_authority(request: Request) -> HttpResponse:
    """Found the school's internal authority."""
    house.found_authority(actor=request.actor, now=request.now)
    return _done(request, _("Đã lập bộ cấp chứng thư nội bộ của trường."))


@needs_sudo
@require_POST
def take_root(request: Request) -> HttpResponse:
    """Take the root's key out, as a file sealed by a password."""
    try:
        body = house.take_root(
            actor=request.actor,
            password=forms.secret_in(request.POST),
            repeated=forms.secret_in(request.POST, "repeated"),
            now=request.now,
        )
    except RuleBroken as error:
        return _page(request, error)
    return _file(body, "application/x-pkcs12", f"khoa-goc-{request.now:%Y%m%d}.p12")


@require_GET
def school_certificates(request: Request) -> HttpResponse:
    """The school's certificates, for whoever checks its papers elsewhere."""
    rows = queries.authorities(request.actor)
    text = "".join(part for row in rows for part in (row.root, row.issuing, row.stamping))
    if not text:
        raise Missing
    return _file(text.encode(), "application/x-pem-file", "chung-thu-truong.pem")


@require_GET
def school_crl(request: Request) -> HttpResponse:
    """The list of revoked certificates, as it stands."""
    row = queries.authority(request.actor)
    if row is None:
        raise Missing
    return _file(bytes(row.crl), "application/pkix-crl", "thu-hoi.crl")


@needs_sudo
@require_POST
def create_school_seal(request: Request) -> HttpResponse:
    """Set the school's seal up; the principal decides."""
    try:
        asked = forms.key_in(request.POST, _("Con dấu số của trường"), secret=False)
        school_seal.create_school_seal(actor=request.actor, asked=asked, now=request.now)
    except RuleBroken as error:
        return _page(request, error)
    return _done(request, _("Đã lập con dấu số, chờ hiệu trưởng kích hoạt."))


@needs_sudo
@require_POST
def activate_school_seal(request: Request, key_id: UUID) -> HttpResponse:
    """Bring the school's seal into force."""
    try:
        school_seal.activate_school_seal(
            actor=request.actor,
            key_id=key_id,
            secret=forms.secret_in(request.POST),
            repeated=forms.secret_in(request.POST, "repeated"),
            now=request.now,
        )
    except RuleBroken as error:
        note_wrong(request, error, str(key_id))
        return _page(request, error)
    return _done(request, _("Đã kích hoạt con dấu số của trường."))


@needs_sudo
@require_POST
def revoke_key(request: Request, key_id: UUID) -> HttpResponse:
    """Revoke a key for good: one's own, or anybody's."""
    why, reason = forms.revoking_in(request.POST)
    row = revoking.revoke_key(
        actor=request.actor, key_id=key_id, why=why, reason=reason, now=request.now
    )
    text = _("Đã thu hồi khóa “%(name)s”.") % {"name": row.name}
    to = "my_keys" if row.staff_id == request.actor.staff_id else "signing_keys"
    return tell(request, HttpResponseRedirect(reverse(to)), text)


def _page(request: Request, error: RuleBroken | None) -> HttpResponse:
    sight = gate.may(request.actor, rules.SEE, Whose(), at=request.now)
    if not isinstance(sight, Right):
        raise NotAllowed(sight)
    actor = request.actor
    row, seals = queries.authority(actor), queries.seals_of(actor)
    waiting = next((one for one in seals if one.state == rules.KeyState.WAITING.value), None)
    is_open = row is not None and authority.is_open(row)
    may_found = row is None or not is_open or row.valid_until <= request.now + rules.RENEWABLE
    context = {
        "authority": row,
        "is_open": is_open,
        "print": authority.print_of(row) if row else "",
        "may_found": may_found and _may(request, rules.FOUND),
        "may_take_root": row is not None and bool(row.root_key) and _may(request, rules.TAKE_ROOT),
        "seals": seals,
        "may_create": _may(request, rules.CREATE_SEAL)
        and all(one.state == rules.KeyState.REVOKED.value for one in seals),
        "may_activate": waiting is not None
        and isinstance(
            gate.may(actor, rules.ACTIVATE_SEAL, queries.whose(waiting), at=request.now), Right
        ),
        "may_revoke": _may(request, rules.REVOKE),
        "keys": queries.of_people(actor),
        "most": queries.AT_MOST,
        "kinds": KINDS,
        "states": STATES,
        "reasons": REASONS,
        "now": request.now,
        "tokens": bool(settings.SIGNING.module),
        "service": settings.SIGNING.csc,
        "asked": request.POST,
        "errors": {one.at: sentence(one) for one in error.violations} if error else {},
    }
    status = error.status if error else 200
    return page(request, "seal/signing_keys.html", context, status=status)


def _may(request: Request, act: str) -> bool:
    return isinstance(gate.may(request.actor, act, Whose(), at=request.now), Right)


def _done(request: Request, text: str) -> HttpResponse:
    return tell(request, HttpResponseRedirect(reverse("signing_keys")), text)


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = disposition(name, attachment=True)
    response.headers["Cache-Control"] = "no-store"
    return response
