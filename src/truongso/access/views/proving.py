"""Doors of proving again that one is oneself: the page between an act and its doing, and the
dialog of scripts.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from truongso.access import forms, passkeys, sudo, tickets
from truongso.access.actions import proving as acts
from truongso.access.queries import factors as queries
from truongso.access.sessions import key_hash
from truongso.access.views.entering import before_enrolment, keep, own_path, sentences
from truongso.foundation.answers import answer_error
from truongso.foundation.errors import NotAllowed, RuleBroken, TooMany, UserError
from truongso.foundation.http import Request, data, is_part, wants_data
from truongso.foundation.http import page as as_page
from truongso.rules.verdict import Violation

OURS = ("csrfmiddlewaretoken", "proof", "passkey_proof")
HEADER = "X-Prove"


class ProveFirst(NotAllowed):
    """The act needs a fresh proof first; nothing was done."""

    journalled = False

    def __init__(self) -> None:
        super().__init__(Violation("proof.first"))


def proof_first(request: Request, view: object) -> HttpResponse | None:
    """Answer with the question for a proof when an act needs one; None lets the act go on.

    What was sent stays in the page and is sent again with the proof: nothing typed is lost. But a
    secret of keys never stands in a page: its form is opened again after the proof.
    """
    row = getattr(request.session, "row", None)
    if not sudo.asks(request, view) or sudo.is_fresh(row, at=request.now):
        return None
    if request.method in sudo.READING:
        return _question(request, None, then=request.get_full_path())
    then = _came_from(request) if sudo.bears_secret(request) else ""
    proof = forms.proof_in(request)
    if proof is None:
        return _question(request, None, then=then)
    try:
        _prove(request, proof)
    except (RuleBroken, TooMany) as error:
        return _question(request, error, then=then)
    return None


@before_enrolment
@sensitive_post_parameters("proof")
@require_POST
def prove(request: Request) -> HttpResponse:
    """Take a proof: from a script's dialog, which sends its request again afterwards, or from the
    page between a form and its opening, which leads on (`next`).
    """
    proof = forms.proof_in(request) or acts.Proof()
    then = own_path(request.POST["next"]) if request.POST.get("next") else ""
    try:
        _prove(request, proof)
    except (RuleBroken, TooMany) as error:
        if not then:
            raise
        return _question(request, error, then=then)
    return HttpResponseRedirect(then) if then else data({"csrf": get_token(request)})


@before_enrolment
@require_POST
def proof_question(request: Request) -> HttpResponse:
    """What a browser asks the person's passkeys for, as a proof."""
    rows = queries.my_passkeys(request.actor)
    options, state = passkeys.request(rows)
    facts = {"state": state, "session": _session(request)}
    ticket = tickets.issue(acts.KIND, facts, at=request.now)
    answer = data(options)
    keep(answer, settings.CHALLENGE_COOKIE, ticket)
    return answer


def _prove(request: Request, proof: acts.Proof) -> None:
    actor, session, now = request.actor, _session(request), request.now
    try:
        acts.prove(actor=actor, session=session, proof=proof, now=now)
    except RuleBroken:
        request.afterwards.append(
            lambda: acts.note_wrong_proof(actor=actor, session=session, proof=proof, now=now)
        )
        raise
    request.afterwards.append(
        lambda: acts.keep_proof(actor=actor, session=session, proof=proof, now=now)
    )


def _question(request: Request, error: UserError | None, *, then: str = "") -> HttpResponse:
    """The page that asks; `then`: the address to open afterwards, instead of sending again."""
    if wants_data(request) or is_part(request):
        answer = answer_error(request, error or ProveFirst())
        answer[HEADER] = "1"
        return answer
    rows = queries.mine(request.actor)
    context = {
        "action": reverse("prove") if then else request.get_full_path(),
        "fields": [("next", then)] if then else _sent(request),
        "again": bool(then),
        "problems": sentences(error) if error else [],
        "has_app": any(row.kind == queries.APP for row in rows),
        "has_passkey": any(row.kind == queries.PASSKEY for row in rows)
        and passkeys.work_at(request.get_host()),
        "back": _back(request, then),
        "title": _("Xác nhận chính mình"),
    }
    return as_page(request, "access/prove.html", context, status=ProveFirst.status)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent with the act, to be sent again with the proof."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OURS
        for value in values
    ]


def _came_from(request: Request) -> str:
    came = urlsplit(request.headers.get("Referer", ""))
    return own_path(came.path) if came.netloc == request.get_host() else "/"


def _back(request: Request, then: str) -> str:
    """Where somebody goes who does not prove himself: never to what would ask him again."""
    came = _came_from(request)
    return "/" if came == urlsplit(then).path else came


def _session(request: Request) -> str:
    return key_hash(request.COOKIES.get(settings.SESSION_COOKIE, ""))
