"""The days and the lock of a term's gradebook, for the leadership."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.gradebook.actions import locks, terms
from truongso.gradebook.queries import terms as queries
from truongso.gradebook.queries.place import Page
from truongso.rules.authority import Right, Whose
from truongso.rules.gradebook import WINDOWS


@require_GET
def term_book(request: Request, term: int) -> HttpResponse:
    """When each kind of column is open in a term; locking the term."""
    right = gate.may(request.actor, terms.PLAN, Whose(), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    lock = gate.may(request.actor, locks.LOCK_TERM, Whose(), at=request.now)
    calendar = queries.open_year(request.actor, local_day(request.now))
    book = queries.book(request.actor, calendar.year, term)
    days = queries.days_of(book)
    weeks = [week for week in calendar.weeks if week.term == term]
    context = {
        "term": term,
        "may_lock": isinstance(lock, Right),
        "book": book,
        "days": days,
        "calendar": calendar,
        "kinds": [(kind, _(terms.NAMES[kind]), days.windows.get(kind)) for kind in WINDOWS],
        "first": weeks[0].monday if weeks else calendar.year.starts_on,
        "last": weeks[-1].saturday if weeks else calendar.year.ends_on,
    }
    return page(request, "gradebook/term.html", context)


@require_POST
def set_days(request: Request, term: int) -> HttpResponse:
    """Keep the days of a term; a kind with both days empty has none."""
    asked = Asked(request.POST)
    windows = {}
    for kind in WINDOWS:
        name = _(terms.NAMES[kind])
        if asked.fields.get(f"{kind}_first") or asked.fields.get(f"{kind}_last"):
            first = asked.day(f"{kind}_first", _("ngày mở cột %(name)s") % {"name": name})
            last = asked.day(f"{kind}_last", _("ngày hết hạn cột %(name)s") % {"name": name})
            windows[kind] = (first, last)
    finals = None
    if asked.fields.get("finals_from"):
        finals = asked.day("finals_from", _("ngày đầu kiểm tra cuối kì"))
    asked.done()
    terms.set_days(
        actor=request.actor, term=term, windows=windows, finals_from=finals, now=request.now
    )
    return _back(request, term, _("Đã lưu hạn nhập điểm của học kì."))


@require_POST
def lock_term(request: Request, term: int) -> HttpResponse:
    """Lock the term for everybody."""
    locks.lock_term(actor=request.actor, term=term, now=request.now)
    return _back(request, term, _("Đã khóa sổ điểm của học kì."))


@require_POST
def reopen_term(request: Request, term: int) -> HttpResponse:
    """Open the term again, with a reason."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do mở lại"))
    asked.done()
    locks.reopen_term(actor=request.actor, term=term, reason=reason, now=request.now)
    return _back(request, term, _("Đã mở lại sổ điểm của học kì."))


@require_POST
def reopen_columns(request: Request, class_id: UUID, subject: str, term: int) -> HttpResponse:
    """Open locked columns of one page again, with a reason."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do mở lại"))
    asked.done()
    keys = asked.fields.getlist("columns")
    where = Page(class_id, subject, term)
    locks.reopen_columns(actor=request.actor, page=where, keys=keys, reason=reason, now=request.now)
    back = HttpResponseRedirect(reverse("score_sheet", args=[class_id, subject, term]))
    return tell(request, back, _("Đã mở lại các cột được chọn."))


def _back(request: Request, term: int, text: str) -> HttpResponse:
    return tell(request, HttpResponseRedirect(reverse("term_book", args=[term])), text)
