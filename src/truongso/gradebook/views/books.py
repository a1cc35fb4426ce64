"""Lists of pages: a teacher's own, and the progress of the school or of a department."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from truongso.access import gate
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, page
from truongso.gradebook.actions.terms import PLAN
from truongso.gradebook.queries import books as queries
from truongso.gradebook.queries import terms as term_queries
from truongso.gradebook.queries.place import TERMS
from truongso.roster import queries as roster
from truongso.roster.queries import Calendar
from truongso.rules.authority import Reach, Right, Whose

PROGRESS = "gradebook.read_progress"


@require_GET
def my_sheets(request: Request) -> HttpResponse:
    """My pages of a term: what is missing and until when."""
    calendar, term = asked_term(request)
    book = term_queries.book(request.actor, calendar.year, term)
    found = queries.books(
        request.actor, calendar.year, term, calendar.day, staff_id=request.actor.person
    )
    context = {
        "books": found,
        "term": term,
        "terms": TERMS,
        "calendar": calendar,
        "years": roster.years(request.actor),
        "days": term_queries.days_of(book),
        "missing": sum(one.missing for one in found),
    }
    return page(request, "gradebook/mine.html", context)


@require_GET
def progress(request: Request) -> HttpResponse:
    """Class × subject: how far each page is filled."""
    calendar, term = asked_term(request)
    right = _right(request)
    found = queries.books(request.actor, calendar.year, term, calendar.day)
    if right.grant.reach is Reach.DEPARTMENT:
        found = [one for one in found if one.department_id == right.held.over]
    context = {
        "classes": _by_class(found),
        "subjects": list(dict.fromkeys(one.subject for one in found)),
        "teachers": _by_teacher(found),
        "term": term,
        "terms": TERMS,
        "calendar": calendar,
        "years": roster.years(request.actor),
        "required": sum(one.required for one in found),
        "may_plan": isinstance(gate.may(request.actor, PLAN, Whose(), at=request.now), Right),
        "filled": sum(min(one.filled, one.required) for one in found),
    }
    return page(request, "gradebook/progress.html", context)


def _right(request: Request) -> Right:
    """The widest right: the whole school, or else a department's of the actor."""
    overs = [held.over for held in request.actor.duties if held.over]
    asked = [Whose(), *(Whose(department=over) for over in overs)]
    found = [gate.may(request.actor, PROGRESS, whose, at=request.now) for whose in asked]
    for right in found:
        if isinstance(right, Right):
            return right
    raise NotAllowed(*(one for one in found[:1] if not isinstance(one, Right)))


def asked_term(request: Request) -> tuple[Calendar, int]:
    """The year and the term that are asked for; the term of today when none is."""
    day = local_day(request.now)
    calendar = roster.calendar_named(request.actor, request.GET.get("nam", ""), day)
    asked = request.GET.get("hoc-ki", "")
    if asked in {str(term) for term in TERMS}:
        return calendar, int(asked)
    begun = [week.term for week in calendar.weeks if week.monday <= calendar.day]
    return calendar, begun[-1] if begun else TERMS[0]


def _by_class(found: list[queries.Book]) -> list[tuple[str, dict[str, queries.Book]]]:
    lines: dict[str, dict[str, queries.Book]] = {}
    for one in found:
        lines.setdefault(one.row.name, {})[one.subject.code] = one
    return list(lines.items())


def _by_teacher(found: list[queries.Book]) -> list[tuple[str, list[queries.Book]]]:
    """Who has most still to fill comes first."""
    lines: dict[str, list[queries.Book]] = {}
    for one in found:
        for name in one.teachers:
            lines.setdefault(name, []).append(one)
    return sorted(lines.items(), key=lambda line: -sum(one.missing for one in line[1]))
