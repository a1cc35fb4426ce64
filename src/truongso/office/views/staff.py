"""Pages of a staff member's profile: seen with a purpose, edited, made, ended; who looked at it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truongso.audit import reading as traces
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken, Stale
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.office import forms
from truongso.office.actions import reading as reading_acts
from truongso.office.actions import staff as acts
from truongso.office.actions.profiles import new_staff_detail
from truongso.office.profile_fields import (
    SEXES,
    STAFF_FIELDS,
    Values,
    differences,
    grouped,
    missing,
    shown,
    values_of,
)
from truongso.office.queries import pupils, reading
from truongso.office.queries import staff as queries
from truongso.office.views.pupils import ask_purpose, may, need
from truongso.office.views.refusals import by_field
from truongso.roster import queries as roster
from truongso.rules.authority import Whose

CHANGED = ("roster.staff_changed", "roster.staff_added", "roster.staff_left")


@require_GET
def profile(request: Request, staff_id: UUID) -> HttpResponse:
    """A staff member's profile; who is not the person himself first says why he looks."""
    row = roster.person(request.actor, staff_id)
    access = reading.access_to_staff(request.actor, row, request.now)
    target = f"staff:{row.id}"
    if not access.own and not reading.purpose_said(request.actor, target, request.now):
        return ask_purpose(request, row.full_name, reverse("read_staff", args=[row.id]))
    values = values_of(STAFF_FIELDS, row, _detail(request, row))
    context = {
        "person": row,
        "groups": [
            (name, [(_(field.label), shown(field, values[field.name])) for field in fields])
            for name, fields in grouped(STAFF_FIELDS)
        ],
        "missing": missing(STAFF_FIELDS, values),
        "warnings": pupils.warnings_of(values),
        "teaching": queries.teaching_of(request.actor, row.id),
        "today": local_day(request.now),
        "may_edit": may(request, acts.ACT),
        "may_see_readers": access.own or may(request, reading.SEE_READERS),
        "own": access.own,
    }
    return page(request, "office/staff_profile.html", context)


@require_POST
def read(request: Request, staff_id: UUID) -> HttpResponse:
    """Say why one looks at a staff member's profile today, and see it."""
    try:
        purpose = forms.purpose_in(request.POST)
        reading_acts.read_staff(
            actor=request.actor, staff_id=staff_id, purpose=purpose, now=request.now
        )
    except RuleBroken as error:
        row = roster.person(request.actor, staff_id)
        action = reverse("read_staff", args=[staff_id])
        return ask_purpose(request, row.full_name, action, error)
    return HttpResponseRedirect(reverse("staff_profile", args=[staff_id]))


@require_http_methods(["GET", "POST"])
def edit(request: Request, staff_id: UUID) -> HttpResponse:
    """Change what is told of a staff member, the department and the group."""
    row = roster.person(request.actor, staff_id)
    need(request, acts.ACT)
    target = f"staff:{row.id}"
    said = row.id == request.actor.staff_id or reading.purpose_said(
        request.actor, target, request.now
    )
    if not said and request.method == "GET":
        return ask_purpose(request, row.full_name, reverse("read_staff", args=[row.id]))
    detail = _detail(request, row)
    now = values_of(STAFF_FIELDS, row, detail)
    placed = {"department": row.department_id or "", "group": row.group_id or ""}
    if request.method == "GET":
        seen = acts.print_of(row, detail)
        return _form(request, {"person": row, "values": now, "placed": placed, "seen": seen})
    typed: Values = {}
    try:
        asked = Asked(request.POST)
        typed = forms.profile_in(asked, STAFF_FIELDS)
        asked.done()
        changed = acts.save_staff(
            actor=request.actor,
            staff_id=row.id,
            values=typed,
            department_id=forms.chosen(asked, "department"),
            group_id=forms.chosen(asked, "group"),
            seen=str(request.POST.get("seen", "")),
            now=request.now,
        )
    except RuleBroken as error:
        given = {"person": row, "seen": request.POST.get("seen", ""), "errors": by_field(error)}
        return _form(request, given, error.status)
    except Stale as error:
        given = {
            "person": row,
            "seen": acts.print_of(row, detail),
            "differences": differences(STAFF_FIELDS, now, typed),
            "writer": traces.last_writer(request.actor, target, CHANGED),
        }
        return _form(request, given, error.status)
    text = _("Đã lưu hồ sơ.") if changed else _("Hồ sơ không có gì thay đổi.")
    return tell(request, HttpResponseRedirect(reverse("staff_profile", args=[row.id])), text)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new staff member's profile."""
    need(request, acts.ACT)
    if request.method == "GET":
        return _form(request, {"values": dict.fromkeys((f.name for f in STAFF_FIELDS), "")})
    try:
        asked = Asked(request.POST)
        values = forms.profile_in(asked, STAFF_FIELDS)
        asked.done()
        row = acts.add_staff(
            actor=request.actor,
            values=values,
            department_id=forms.chosen(asked, "department"),
            group_id=forms.chosen(asked, "group"),
            now=request.now,
        )
    except RuleBroken as error:
        return _form(request, {"errors": by_field(error)}, error.status)
    text = _("Đã lập hồ sơ của %(name)s.") % {"name": row.full_name}
    return tell(request, HttpResponseRedirect(reverse("staff_profile", args=[row.id])), text)


@require_POST
def leave(request: Request, staff_id: UUID) -> HttpResponse:
    """Let a staff member stop working here from a day."""
    asked = Asked(request.POST)
    day = asked.day("until", _("Thôi làm việc từ ngày"))
    reason = asked.line("reason", _("Lí do"))
    asked.done()
    ended = acts.end_work(
        actor=request.actor, staff_id=staff_id, day=day, reason=reason, now=request.now
    )
    text = _("Đã ghi thôi làm việc; %(count)d phân công giảng dạy kết thúc cùng ngày.")
    address = reverse("staff_profile", args=[staff_id])
    return tell(request, HttpResponseRedirect(address), text % {"count": ended})


@require_GET
def readers(request: Request, staff_id: UUID) -> HttpResponse:
    """Who has looked at a staff member's profile, and why: for himself and the principal."""
    row = roster.person(request.actor, staff_id)
    found = reading.readers_of(request.actor, f"staff:{row.id}", Whose(author=row.id), request.now)
    back = reverse("staff_profile", args=[row.id])
    context = {"name": row.full_name, "back": back, "readings": found}
    return page(request, "office/readers.html", context)


def _detail(request: Request, row: Any) -> Any:
    """What is told of a staff member; an empty profile when nothing is yet."""
    return queries.detail_of(request.actor, row.id) or new_staff_detail(row)


def _form(request: Request, given: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {
        "person": None,
        "values": forms.typed_in(STAFF_FIELDS, request.POST),
        "placed": {name: request.POST.get(name, "") for name in ("department", "group")},
        "seen": "",
        "errors": {},
        "differences": [],
        "writer": None,
        "groups": grouped(STAFF_FIELDS),
        "sexes": [(code, _(name)) for code, name in SEXES.items()],
        "departments": [(row.id, row.name) for row in roster.departments(request.actor)],
        "subject_groups": [
            (row.id, f"{row.name} ({row.department.short_name})")
            for row in queries.all_groups(request.actor)
        ],
    }
    return page(request, "office/staff_form.html", context | given, status=status)
