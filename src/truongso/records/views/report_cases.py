"""An issued school report: its versions, its paper, and the cases of correcting it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.access.sudo import needs_sudo
from truongso.documents import shelf
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.gradebook.queries import homeroom
from truongso.office.queries import results as office
from truongso.records.actions import report_cases, report_downloads
from truongso.records.queries import report_facts, reports
from truongso.records.queries import report_versions as queries
from truongso.rules.authority import Right, Whose
from truongso.rules.school_report import MOST_REMARK


@require_GET
def version(request: Request, version_id: UUID) -> HttpResponse:
    """One version: what it is, what replaced it, its paper; asking for a correction."""
    row = queries.version(request.actor, version_id)
    whose = _readable(request, row.report_set.school_class_id)
    every = queries.every_version(request.actor, row)
    may_ask = homeroom.may(request.actor, reports.ASK, whose, request.now)
    context = {
        "version": row,
        "every": every,
        "latest": every[0].id == row.id,
        "made": queries.file_of(request.actor, row.id),
        "cases": list(queries.cases(request.actor).filter(version__in=[one.id for one in every])),
        "may_ask": may_ask and not queries.pending(request.actor, row),
        "most": MOST_REMARK,
    }
    return page(request, "records/version.html", context)


@require_GET
def pdf(request: Request, version_id: UUID) -> HttpResponseBase:
    """The paper of a version; every reading leaves a trace."""
    file = report_downloads.open_paper(actor=request.actor, version_id=version_id, now=request.now)
    return shelf.serve(request.actor, file.id, readable=True, headers={})


@require_POST
def ask(request: Request, version_id: UUID) -> HttpResponse:
    """Ask for a correction."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do sửa"), most=300)
    remark = asked.text("remark", _("nhận xét mới"), most=MOST_REMARK, required=False)
    asked.done()
    made = report_cases.ask(
        actor=request.actor, version_id=version_id, reason=reason, remark=remark, now=request.now
    )
    return tell(request, _to(made.id), _("Đã gửi đề nghị sửa học bạ."))


@require_GET
def case(request: Request, case_id: UUID) -> HttpResponse:
    """A case: what would differ, or how it was answered."""
    found = queries.case(request.actor, case_id)
    row = found.version.report_set.school_class
    _readable(request, row.id)
    if found.made:
        changes = report_facts.differences(found.version.facts, found.made.facts)
    else:
        day = homeroom.seen_on(row, local_day(request.now))
        new = queries.renewed(request.actor, found, day)
        changes = report_facts.differences(found.version.facts, new)
    whose = Whose(author=found.asked_by_id)
    context = {
        "case": found,
        "row": row,
        "changes": changes,
        "may_answer": found.state == "asked"
        and homeroom.may(request.actor, reports.ISSUE, whose, request.now),
    }
    return page(request, "records/case.html", context)


@needs_sudo
@require_POST
def agree(request: Request, case_id: UUID) -> HttpResponse:
    """Agree: the new version is issued."""
    made = report_cases.agree(actor=request.actor, case_id=case_id, now=request.now)
    text = _("Đã phát hành bản số %(no)s, thay bản cũ.") % {"no": made.no}
    return tell(request, _to(case_id), text)


@require_POST
def refuse(request: Request, case_id: UUID) -> HttpResponse:
    """Refuse, with a reason."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do không đồng ý"), most=300)
    asked.done()
    report_cases.refuse(actor=request.actor, case_id=case_id, reason=reason, now=request.now)
    return tell(request, _to(case_id), _("Đã trả lời: không đồng ý sửa học bạ."))


def _readable(request: Request, class_id: UUID) -> Whose:
    whose = office.whose(request.actor, class_id, local_day(request.now))
    right = gate.may(request.actor, reports.READ, whose, at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return whose


def _to(case_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("report_case", args=[case_id]))
