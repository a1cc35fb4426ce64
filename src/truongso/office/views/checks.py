"""Pages of the data checks, of looking for people, and of what personal data is kept and why."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.http import Request, page
from truongso.foundation.text import clean_line
from truongso.office.queries import checks, reading
from truongso.office.queries import staff as queries
from truongso.office.views.pupils import need
from truongso.roster import queries as roster
from truongso.rules.authority import Duty
from truongso.rules.data_checks import CHECKS
from truongso.rules.personal_data import USABLE, kept, purposes
from truongso.rules.policy import bases_on
from truongso.rules.records import Finding

ACT = "roster.check_data"
AT_MOST = 200
DUTY_OF_CHECK = {"no-homeroom": Duty.HOMEROOM_TEACHER, "no-head": Duty.DEPARTMENT_HEAD}
"""Which duty is missing where one of these checks finds something."""


@require_GET
def data_checks(request: Request) -> HttpResponse:
    """What is wrong in the school's records, check by check."""
    need(request, ACT)
    calendar = roster.calendar(request.actor, local_day(request.now))
    lines = checks.checked(request.actor, calendar)
    context = {
        "wrong": [line for line in lines if line.findings],
        "right": [line for line in lines if not line.findings],
        "count": sum(len(line.findings) for line in lines),
    }
    return page(request, "office/checks.html", context)


@require_GET
def data_check(request: Request, code: str) -> HttpResponse:
    """What one check finds, each thing with the page where it is mended."""
    need(request, ACT)
    if code not in CHECKS:
        raise Missing
    calendar = roster.calendar(request.actor, local_day(request.now))
    line = next(one for one in checks.checked(request.actor, calendar) if one.code == code)
    context = {
        "line": line,
        "findings": [
            (finding.name, checks.detail(code, finding), _address(code, finding))
            for finding in line.findings[:AT_MOST]
        ],
        "more": max(len(line.findings) - AT_MOST, 0),
    }
    return page(request, "office/check.html", context)


@require_GET
def find_people(request: Request) -> HttpResponse:
    """Staff and pupils whose name or code holds what was typed."""
    need(request, reading.READ_PUPIL)
    text = clean_line(request.GET.get("tim", ""))[:60]
    found = queries.search(request.actor, text, local_day(request.now))
    return page(request, "office/find_people.html", {"search": text, "found": found})


@require_GET
def personal_data(request: Request) -> HttpResponse:
    """Which personal data the school keeps, why, by which regulation, and what one may ask for."""
    day = local_day(request.now)
    context = {
        "kept": [(line, bases_on(day, line.legal_basis)) for line in kept()],
        "purposes": [_(name) for name in purposes().values()],
        "staff_id": request.actor.staff_id,
    }
    return page(request, "office/personal_data.html", context)


@require_GET
def my_exports(request: Request) -> HttpResponse:
    """What I have taken out, for what, and until when I may use it."""
    context = {"lines": reading.taken_out(request.actor, request.now), "days": USABLE.days}
    return page(request, "office/my_exports.html", context)


def _address(code: str, finding: Finding) -> str:
    """Where a finding is mended, with what it is about chosen already."""
    if code in DUTY_OF_CHECK:
        return f"{reverse('duties')}?giao={DUTY_OF_CHECK[code].value}&cua={finding.id}"
    if code == "duties":
        return reverse("duties")
    if code == "no-department":
        return reverse("edit_staff", args=[finding.id])
    match finding.kind:
        case "pupil":
            return reverse("pupil", args=[finding.id])
        case "staff":
            return reverse("staff_profile", args=[finding.id])
        case "class":
            return reverse("school_class", args=[finding.id])
        case "teaching":
            return f"{reverse('assignments')}?lop={finding.id}"
        case "department":
            return reverse("departments")
        case "programmes":
            return reverse("programmes")
    return reverse("year")
