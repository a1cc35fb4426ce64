"""Pages of who teaches what: a class at a time, changed from a day on; departments and groups."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.foundation.text import clean_line
from truongso.office import forms
from truongso.office.actions import departments as department_acts
from truongso.office.actions import staff as staff_acts
from truongso.office.actions import teaching as acts
from truongso.office.queries import staff as queries
from truongso.office.views.pupils import may, need
from truongso.roster import queries as roster

NOBODY = "none"


@require_GET
def assignments(request: Request) -> HttpResponse:
    """Who teaches each subject of a class, with the form that changes it from a day on."""
    need(request, acts.ACT)
    day = local_day(request.now)
    calendar = roster.calendar(request.actor, day)
    rows = list(roster.classes(request.actor, calendar.year.id))
    wanted = as_uuid(request.GET.get("lop", ""))
    chosen = next((row for row in rows if row.id == wanted), rows[0] if rows else None)
    context = {
        "classes": [(row.id, row.name) for row in rows],
        "chosen": chosen,
        "lines": queries.taught_in(request.actor, chosen, day) if chosen else [],
        "people": [(row.id, row.full_name) for row in roster.staff(request.actor, day)],
        "today": day,
    }
    return page(request, "office/assignments.html", context)


@require_POST
def assign(request: Request) -> HttpResponse:
    """Let somebody teach a subject in a class from a day on."""
    asked = Asked(request.POST)
    wanted = acts.Asked(
        asked.identity("school_class", _("lớp")),
        str(request.POST.get("subject", "")),
        clean_line(str(request.POST.get("strand", "")))[:40],
        None if request.POST.get("staff") == NOBODY else asked.identity("staff", _("người dạy")),
        asked.day("since", _("Từ ngày")),
        str(request.POST.get("seen", ""))[:40],
    )
    asked.done()
    row = acts.assign(actor=request.actor, asked=wanted, now=request.now)
    if row is None:
        text = _("Đã kết thúc phân công.")
    else:
        text = _("Đã phân công; người được phân công đã được báo.")
    address = f"{reverse('assignments')}?lop={wanted.class_id}"
    return tell(request, HttpResponseRedirect(address), text)


@require_GET
def departments(request: Request) -> HttpResponse:
    """The departments with their subject groups and how many people they have."""
    groups = queries.all_groups(request.actor)
    people = list(roster.staff(request.actor, local_day(request.now)))
    lines = [
        (
            row,
            sum(one.department_id == row.id for one in people),
            [
                (group, sum(one.group_id == group.id for one in people))
                for group in groups
                if group.department_id == row.id
            ],
        )
        for row in roster.departments(request.actor)
    ]
    context = {"lines": lines, "may_edit": may(request, staff_acts.ACT)}
    return page(request, "office/departments.html", context)


@require_POST
def save_department(request: Request) -> HttpResponse:
    """Make a department or give one another name."""
    asked = Asked(request.POST)
    named = _named(asked, 100)
    row = department_acts.save_department(
        actor=request.actor,
        department_id=forms.chosen(asked, "department"),
        named=named,
        now=request.now,
    )
    text = _("Đã lưu %(name)s.") % {"name": row.name}
    return tell(request, HttpResponseRedirect(reverse("departments")), text)


@require_POST
def save_group(request: Request, department_id: UUID) -> HttpResponse:
    """Make a subject group or give one another name."""
    asked = Asked(request.POST)
    named = _named(asked, 100)
    row = department_acts.save_group(
        actor=request.actor,
        department_id=department_id,
        group_id=forms.chosen(asked, "group"),
        named=named,
        now=request.now,
    )
    text = _("Đã lưu %(name)s.") % {"name": row.name}
    return tell(request, HttpResponseRedirect(reverse("departments")), text)


def _named(asked: Asked, most: int) -> department_acts.Named:
    named = department_acts.Named(
        asked.line("name", _("Tên"), most=most),
        asked.line("short_name", _("Tên gọn"), most=30, required=False),
        clean_line(str(asked.fields.get("seen", "")))[:most],
    )
    asked.done()
    return named
