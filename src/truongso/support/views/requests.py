"""Pages of requests for help: sending one, one's own, the school's, one with its replies."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truongso.access.words import duties_in_words
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.http import Request, data, page, wants_data
from truongso.foundation.telling import tell
from truongso.foundation.text import clean_line
from truongso.rules.messages import SENTENCES
from truongso.rules.verdict import Violation
from truongso.support import forms, state
from truongso.support.actions import requests as acts
from truongso.support.help import title_of
from truongso.support.queries import requests as queries
from truongso.support.views.refusals import by_field

ON_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask the school's admin; GET is the form by itself, for pages that have no panel."""
    if request.method != "POST":
        if not queries.may_ask(request.actor, request.now):
            raise NotAllowed(Violation("authority.no_duty"))
        return _form(request, request.GET.get("trang", ""), {})
    duties = ", ".join(duties_in_words(request.actor.duties))
    agent = request.headers.get("User-Agent", "")
    try:
        asking = forms.asking_in(request.POST, agent=agent, duties=duties)
    except RuleBroken as error:
        if wants_data(request):
            raise
        request.shown_refusal = error  # type: ignore[attr-defined]
        return _form(request, request.POST.get("page", ""), by_field(error), status=error.status)
    row = acts.ask(actor=request.actor, asking=asking, now=request.now)
    text = _("Đã gửi quản trị viên của trường. Câu trả lời sẽ đến ở mục Thông báo.")
    if wants_data(request):
        return data({"text": text})
    return tell(request, HttpResponseRedirect(reverse("help_request", args=[row.id])), text)


@require_GET
def mine(request: Request) -> HttpResponse:
    """My requests, the latest first."""
    rows = queries.of_asker(request.actor)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"shown": shown, "title_of": title_of, "may_ask": _may_ask(request)}
    return page(request, "support/mine.html", context)


@require_GET
def of_school(request: Request) -> HttpResponse:
    """The school's requests, open or closed."""
    closed = request.GET.get("xem") == "dong"
    search = clean_line(request.GET.get("tim", ""))[:60]
    rows = queries.of_school(request.actor, queries.Wanted(closed, search), request.now)
    context = {
        "shown": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang")),
        "closed": closed,
        "search": search,
        "open_count": queries.open_count(request.actor),
        "title_of": title_of,
    }
    return page(request, "support/requests.html", context)


@require_GET
def one(request: Request, request_id: UUID) -> HttpResponse:
    """One request with what was said."""
    return _one(request, request_id, {})


@require_POST
def reply(request: Request, request_id: UUID) -> HttpResponse:
    """Answer, or add something."""
    try:
        text = forms.reply_in(request.POST)
    except RuleBroken as error:
        request.shown_refusal = error  # type: ignore[attr-defined]
        return _one(request, request_id, by_field(error), status=error.status)
    acts.reply(actor=request.actor, request_id=request_id, text=text, now=request.now)
    return _back(request, request_id, _("Đã gửi."))


@require_POST
def close(request: Request, request_id: UUID) -> HttpResponse:
    """Close a request."""
    acts.close(actor=request.actor, request_id=request_id, now=request.now)
    return _back(request, request_id, _("Đã đóng yêu cầu."))


@require_POST
def reopen(request: Request, request_id: UUID) -> HttpResponse:
    """Open a request again."""
    acts.reopen(actor=request.actor, request_id=request_id, now=request.now)
    return _back(request, request_id, _("Đã mở lại yêu cầu."))


def _may_ask(request: Request) -> bool:
    return queries.may_ask(request.actor, request.now)


def _form(
    request: Request, address: str, errors: dict[str, str], *, status: int = 200
) -> HttpResponse:
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    path = state.clean_path(address) if ours else ""
    code = str(request.GET.get("loi", request.POST.get("problem", "")))
    context = {
        "path": path,
        "page_title": title_of(state.route_of(path)) if path else "",
        "problem": (code, state.sentence_of(code)) if code in SENTENCES else ("", ""),
        "errors": errors,
        "values": request.POST,
    }
    return page(request, "support/ask.html", context, status=status)


def _one(
    request: Request, request_id: UUID, errors: dict[str, str], *, status: int = 200
) -> HttpResponse:
    row = queries.request(request.actor, request_id, request.now)
    context = {
        "row": row,
        "replies": queries.replies(row),
        "own": row.asker_id == request.actor.staff_id,
        "may_answer": queries.may_answer(request.actor, request.now),
        "page_title": title_of(row.route),
        "problem": state.sentence_of(row.problem),
        "errors": errors,
        "values": request.POST,
    }
    return page(request, "support/request.html", context, status=status)


def _back(request: Request, request_id: UUID, text: str) -> HttpResponse:
    address = reverse("help_request", args=[request_id])
    return tell(request, HttpResponseRedirect(address), text)
