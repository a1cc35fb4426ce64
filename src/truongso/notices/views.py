"""Pages of the notices: the list, reading, the private calendar address."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.http import Request, page
from truongso.notices import actions, queries

ON_A_PAGE = 30


@require_GET
def notices(request: Request) -> HttpResponse:
    """My notices, the latest first."""
    rows = queries.shown_to(request.actor, now=request.now)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    feed = queries.feed_of(request.actor)
    return page(request, "notices/notices.html", {"notices": shown, "feed": feed, "address": ""})


@require_POST
def read(request: Request, notice_id: UUID) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    notice = actions.read(actor=request.actor, notice_id=notice_id, now=request.now)
    own = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return HttpResponseRedirect(notice.url if notice.url and own else reverse("notices"))


@require_POST
def read_all(request: Request) -> HttpResponse:
    """Mark all notices as read."""
    actions.read_all(actor=request.actor, now=request.now)
    return HttpResponseRedirect(reverse("notices"))


@require_POST
def make_feed(request: Request) -> HttpResponse:
    """Give my calendar a new secret address and show it, this once."""
    token = actions.make_feed(actor=request.actor, now=request.now)
    address = f"{settings.PUBLIC_URL}{reverse('calendar_feed', args=[token])}"
    rows = queries.shown_to(request.actor, now=request.now)
    shown = Paginator(rows, ON_A_PAGE).get_page(1)
    feed = queries.feed_of(request.actor)
    context = {"notices": shown, "feed": feed, "address": address}
    return page(request, "notices/notices.html", context)


@require_POST
def end_feed(request: Request) -> HttpResponse:
    """Let my calendar address stop working."""
    actions.end_feed(actor=request.actor, now=request.now)
    return HttpResponseRedirect(reverse("notices"))
