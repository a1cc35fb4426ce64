"""Corrections of marks: the list, one case, asking, and what is done with a case."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from truongso.access import gate
from truongso.documents import shelf
from truongso.documents.names import disposition
from truongso.foundation.asked import Asked
from truongso.foundation.errors import Missing
from truongso.foundation.http import Request, page
from truongso.foundation.ids import new_id
from truongso.foundation.telling import tell
from truongso.gradebook.actions import correction_ends as ends
from truongso.gradebook.actions import corrections as acts
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.actions.scores import save_scores
from truongso.gradebook.queries import case_page
from truongso.gradebook.queries import corrections as queries
from truongso.rules import marks
from truongso.rules.authority import Duty, Right, Whose
from truongso.rules.corrections import State
from truongso.seal import papers

ON_A_PAGE = 30


@require_GET
def corrections(request: Request) -> HttpResponse:
    """The cases I may read: waiting for an answer, open, waiting for witnesses, ended."""
    counts = case_page.counted(request.actor, request.now)
    first = next((name for name, count in counts.items() if count), "cho")
    group = request.GET.get("loai", "")
    group = group if group in counts else first
    states = [state.value for state in case_page.GROUPS[group]]
    rows = case_page.listed(request.actor, request.now).filter(state__in=states)
    mine = request.GET.get("cua-toi") == "1"
    if mine:
        rows = rows.filter(asked_by_id=request.actor.staff_id)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "shown": shown,
        "lines": [(row, _(queries.subject_of(row.sheet).name)) for row in shown],
        "group": group,
        "counts": counts,
        "mine": mine,
        "teaches": request.actor.holds(Duty.TEACHER),
        "waiting": set(case_page.waiting(request.actor).values_list("pk", flat=True)),
    }
    return page(request, "gradebook/corrections.html", context)


@require_GET
def correction(request: Request, case_id: UUID) -> HttpResponse:
    """One case: what is asked for, what was done, and what I may do with it."""
    found = case_page.readable(request.actor, case_id, request.now)
    own = found.asked_by_id == request.actor.staff_id
    right = gate.may(request.actor, acts.CONSENT, Whose(author=found.asked_by_id), at=request.now)
    state = State(found.state)
    is_open = state is State.OPEN and bool(found.open_until and request.now <= found.open_until)
    context = {
        "case": found,
        "shown": case_page.shown(request.actor, found, request.now),
        "may_answer": state is State.ASKED and isinstance(right, Right),
        "of_principal": state is State.ASKED
        and (
            (own and request.actor.holds(Duty.PRINCIPAL))
            or (not isinstance(right, Right) and right.code == "authority.lenders_paper")
        ),
        "may_withdraw": state is State.ASKED and own,
        "may_change": is_open and own,
        "is_open": is_open,
        "batch": new_id(),
    }
    return page(request, "gradebook/correction.html", context)


@require_POST
def consent(request: Request, case_id: UUID) -> HttpResponse:
    """Open the cells of a case."""
    acts.consent(actor=request.actor, case_id=case_id, now=request.now)
    return _back(request, case_id, _("Đã đồng ý; các ô được đề nghị đã mở."))


@require_POST
def refuse(request: Request, case_id: UUID) -> HttpResponse:
    """Refuse a case, with a reason."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do không đồng ý"), most=acts.REASON)
    asked.done()
    acts.refuse(actor=request.actor, case_id=case_id, reason=reason, now=request.now)
    return _back(request, case_id, _("Đã từ chối và báo cho người đề nghị."))


@require_POST
def withdraw(request: Request, case_id: UUID) -> HttpResponse:
    """Take my request back."""
    acts.withdraw(actor=request.actor, case_id=case_id, now=request.now)
    return _back(request, case_id, _("Đã rút đề nghị."))


@require_POST
def change(request: Request, case_id: UUID) -> HttpResponse:
    """Write the marks that were consented to, as typing them into the sheet would."""
    found = case_page.readable(request.actor, case_id, request.now)
    asked = Asked(request.POST)
    batch_id = asked.identity("batch", _("lần gửi"))
    asked.done()
    cells = [
        Cell(cell.pupil_id, cell.column, marks.shown(cell.wanted), version)
        for cell, version in case_page.to_change(request.actor, found, request.now)
    ]
    if not cells and found.asked_by_id == request.actor.staff_id:  # pressed twice
        return _back(request, case_id, _("Đã sửa điểm, khóa lại và lập biên bản."))
    if not cells:
        raise Missing
    answer = save_scores(
        actor=request.actor,
        page=queries.page_of(found),
        batch_id=batch_id,
        cells=cells,
        source="page",
        now=request.now,
    )
    if problems := [*answer["refused"], *answer["conflicts"]]:
        said = problems[0].get("sentence") or _("Điểm vừa được người khác sửa. Hãy tải lại trang.")
        back = HttpResponseRedirect(reverse("correction", args=[case_id]))
        return tell(request, back, said, "problem")
    return _back(request, case_id, _("Đã sửa điểm, khóa lại và lập biên bản."))


@require_POST
def finish(request: Request, case_id: UUID) -> HttpResponse:
    """End my case before every cell was changed."""
    ends.finish(actor=request.actor, case_id=case_id, now=request.now)
    return _back(request, case_id, _("Đã kết thúc; các ô chưa sửa đã khóa lại như cũ."))


@require_POST
def confirm(request: Request, case_id: UUID) -> HttpResponse:
    """Confirm the minutes as a witness."""
    ends.confirm(actor=request.actor, case_id=case_id, now=request.now)
    return _back(request, case_id, _("Đã xác nhận biên bản."))


@require_GET
def minutes(request: Request, case_id: UUID) -> HttpResponse:
    """The minutes of a case as PDF, with the yes of its witnesses until now."""
    found = case_page.readable(request.actor, case_id, request.now)
    if found.paper is None:
        raise Missing
    answer = HttpResponse(papers.as_pdf(request.actor, found.paper), content_type="application/pdf")
    name = f"bien-ban-sua-diem-{found.paper.number:02d}-{found.paper.year}.pdf"
    answer.headers["Content-Disposition"] = disposition(name, attachment=False)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def evidence(request: Request, case_id: UUID, evidence_id: UUID) -> HttpResponseBase:
    """A file laid beside a case: to read on screen, or (?goc=1) as it came in."""
    found = case_page.readable(request.actor, case_id, request.now)
    file_id = case_page.evidence_of(request.actor, found, evidence_id)
    return shelf.serve(
        request.actor,
        file_id,
        readable=request.GET.get("goc") != "1",
        headers=request.headers,
        body=request.method == "GET",
    )


def _back(request: Request, case_id: UUID, text: str) -> HttpResponse:
    return tell(request, HttpResponseRedirect(reverse("correction", args=[case_id])), text)
