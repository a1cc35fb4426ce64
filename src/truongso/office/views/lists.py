"""Pages of class lists and lists of pupils: seen, printed, taken out as a spreadsheet."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.documents.serving import workbook
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, page
from truongso.foundation.watermarks import Mark, mark_of
from truongso.office import forms, list_files
from truongso.office.actions import classes as class_acts
from truongso.office.actions import reading as acts
from truongso.office.queries import class_list, pupils, reading
from truongso.office.views.pupils import may, wanted_in
from truongso.roster import queries as roster
from truongso.rules.authority import Right
from truongso.rules.personal_data import purposes, use_until


@require_GET
def school_class(request: Request, class_id: UUID) -> HttpResponse:
    """A class list on a day, with what may be done with it."""
    row = roster.school_class(request.actor, class_id)
    whose = reading.whose_class(request.actor, row.id, request.now)
    right = gate.may(request.actor, reading.SEE_LIST, whose, at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    day = forms.a_day(request.GET.get("ngay", ""), local_day(request.now))
    lines = class_list.class_list(request.actor, row.id, day)
    homeroom = pupils.homeroom_teachers(request.actor, [row.id], request.now).get(row.id)
    count, girls = class_list.counted(lines)
    may_edit = may(request, class_acts.ACT)
    all_profiles = reading.reads_all(request.actor, request.now)
    context = {
        "school_class": row,
        "lines": lines,
        "count": count,
        "girls": girls,
        "day": day,
        "today": local_day(request.now),
        "homeroom": homeroom.staff.full_name if homeroom else "",
        "siblings": [
            (one.id, one.name)
            for one in (class_list.siblings(request.actor, row) if may_edit else [])
        ],
        "purposes": [(code, _(name)) for code, name in purposes().items()],
        "may_edit": may_edit,
        "profiles": all_profiles or (homeroom and homeroom.staff_id == request.actor.staff_id),
    }
    return page(request, "office/school_class.html", context)


@require_POST
def class_xlsx(request: Request, class_id: UUID) -> HttpResponse:
    """A class list as a spreadsheet; the purpose stands on it and in the journal."""
    row = roster.school_class(request.actor, class_id)
    lines = class_list.class_list(request.actor, row.id, local_day(request.now))
    said = acts.take_out_class(
        actor=request.actor,
        class_id=row.id,
        purpose=forms.purpose_in(request.POST),
        form="xlsx",
        count=len(lines),
        now=request.now,
    )
    title = _("Danh sách lớp %(name)s") % {"name": row.name}
    mark = _mark(request, said)
    return workbook(list_files.class_sheet(title, lines, mark), title)


@require_POST
def print_class(request: Request, class_id: UUID) -> HttpResponse:
    """A class list for printing; the purpose stands on it and in the journal."""
    row = roster.school_class(request.actor, class_id)
    lines = class_list.class_list(request.actor, row.id, local_day(request.now))
    said = acts.take_out_class(
        actor=request.actor,
        class_id=row.id,
        purpose=forms.purpose_in(request.POST),
        form="print",
        count=len(lines),
        now=request.now,
    )
    homeroom = pupils.homeroom_teachers(request.actor, [row.id], request.now).get(row.id)
    context = {
        "title": _("Danh sách lớp %(name)s") % {"name": row.name},
        "rows": [(line.pupil, "") for line in lines],
        "counted": class_list.counted(lines),
        "homeroom": homeroom.staff.full_name if homeroom else "",
        "back": ("school_class", row.id),
        "mark": _mark(request, said).sentence(),
    }
    return page(request, "office/print_list.html", context)


@require_POST
def pupils_xlsx(request: Request) -> HttpResponse:
    """The pupils looked for as a spreadsheet; the purpose stands on it and in the journal."""
    rows = _listed(request)
    said = acts.take_out_pupils(
        actor=request.actor,
        purpose=forms.purpose_in(request.POST),
        form="xlsx",
        count=len(rows),
        now=request.now,
    )
    title = _("Danh sách học sinh")
    mark = _mark(request, said)
    return workbook(list_files.pupil_sheet(title, rows, mark), title)


@require_POST
def print_pupils(request: Request) -> HttpResponse:
    """The pupils looked for, for printing; the purpose stands on it and in the journal."""
    rows = _listed(request)
    said = acts.take_out_pupils(
        actor=request.actor,
        purpose=forms.purpose_in(request.POST),
        form="print",
        count=len(rows),
        now=request.now,
    )
    context = {
        "title": _("Danh sách học sinh"),
        "rows": rows,
        "counted": (len(rows), sum(row.sex == "f" for row, _place in rows)),
        "homeroom": "",
        "back": ("pupils", None),
        "mark": _mark(request, said).sentence(),
    }
    return page(request, "office/print_list.html", context)


def _listed(request: Request) -> list[tuple[Any, str]]:
    """The pupils that the form's filters ask for, with their classes."""
    if not reading.reads_all(request.actor, request.now):
        return []
    day = local_day(request.now)
    rows = list(pupils.pupils(request.actor, day, wanted_in(request.POST)))
    places = pupils.classes_of(request.actor, [row.id for row in rows], day)
    return [(row, places[row.id].name if row.id in places else "") for row in rows]


def _mark(request: Request, purpose: str) -> Mark:
    until = use_until(local_day(request.now))
    return mark_of(request.actor, purpose, at=request.now, until=until)
