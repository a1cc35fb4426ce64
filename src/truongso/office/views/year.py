"""Pages of the year: its weeks and holidays, and the school's own rules."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.office import queries
from truongso.office.actions import calendar as acts
from truongso.office.actions import settings, year_draft
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose
from truongso.rules.policy import bases_on, kinds_on, school_rules
from truongso.rules.years import YearState


@require_GET
def year(request: Request) -> HttpResponse:
    """The 35 teaching weeks over their days, with the holidays."""
    day = local_day(request.now)
    calendar = roster.calendar_named(request.actor, request.GET.get("nam", ""), day)
    holidays = list(roster.breaks(request.actor, calendar.year.id))
    may = {
        act: isinstance(gate.may(request.actor, act, Whose(), at=request.now), Right)
        for act in (acts.ACT, year_draft.ACT)
    }
    context = {
        "calendar": calendar,
        "years": roster.years(request.actor),
        "parts": queries.year_parts(calendar, holidays),
        "may_edit": may[acts.ACT] and calendar.year.state == YearState.OPEN,
        "may_prepare": may[year_draft.ACT],
    }
    return page(request, "office/year.html", context)


@require_POST
def add_holiday(request: Request) -> HttpResponse:
    """Add a holiday; the weeks that have not begun move."""
    asked = Asked(request.POST)
    holiday = acts.Holiday(
        asked.line("name", _("tên kỳ nghỉ"), most=100),
        asked.day("first", _("Ngày đầu")),
        asked.day("last", _("Ngày cuối")),
    )
    asked.done()
    acts.add_holiday(actor=request.actor, holiday=holiday, now=request.now)
    return _told(request, _("Đã thêm kỳ nghỉ; các tuần chưa bắt đầu đã được xếp lại."))


@require_POST
def remove_holiday(request: Request, holiday_id: UUID) -> HttpResponse:
    """Take a holiday away; the weeks that have not begun move back."""
    acts.remove_holiday(actor=request.actor, holiday_id=holiday_id, now=request.now)
    return _told(request, _("Đã bỏ kỳ nghỉ; các tuần chưa bắt đầu đã được xếp lại."))


@require_POST
def move_week(request: Request, no: int) -> HttpResponse:
    """Let a week begin on another Monday."""
    asked = Asked(request.POST)
    monday = asked.day("monday", _("Thứ Hai của tuần"))
    asked.done()
    acts.move_week(actor=request.actor, no=no, monday=monday, now=request.now)
    return _told(request, _("Đã dời tuần và các tuần sau đó."))


@require_GET
def rules(request: Request) -> HttpResponse:
    """What the school decides itself, and which records are kept by which rule."""
    day = local_day(request.now)
    kinds = kinds_on(day).values()
    context = {
        "rules": school_rules(),
        "values": roster.policy(request.actor, day).values,
        "history": list(roster.settings_history(request.actor)[:50]),
        "kinds": [(kind, bases_on(day, kind.legal_basis)) for kind in kinds],
        "names": {rule.key: rule for rule in school_rules()},
        "said": {r.key: {v: _(name) for v, name in r.choices} for r in school_rules()},
        "may_edit": isinstance(
            gate.may(request.actor, "school.set_rules", Whose(), at=request.now), Right
        ),
    }
    return page(request, "office/rules.html", context)


@require_POST
def set_rule(request: Request, key: str) -> HttpResponse:
    """Set one of the school's own rules."""
    rule = next((rule for rule in school_rules() if rule.key == key), None)
    if rule is None:
        raise Missing
    asked = Asked(request.POST)
    value: str | int
    if rule.choices:
        value = asked.choice("value", rule.name, dict(rule.choices))
    else:
        value = asked.number("value", rule.name, least=rule.least or 0, most=rule.most or 10**6)
    asked.done()
    changed = settings.set_rule(actor=request.actor, key=key, value=value, now=request.now)
    text = _("Đã lưu quy định.") if changed else _("Quy định không thay đổi.")
    return tell(request, HttpResponseRedirect(reverse("school_rules")), text)


def _told(request: Request, text: str) -> HttpResponse:
    return tell(request, HttpResponseRedirect(reverse("year")), text)
