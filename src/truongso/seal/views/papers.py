"""Papers to sign: what waits for me, signing many with one secret, how a batch goes, one paper."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access.sudo import needs_sudo, opens_by_proof
from truongso.documents.names import disposition
from truongso.foundation.asked import Asked
from truongso.foundation.errors import Missing, RuleBroken, sentence
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.rules.verdict import Violation
from truongso.seal import kinds, papers, providers
from truongso.seal.actions import batches
from truongso.seal.queries import keys
from truongso.seal.queries import papers as queries

MOST_SECRET = 64


@opens_by_proof
@require_GET
def waiting(request: Request) -> HttpResponse:
    """What waits for my signature, and the keys I may sign with."""
    slots = list(queries.waiting_for(request.actor, request.now)[: queries.AT_MOST])
    own = [slot for slot in slots if not slot.organisation]
    seal = keys.school_seal(request.actor)
    usable = keys.usable(request.actor, request.now)
    context = {
        "groups": [
            ("own", own, usable),
            ("seal", [slot for slot in slots if slot.organisation], [seal] if seal else []),
        ],
        "options": {
            "own": [(str(key.id), key.name) for key in usable],
            "seal": [(str(seal.id), seal.name)] if seal else [],
        },
        "any": bool(slots),
        "kinds": {slot.sealed_id: _(kinds.known(slot.sealed.paper.kind).name) for slot in slots},
        "batches": queries.recent_batches(request.actor),
    }
    return page(request, "seal/waiting.html", context)


@needs_sudo
@require_POST
def sign_papers(request: Request) -> HttpResponse:
    """Sign the chosen papers with one key and its secret."""
    asked = Asked(request.POST)
    key_id = asked.identity("key", _("khóa ký số"))
    secret = asked.line("secret", _("mã ký số"), most=MOST_SECRET)
    chosen = asked.identities("sealed")
    asked.done()
    try:
        batch = batches.open_batch(
            actor=request.actor, sealed_ids=chosen, key_id=key_id, secret=secret, now=request.now
        )
    except RuleBroken as error:
        _note_wrong(request, error, key_id)
        raise
    return HttpResponseRedirect(reverse("signing_batch", args=[batch.id]))


@require_GET
def signing_batch(request: Request, batch_id: UUID) -> HttpResponse:
    """How far a batch of mine is: each paper by itself, and why one was not signed."""
    batch = queries.own_batch(request.actor, batch_id)
    lines = queries.lines(batch)
    told = [(line, _told(line.problem)) for line in lines]
    context = {
        "batch": batch,
        "lines": told,
        "signed": sum(line.state == "signed" for line in lines),
        "left": sum(line.state != "signed" for line in lines),
        "runs": batch.ended_at is None,
        "problem": _told(batch.problem),
    }
    return page(request, "seal/batch.html", context)


@needs_sudo
@require_POST
def resume_signing(request: Request, batch_id: UUID) -> HttpResponse:
    """Go on with what is not signed yet, with the secret once more."""
    asked = Asked(request.POST)
    secret = asked.line("secret", _("mã ký số"), most=MOST_SECRET)
    asked.done()
    batch = queries.own_batch(request.actor, batch_id)
    try:
        batches.resume_batch(actor=request.actor, batch_id=batch_id, secret=secret, now=request.now)
    except RuleBroken as error:
        _note_wrong(request, error, batch.key_id)
        raise
    back = HttpResponseRedirect(reverse("signing_batch", args=[batch_id]))
    return tell(request, back, _("Đang ký tiếp."))


@require_GET
def signed_paper(request: Request, sealed_id: UUID) -> HttpResponse:
    """A paper's signatures: who has signed, whose turn it is, every revision of the file."""
    row = queries.readable(request.actor, sealed_id, request.now)
    slots = queries.slots(row)
    context = {
        "row": row,
        "slots": [(slot, next(iter(slot.signatures.all()), None)) for slot in slots],
        "revisions": queries.revisions(row),
    }
    return page(request, "seal/paper.html", context)


@require_GET
def signed_file(request: Request, sealed_id: UUID) -> HttpResponse:
    """The file of a paper: the present one, or an earlier revision by its number."""
    row = queries.readable(request.actor, sealed_id, request.now)
    asked = request.GET.get("ban", "")
    found = [one for one in queries.revisions(row) if not asked or str(one.no) == asked]
    if not found:
        raise Missing
    answer = HttpResponse(papers.content(found[-1]), content_type="application/pdf")
    answer["Content-Disposition"] = disposition(found[-1].file.name, attachment=False)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _note_wrong(request: Request, error: RuleBroken, key_id: UUID) -> None:
    """A wrong secret counts although its refusal is rolled back."""
    if error.violations[0].code == "seal.wrong_secret":
        now = request.now
        request.afterwards.append(lambda: providers.note_wrong(str(key_id), at=now))


def _told(problem: list[object]) -> str:
    """The sentence of what is kept of a problem: a code and its values."""
    if not problem:
        return ""
    code, values = problem
    params = values if isinstance(values, dict) else {}
    return sentence(Violation(str(code), "", params))
