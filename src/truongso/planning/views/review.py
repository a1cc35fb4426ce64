"""What waits for my decision: the inbox, the review page, approving, sending back, undoing."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.approvals import queries as approvals
from truongso.foundation.asked import Asked
from truongso.foundation.errors import sentence
from truongso.foundation.http import Request, page
from truongso.foundation.ids import new_id
from truongso.foundation.telling import Tone, tell
from truongso.planning import forms
from truongso.planning.actions import organise, review
from truongso.planning.queries import page as plan_queries
from truongso.planning.queries import review as queries
from truongso.rules.approval import Move, State
from truongso.rules.authority import Right
from truongso.rules.policy import record_kinds

ON_A_PAGE = 100


@require_GET
def inbox(request: Request) -> HttpResponse:
    """What waits for my decision, the most urgent first; requests to be late above it."""
    waiting = approvals.waiting_for(request.actor, now=request.now)
    kind = request.GET.get("loai", "")
    if kind:
        waiting = waiting.filter(kind=kind)
    rows = list(waiting[: ON_A_PAGE + 1])
    context = {
        "rows": rows[:ON_A_PAGE],
        "more": len(rows) > ON_A_PAGE,
        "kinds": [(one.code, one.short) for one in record_kinds()],
        "kind": kind,
        "names": {one.code: one.short for one in record_kinds()},
        "leaves": queries.leaves_waiting(request.actor, request.now),
        "undoable": queries.undoable(request.actor, request.now),
        "loans": [held.loan for held in request.actor.duties if held.loan],
        "batch": new_id(),
    }
    return page(request, "planning/inbox.html", context)


@require_GET
def review_page(request: Request, plan_id: UUID, no: int) -> HttpResponse:
    """A version beside the remark box: the file, what was said before, the decision."""
    submission = queries.submission_of(request.actor, plan_id, no)
    act = f"planning.approve:{submission.kind}"
    right = gate.may(request.actor, act, submission, at=request.now)
    if not isinstance(right, Right):
        return HttpResponseRedirect(reverse("plan", args=[plan_id]))
    waits = submission.state == State.SUBMITTED.value
    if waits:
        review.open_for_review(actor=request.actor, submission_id=submission.id, now=request.now)
    shown = plan_queries.plan_page(request.actor, plan_id, request.now)
    line = next(line for line in shown.lines if line.version.no == no)
    kind = next(one for one in record_kinds() if one.code == submission.kind)
    context = {
        "page": shown,
        "plan": shown.plan,
        "line": line,
        "submission": submission,
        "kind": kind,
        "right": right,
        "waits": waits,
        "beside": queries.neighbours(request.actor, submission.id, request.now),
        "undoable": queries.undoable(request.actor, request.now),
        "decided_by": plan_queries.decided_by,
        "batch": new_id(),
    }
    return page(request, "planning/review.html", context)


@require_POST
def decide(request: Request) -> HttpResponse:
    """Approve or send back what was chosen, then go on to the next."""
    batch_id, choice = forms.choice(request.POST)
    outcome = review.decide(actor=request.actor, batch_id=batch_id, choice=choice, now=request.now)
    word = (
        _("Đã duyệt %(count)d kế hoạch.")
        if choice.move is Move.APPROVE
        else _("Đã trả lại %(count)d kế hoạch.")
    )
    text = word % {"count": len(outcome.decided)}
    for passed_over in outcome.passed_over:
        text += f" {sentence(passed_over)}"
    tone: Tone = "problem" if outcome.passed_over else "done"
    return tell(request, HttpResponseRedirect(_next_address(request)), text, tone)


@require_POST
def undo(request: Request, batch_id: UUID) -> HttpResponse:
    """Undo the decision just made."""
    count = review.undo(actor=request.actor, batch_id=batch_id, now=request.now)
    text = _("Đã hoàn tác: %(count)d kế hoạch lại chờ duyệt.") % {"count": count}
    return tell(request, HttpResponseRedirect(reverse("inbox")), text)


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


def _next_address(request: Request) -> str:
    """The next paper in the inbox after the one that was decided; else the inbox."""
    wanted = Asked(request.POST)
    after = wanted.identities("next")
    if after:
        waiting = approvals.waiting_for(request.actor, now=request.now).filter(pk__in=after)
        if found := waiting.first():
            return found.url
    return reverse("inbox")
