"""Pages of a homeroom class and of closing: conduct, modes, re-assessment, the check list."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell
from truongso.gradebook import wording
from truongso.gradebook.actions import closing, conduct, modes
from truongso.gradebook.actions.conduct import MOST_COMMENT, Said
from truongso.gradebook.queries import anomalies as hints
from truongso.gradebook.queries import closing as queries
from truongso.gradebook.queries import homeroom, results
from truongso.gradebook.queries.lines import standings
from truongso.gradebook.queries.place import Page
from truongso.gradebook.queries.sheet import READ
from truongso.gradebook.views.results import period_in
from truongso.office.queries import results as office
from truongso.roster import queries as roster
from truongso.rules import marks
from truongso.rules.authority import Right, Whose
from truongso.rules.circular import LEVELS, Level
from truongso.rules.closing import SUMMER, Period
from truongso.rules.exemptions import LABELS, Mode
from truongso.rules.scores import shown
from truongso.rules.subjects import subjects
from truongso.rules.years import YearState

MOST_ABSENT = 400
CONDUCT_TERMS = (1, 2, SUMMER)


@require_GET
def class_conduct(request: Request, class_id: UUID, term: int) -> HttpResponse:
    """Conduct, absences and a word for every pupil of a class: one form for the keyboard."""
    row, day = homeroom.readable(request.actor, class_id, request.now)
    if term not in CONDUCT_TERMS:
        raise Missing
    pupils = list(homeroom.pupils_in(request.actor, row, day).values())
    if term == SUMMER:
        failed = {
            line.pupil_id
            for line in results.of_class(request.actor, row, day).lines
            if line.result.conduct is Level.CHUA_DAT
        }
        pupils = [pupil for pupil in pupils if pupil.id in failed]
    whose = office.whose(request.actor, row.id, day)
    locked = term != SUMMER and homeroom.term_locked(request.actor, row.year_id, term)
    closed = term != SUMMER and homeroom.is_closed(request.actor, row.id, term)
    may_enter = homeroom.may(request.actor, homeroom.ENTER_CONDUCT, whose, request.now)
    context = {
        "row": row,
        "term": term,
        "summer": term == SUMMER,
        "pupils": pupils,
        "stands": homeroom.conduct_of(request.actor, row.year_id, term, row),
        "levels": [(one.code, wording.LEVELS[one]) for one in wording.LEVELS],
        "by_level": {int(one): one.code for one in Level},
        "locked": locked,
        "closed": closed,
        "may_edit": may_enter and row.year.state == YearState.OPEN and not locked and not closed,
        "most": MOST_COMMENT,
    }
    return page(request, "gradebook/class_conduct.html", context)


@require_POST
def enter_conduct(request: Request, class_id: UUID, term: int) -> HttpResponse:
    """Keep the conduct of a class as it is ticked."""
    asked = Asked(request.POST)
    known = {"": "", **dict.fromkeys(LEVELS, "")}
    said = {}
    for name in asked.fields:
        pupil_id = as_uuid(name.removeprefix("level-")) if name.startswith("level-") else None
        if pupil_id is None:
            continue
        level = asked.choice(name, _("mức rèn luyện"), known)
        days = f"absent-{pupil_id}"
        absent = None
        if asked.fields.get(days):
            absent = asked.number(days, _("số buổi nghỉ"), least=0, most=MOST_ABSENT)
        comment = asked.line(
            f"comment-{pupil_id}", _("nhận xét"), most=MOST_COMMENT, required=False
        )
        version = asked.number(f"version-{pupil_id}", _("lần sửa"), least=0, most=10**8)
        said[pupil_id] = Said(LEVELS.get(level), absent, comment, version)
    asked.done()
    count = conduct.enter_conduct(
        actor=request.actor, class_id=class_id, term=term, said=said, now=request.now
    )
    text = ngettext(
        "Đã lưu rèn luyện của %(count)d học sinh.",
        "Đã lưu rèn luyện của %(count)d học sinh.",
        count,
    ) % {"count": count}
    back = HttpResponseRedirect(reverse("class_conduct", args=[class_id, term]))
    return tell(request, back, text)


@require_GET
def class_modes(request: Request, class_id: UUID) -> HttpResponse:
    """Who of a class is assessed in another way, and results of re-assessment."""
    row, day = homeroom.readable(request.actor, class_id, request.now)
    found = results.of_class(request.actor, row, day)
    open_year = row.year.state == YearState.OPEN
    context = {
        "row": row,
        "found": found,
        "words": wording,
        "modes": LABELS,
        "subjects": subjects(),
        "cell_of": marks.shown,
        "year": Period.YEAR,
        "may_grant": open_year and homeroom.may(request.actor, modes.GRANT, Whose(), request.now),
        "may_retest": open_year and homeroom.may(request.actor, modes.RETEST, Whose(), request.now),
    }
    return page(request, "gradebook/class_modes.html", context)


@require_POST
def grant_mode(request: Request, class_id: UUID) -> HttpResponse:
    """Keep how a pupil is assessed in a subject."""
    asked = Asked(request.POST)
    pupil_id = asked.identity("pupil", _("học sinh"))
    subject = asked.choice("subject", _("môn học"), dict.fromkeys(subjects(), ""))
    mode = asked.choice("mode", _("cách đánh giá"), {one.value: "" for one in Mode})
    term = asked.number("term", _("thời gian"), least=0, most=2)
    reason = asked.line("reason", _("lí do"), most=300, required=mode != Mode.NORMAL)
    asked.done()
    modes.grant_mode(
        actor=request.actor,
        class_id=class_id,
        pupil_id=pupil_id,
        subject=subject,
        term=term,
        mode=Mode(mode),
        reason=reason,
        now=request.now,
    )
    back = HttpResponseRedirect(reverse("class_modes", args=[class_id]))
    return tell(request, back, _("Đã lưu cách đánh giá."))


@require_POST
def enter_retest(request: Request, class_id: UUID) -> HttpResponse:
    """Keep a result of re-assessment."""
    asked = Asked(request.POST)
    pupil_id = asked.identity("pupil", _("học sinh"))
    subject = asked.choice("subject", _("môn học"), dict.fromkeys(subjects(), ""))
    text = asked.line("mark", _("kết quả đánh giá lại"), most=20, required=False)
    asked.done()
    modes.enter_retest(
        actor=request.actor,
        class_id=class_id,
        pupil_id=pupil_id,
        subject=subject,
        text=text,
        now=request.now,
    )
    back = HttpResponseRedirect(reverse("class_modes", args=[class_id]))
    return tell(request, back, _("Đã lưu kết quả đánh giá lại."))


@require_GET
def closing_list(request: Request) -> HttpResponse:
    """What is left to do before a period is closed, class by class."""
    right = gate.may(request.actor, closing.CLOSE, Whose(), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    calendar = roster.calendar(request.actor, local_day(request.now))
    period = period_in(request)
    found = queries.checks(request.actor, calendar, period)
    context = {
        "calendar": calendar,
        "period": period,
        "checks": found,
        "lacking": queries.by_subject(found),
        "words": wording,
        "open": calendar.year.state == YearState.OPEN,
    }
    return page(request, "gradebook/closing.html", context)


@require_POST
def close_class(request: Request, class_id: UUID, period: int) -> HttpResponse:
    """Close the results of a class."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do"), most=300, required=False)
    asked.done()
    count = closing.close_class(
        actor=request.actor,
        class_id=class_id,
        period=_period(period),
        reason=reason,
        now=request.now,
    )
    text = _("Đã chốt kết quả của %(count)d học sinh.") % {"count": count}
    return tell(request, _to_report(class_id, period), text)


@require_POST
def reopen_class(request: Request, class_id: UUID, period: int) -> HttpResponse:
    """Open the closed results of a class again."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do mở lại"), most=300)
    asked.done()
    closing.reopen_class(
        actor=request.actor,
        class_id=class_id,
        period=_period(period),
        reason=reason,
        now=request.now,
    )
    return tell(request, _to_report(class_id, period), _("Đã mở lại kết quả của lớp."))


@require_GET
def sheet_check(request: Request, class_id: UUID, subject: str, term: int) -> HttpResponse:
    """What of a sheet should be looked at before it is locked, and how its scores lie."""
    found = hints.readable(request.actor, Page(class_id, subject, term), request.now)
    lines = standings(request.actor, found)
    context = {
        "place": found,
        "hints": hints.anomalies(found, lines),
        "spreads": hints.spreads(found, lines),
        "shown": shown,
        "reads_sheet": homeroom.may(request.actor, READ, found.whose(), request.now),
        "leads": homeroom.may(
            request.actor,
            homeroom.READ_CLASS,
            office.whose(request.actor, found.row.id, found.day),
            request.now,
        ),
    }
    return page(request, "gradebook/sheet_check.html", context)


@require_GET
def sheet_anomalies(request: Request, class_id: UUID, subject: str, term: int) -> JsonResponse:
    """The same hints as data, for the sheet that stands open."""
    found = hints.readable(request.actor, Page(class_id, subject, term), request.now)
    told = hints.as_data(hints.anomalies(found, standings(request.actor, found)))
    return data({"anomalies": told})


def _period(asked: int) -> Period:
    if asked not in set(Period):
        raise Missing
    return Period(asked)


def _to_report(class_id: UUID, period: int) -> HttpResponseRedirect:
    address = reverse("class_report", args=[class_id])
    return HttpResponseRedirect(f"{address}?ki={wording.SLUGS[Period(period)]}")
