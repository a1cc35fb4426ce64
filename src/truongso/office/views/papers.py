"""Pages of numbered papers: signing for one's account, the minutes, the list of who approves."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truongso.documents import press
from truongso.documents import queries as documents
from truongso.documents.kinds.approval_list.facts import KIND
from truongso.foundation.asked import Asked
from truongso.foundation.errors import NotAllowed, RuleBroken, sentence
from truongso.foundation.http import Request, View, keeps_refusals, page
from truongso.foundation.telling import tell
from truongso.office import account_lines as lines
from truongso.office import approval_list
from truongso.office.actions import approving, opening
from truongso.office.views.accounts import as_pdf, may_see
from truongso.rules.verdict import Violation
from truongso.seal import papers as sealing

MOST = 300


def before_confirming(view: View) -> View:
    """Open a view to whoever has yet to sign for his account."""
    view.before_confirming = True  # type: ignore[attr-defined]
    return view


@before_confirming
@keeps_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_account(request: Request) -> HttpResponse:
    """Sign for my account: the minutes and the rules of use, and my yes."""
    if request.method != "POST":
        return _confirming(request, "")
    read = Asked(request.POST).flag("read")
    try:
        opening.confirm_account(actor=request.actor, read=read, now=request.now)
    except RuleBroken as error:
        if error.violations[0].code != "account.read_first":
            raise
        request.shown_refusal = error  # type: ignore[attr-defined]
        return _confirming(request, sentence(error.violations[0]), status=error.status)
    text = _("Đã ký nhận tài khoản. Chúc Thầy/Cô làm việc thuận lợi.")
    return tell(request, HttpResponseRedirect(reverse("home")), text)


@require_GET
def minutes(request: Request) -> HttpResponse:
    """The numbered minutes of the school, the latest first."""
    may_see(request)
    rows = list(documents.papers(request.actor).filter(kind__in=lines.PAPERS)[:MOST])
    shown = [(paper, _(name)) for paper, name in lines.names(rows)]
    return page(request, "office/minutes.html", {"papers": shown})


@before_confirming
@require_GET
def minutes_pdf(request: Request, paper_id: UUID) -> HttpResponse:
    """Minutes as PDF: for whoever sees accounts, and for the person they are about."""
    paper = documents.paper(request.actor, paper_id)
    if paper.about_id != request.actor.staff_id:
        may_see(request)
    return as_pdf(sealing.as_pdf(request.actor, paper), f"bien-ban-{paper.number:02d}-{paper.year}")


@require_GET
def approval_list_pdf(request: Request) -> HttpResponse:
    """The list of who approves electronic records, by the columns of the decision's appendix."""
    if not request.actor.duties:
        raise NotAllowed(Violation("authority.no_duty"))
    facts = approval_list.told(request.actor, request.now)
    return as_pdf(press.render(KIND, facts), "phan-cong-phe-duyet")


@require_POST
def draw_up_approval_list(request: Request) -> HttpResponse:
    """Draw the list up for the principal to sign."""
    row = approving.draw_up_approval_list(actor=request.actor, now=request.now)
    text = _("Đã lập danh sách; hãy ký ở trang “Chờ tôi ký”.")
    return tell(request, HttpResponseRedirect(reverse("signed_paper", args=[row.id])), text)


def _confirming(request: Request, error: str, *, status: int = 200) -> HttpResponse:
    paper = lines.own_paper(request.actor)
    waits = getattr(request.user, "must_confirm", False)
    context = {"paper": paper, "error": error, "waits": waits}
    return page(request, "office/confirm_account.html", context, status=status)
