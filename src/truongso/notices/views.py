"""Pages of the notices: the list, reading, the private calendar address."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.notices import actions, queries

ON_A_PAGE = 30


@require_GET
def notices(request: Request) -> HttpResponse:
    """My notices, the unread first."""
    return _page(request, address="")


@require_POST
def read(request: Request, notice_id: UUID) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    notice = actions.read(actor=request.actor, notice_id=notice_id, now=request.now)
    own = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return HttpResponseRedirect(notice.url if notice.url and own else reverse("notices"))


@require_POST
def read_all(request: Request) -> HttpResponse:
    """Mark all notices as read."""
    count = actions.read_all(actor=request.actor, now=request.now)
    text = _("Đã đánh dấu %(count)d thông báo là đã đọc.") % {"count": count}
    return tell(request, HttpResponseRedirect(reverse("notices")), text)


@require_POST
def make_feed(request: Request) -> HttpResponse:
    """Give my calendar a new secret address and show it, this once."""
    token = actions.make_feed(actor=request.actor, now=request.now)
    address = f"{settings.PUBLIC_URL}{reverse('calendar_feed', args=[token])}"
    return _page(request, address=address)


@require_POST
def end_feed(request: Request) -> HttpResponse:
    """Let my calendar address stop working."""
    actions.end_feed(actor=request.actor, now=request.now)
    text = _("Địa chỉ lịch cũ không còn dùng được.")
    return tell(request, HttpResponseRedirect(reverse("notices")), text)


def _page(request: Request, *, address: str) -> HttpResponse:
    """The page of the notices; `address` is the calendar's, the one time it can be shown."""
    rows = queries.for_page(request.actor, now=request.now)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    unread = queries.unread_count(request.actor, now=request.now)
    context = {
        "shown": shown,
        "unread": unread,
        "feed": queries.feed_of(request.actor),
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2] if address else "",
    }
    return page(request, "notices/notices.html", context)
