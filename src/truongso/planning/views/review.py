"""What waits for my decision: the inbox, the review page, approving, sending back, undoing."""

from itertools import groupby
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access.words import duty_in_words
from truongso.approvals import queries as approvals
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import sentence
from truongso.foundation.http import Request, is_part, page
from truongso.foundation.ids import new_id
from truongso.foundation.telling import tell
from truongso.planning import forms, papers, script_words
from truongso.planning.actions import organise, review
from truongso.planning.queries import page as plan_queries
from truongso.planning.queries import review as queries
from truongso.planning.queries import sheet as sheets
from truongso.rules.subjects import subjects

ON_A_PAGE = 100
GROUPINGS = ("ngay", "nguoi")


@require_GET
def inbox(request: Request) -> HttpResponse:
    """What waits for my decision, the most urgent first; requests to be late above it."""
    counts = queries.kinds_waiting(request.actor, request.now)
    kind = request.GET.get("loai", "")
    kind = kind if kind in counts else ""
    grouping = request.GET.get("nhom", "")
    grouping = grouping if grouping in GROUPINGS else GROUPINGS[0]
    waiting = approvals.waiting_for(request.actor, now=request.now)
    if kind:
        waiting = waiting.filter(kind=kind)
    if grouping == "nguoi":
        waiting = waiting.order_by("author__sort_key", "author_id", "urgent_on", "id")
    paginator = Paginator(waiting, ON_A_PAGE)
    paginator.count = counts[kind] if kind else sum(counts.values())
    shown = paginator.get_page(request.GET.get("trang"))
    by = (lambda row: row.author_id) if grouping == "nguoi" else (lambda row: row.urgent_on)
    context = {
        "shown": shown,
        "groups": [list(rows) for _key, rows in groupby(shown.object_list, by)],
        "grouping": grouping,
        "counts": counts,
        "kinds": {code: _(papers.kind_of(code).short) for code in counts},
        "kind_choices": [
            (code, f"{_(papers.kind_of(code).short)} ({count})") for code, count in counts.items()
        ],
        "kind": kind,
        "today": local_day(request.now),
        "subjects": subjects(),
        "leaves": queries.leaves_waiting(request.actor, request.now),
        "undo": queries.undoable(request.actor, request.now),
        "loans": queries.loans_in_force(request.actor, request.now),
        "batch": new_id(),
        "words": script_words.of_review(),
    }
    return page(request, "planning/inbox.html", context)


@require_GET
def review_page(request: Request, plan_id: UUID, no: int) -> HttpResponse:
    """A version beside the remark box: the file, what was said before, the decision."""
    sheet = sheets.sheet(request.actor, plan_id, no, request.now)
    if sheet is None:
        return HttpResponseRedirect(reverse("plan", args=[plan_id]))
    if sheet.waits and not sheet.opened:
        review.open_for_review(
            actor=request.actor, submission_id=sheet.submission.id, now=request.now
        )
    context = {
        "sheet": sheet,
        "plan": sheet.plan,
        "line": sheet.line,
        "under": duty_in_words(sheet.right.held) if sheet.right.held.loan else "",
        "notes": [sentence(note) for note in sheet.line.file.notes],
        "text": plan_queries.words_of(request.actor, sheet.line),
        "decided_by": plan_queries.decided_by,
        "batch": new_id(),
        "words": script_words.of_review() | script_words.of_viewer(),
    }
    return page(request, "planning/review.html", context)


@require_POST
def decide(request: Request) -> HttpResponse:
    """Approve or send back what was chosen, then go on to the next."""
    batch_id, choice = forms.choice(request.POST)
    outcome = review.decide(actor=request.actor, batch_id=batch_id, choice=choice, now=request.now)
    text = _("Đã quyết định %(count)d kế hoạch.") % {"count": len(outcome.decided)}
    for passed_over in outcome.passed_over:
        text += f" {sentence(passed_over)}"
    answer = _gone_to(request, _next_address(request))
    if not outcome.passed_over:
        return answer  # the bar for undoing says what was done
    return tell(request, answer, text, "problem")


@require_POST
def undo(request: Request, batch_id: UUID) -> HttpResponse:
    """Undo the decision just made."""
    count = review.undo(actor=request.actor, batch_id=batch_id, now=request.now)
    text = _("Đã hoàn tác: %(count)d kế hoạch lại chờ duyệt.") % {"count": count}
    return tell(request, HttpResponseRedirect(_next_address(request)), text)


@require_POST
def answer_late_leave(request: Request, leave_id: UUID) -> HttpResponse:
    """Grant or refuse a request to hand in late."""
    asked = Asked(request.POST)
    granted = asked.choice("answer", _("câu trả lời"), {"dong-y": "", "khong": ""}) == "dong-y"
    words = asked.text("words", _("lời nhắn"), most=500, required=False)
    asked.done()
    organise.answer_late_leave(
        actor=request.actor, leave_id=leave_id, granted=granted, answer=words, now=request.now
    )
    return tell(request, HttpResponseRedirect(reverse("inbox")), _("Đã trả lời đề nghị nộp muộn."))


def _gone_to(request: Request, address: str) -> HttpResponse:
    """Lead the browser on: by a redirect, or by htmx, which keeps the page where it refuses."""
    if not is_part(request):
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def _next_address(request: Request) -> str:
    """The first of the papers named as the next that waits for the actor; else the inbox."""
    wanted = Asked(request.POST)
    after = wanted.identities("next")
    if after:
        waiting = approvals.waiting_for(request.actor, now=request.now).filter(pk__in=after)
        if found := waiting.first():
            return found.url
    return reverse("inbox")
