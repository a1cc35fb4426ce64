"""Pages of the results of a year: which classes are done, and the quick list of one class."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.office.actions.year_results import enter_results
from truongso.office.queries import results as queries
from truongso.office.queries.rollover import pupils_of
from truongso.roster import queries as roster
from truongso.rules.verdict import Violation
from truongso.rules.years import Outcome, YearState, outcomes_in

WORDS = {
    Outcome.PROMOTED: gettext_lazy("Được lên lớp"),
    Outcome.RETAINED: gettext_lazy("Ở lại lớp"),
    Outcome.SUMMER: gettext_lazy("Đánh giá lại, rèn luyện trong hè"),
    Outcome.COMPLETED: gettext_lazy("Hoàn thành chương trình"),
}


@require_GET
def results(request: Request) -> HttpResponse:
    """The classes whose results are mine to enter, with how many are still missing."""
    day = local_day(request.now)
    calendar = roster.calendar_named(request.actor, request.GET.get("nam", ""), day)
    context = {
        "calendar": calendar,
        "years": roster.years(request.actor),
        "lines": queries.lines(request.actor, calendar),
        "words": WORDS,
    }
    return page(request, "office/results.html", context)


@require_GET
def class_results(request: Request, class_id: UUID) -> HttpResponse:
    """The pupils of a class, each with his result; the usual one is ticked if none is."""
    row = queries.school_class(request.actor, class_id)
    calendar = roster.calendar_of(request.actor, row.year, local_day(request.now))
    whose = queries.whose(request.actor, row.id, calendar.day)
    right = gate.may(request.actor, queries.ACT, whose, at=request.now)
    if isinstance(right, Violation):
        raise NotAllowed(right)
    pupils = pupils_of(request.actor, row.year_id, [row.id], calendar.day)
    context = {
        "row": row,
        "pupils": pupils,
        "missing": sum(pupil.outcome is None for pupil in pupils),
        "outcomes": [(outcome, WORDS[outcome]) for outcome in outcomes_in(row.grade)],
        "usual": outcomes_in(row.grade)[0],
        "words": WORDS,
        "may_edit": row.year.state == YearState.OPEN,
    }
    return page(request, "office/class_results.html", context)


@require_POST
def enter(request: Request, class_id: UUID) -> HttpResponse:
    """Keep the results of a class as they are ticked."""
    asked = Asked(request.POST)
    known = {outcome.value: "" for outcome in Outcome}
    chosen = {}
    for name in asked.fields:
        pupil_id = as_uuid(name.removeprefix("pupil-")) if name.startswith("pupil-") else None
        if pupil_id is not None and (said := asked.choice(name, _("kết quả"), known)):
            chosen[pupil_id] = Outcome(said)
    asked.done()
    count = enter_results(actor=request.actor, class_id=class_id, outcomes=chosen, now=request.now)
    text = _("Đã lưu kết quả của %(count)d học sinh.") % {"count": count}
    return tell(request, HttpResponseRedirect(reverse("year_results")), text)
