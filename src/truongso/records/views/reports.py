"""Pages of the school reports of classes: what is missing, confirming, handing up, issuing."""

import zipfile
from io import BytesIO
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.access.sudo import needs_sudo
from truongso.documents import serving
from truongso.documents.names import disposition
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed, sentence
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.gradebook.queries import homeroom
from truongso.records.actions import report_downloads, report_steps
from truongso.records.queries import report_lists, report_versions
from truongso.records.queries import reports as queries
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose
from truongso.rules.subjects import subjects
from truongso.rules.years import YearState


@require_GET
def report_classes(request: Request) -> HttpResponse:
    """The classes whose school reports one may see, with how far each has come; open cases."""
    calendar = roster.calendar(request.actor, local_day(request.now))
    rows = queries.mine(request.actor, calendar.year.id, calendar.day, request.now)
    teaches = report_lists.teaches(request.actor, calendar)
    if not rows and not teaches:
        right = gate.may(request.actor, queries.READ, Whose(), at=request.now)
        if not isinstance(right, Right):
            raise NotAllowed(right)
    context = {
        "calendar": calendar,
        "lines": report_lists.class_lines(request.actor, rows),
        "cases": report_lists.waiting_cases(request.actor, rows),
        "teaches": teaches,
    }
    return page(request, "records/classes.html", context)


@require_GET
def my_subjects(request: Request) -> HttpResponse:
    """The subjects one teaches, class by class, with whether they are confirmed."""
    calendar = roster.calendar(request.actor, local_day(request.now))
    if not report_lists.teaches(request.actor, calendar):
        right = gate.may(request.actor, queries.CONFIRM, Whose(), at=request.now)
        if not isinstance(right, Right):
            raise NotAllowed(right)
    context = {"calendar": calendar, "lines": report_lists.my_lines(request.actor, calendar)}
    return page(request, "records/subjects.html", context)


@require_GET
def class_reports(request: Request, class_id: UUID) -> HttpResponse:
    """The school reports of a class: what is missing of all pupils at once, and the next step."""
    actor, now = request.actor, request.now
    row, day, whose = queries.readable(actor, class_id, now)
    found = queries.reports_of(actor, row, day)
    report_set = found.report_set
    issued = found.state == "issued" and report_set is not None
    author = report_set.handed_up_by_id if report_set else None
    open_year = row.year.state == YearState.OPEN
    by_pupil: dict[UUID, list[object]] = {}
    for gap in found.gaps:
        if gap.pupil:
            by_pupil.setdefault(gap.pupil, []).append(gap)
    context = {
        "row": row,
        "found": found,
        "sentence": sentence,
        "of_class": [gap for gap in found.gaps if gap.pupil is None],
        "by_pupil": by_pupil,
        "barred": any(not gap.excusable for gap in found.gaps),
        "may_keep": open_year and homeroom.may(actor, queries.KEEP, whose, now),
        "may_issue": open_year and homeroom.may(actor, queries.ISSUE, Whose(author=author), now),
        "versions": report_versions.latest_of(actor, report_set) if issued and report_set else [],
        "progress": report_versions.progress(actor, report_set) if report_set else None,
    }
    return page(request, "records/class.html", context)


@require_POST
def confirm(request: Request, class_id: UUID) -> HttpResponse:
    """Confirm subjects one teaches in a class."""
    codes = [code for code in request.POST.getlist("subject") if code in subjects()]
    if not codes:
        raise Missing
    count = report_steps.confirm_subjects(
        actor=request.actor, class_id=class_id, subjects=codes, now=request.now
    )
    text = _("Đã xác nhận %(count)s môn trong học bạ.") % {"count": count}
    return tell(request, HttpResponseRedirect(reverse("report_subjects")), text)


@require_POST
def hand_up(request: Request, class_id: UUID) -> HttpResponse:
    """Hand the school reports of a class up."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do còn thiếu"), most=300, required=False)
    asked.done()
    count = report_steps.hand_up(
        actor=request.actor, class_id=class_id, reason=reason, now=request.now
    )
    return tell(request, _back(class_id), _("Đã trình học bạ của %(n)s học sinh.") % {"n": count})


@needs_sudo
@require_POST
def issue(request: Request, class_id: UUID) -> HttpResponse:
    """Issue the school reports of a class, with one authorisation for all of them."""
    count = report_steps.issue(actor=request.actor, class_id=class_id, now=request.now)
    text = _("Đã phát hành học bạ của %(n)s học sinh; các tệp PDF đang được tạo.") % {"n": count}
    return tell(request, _back(class_id), text)


@require_POST
def send_back(request: Request, class_id: UUID) -> HttpResponse:
    """Send the school reports of a class back."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do trả lại"), most=300)
    asked.done()
    report_steps.send_back(actor=request.actor, class_id=class_id, reason=reason, now=request.now)
    return tell(request, _back(class_id), _("Đã trả lại học bạ của lớp."))


@require_POST
def download_class(request: Request, class_id: UUID) -> HttpResponse:
    """The papers of a class as one archive, each verified before it goes in."""
    found = report_downloads.take_out(actor=request.actor, class_id=class_id, now=request.now)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for file in found.files:
            with serving.verified(file.blob) as content:
                archive.writestr(file.name, content.read())
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    name = f"Học bạ lớp {found.school_class}.zip"
    answer.headers["Content-Disposition"] = disposition(name, attachment=True)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _back(class_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("class_reports", args=[class_id]))
