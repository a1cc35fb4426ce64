"""Pages of pupils: the list, a profile with the purpose of looking at it, a new pupil, editing."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truongso.access import gate
from truongso.audit import reading as traces
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed, RuleBroken, Stale
from truongso.foundation.http import Request, page
from truongso.foundation.telling import tell
from truongso.foundation.text import clean_line
from truongso.office import forms
from truongso.office.actions import pupils as acts
from truongso.office.actions import reading as reading_acts
from truongso.office.profile_fields import (
    PUPIL_FIELDS,
    SEXES,
    Values,
    differences,
    fingerprint,
    grouped,
    missing,
    shown,
    values_of,
)
from truongso.office.queries import pupils as queries
from truongso.office.queries import reading
from truongso.office.views.refusals import by_field
from truongso.roster import queries as roster
from truongso.rules import moves as rules
from truongso.rules.authority import Right, Whose
from truongso.rules.personal_data import purposes

ON_A_PAGE = 50
CHANGED = ("roster.pupil_changed", "roster.pupil_added", "roster.pupils_imported")


@require_GET
def pupils(request: Request) -> HttpResponse:
    """The pupils of the school, in name order, looked for by name, class and status."""
    need(request, reading.READ_PUPIL)
    day = local_day(request.now)
    wanted = wanted_in(request.GET)
    shown_page = Paginator(queries.pupils(request.actor, day, wanted), ON_A_PAGE).get_page(
        request.GET.get("trang")
    )
    rows = list(shown_page.object_list)
    places = queries.classes_of(request.actor, [row.id for row in rows], day)
    calendar = roster.calendar(request.actor, day)
    context = {
        "rows": [(row, places.get(row.id)) for row in rows],
        "shown": shown_page,
        "wanted": wanted,
        "classes": [
            (row.id, row.name)
            for row in roster.classes(request.actor, calendar.year.id)
            if not row.extra
        ],
        "statuses": [(code, _(name)) for code, name in queries.STATUSES],
        "purposes": [(code, _(name)) for code, name in purposes().items()],
        "may_edit": may(request, acts.ACT),
    }
    return page(request, "office/pupils.html", context)


@require_GET
def profile(request: Request, pupil_id: UUID) -> HttpResponse:
    """A pupil's profile; who is not the class's own teacher first says why he looks."""
    row = queries.pupil(request.actor, pupil_id)
    access = reading.access_to_pupil(request.actor, row.id, request.now)
    target = f"pupil:{row.id}"
    if not access.own and not reading.purpose_said(request.actor, target, request.now):
        return ask_purpose(request, row.full_name, reverse("read_pupil", args=[row.id]))
    values = values_of(PUPIL_FIELDS, row, queries.detail_of(request.actor, row.id))
    place = queries.classes_of(request.actor, [row.id], local_day(request.now)).get(row.id)
    recorded = queries.moves_of(request.actor, row.id)
    last = rules.undoable(queries.as_moves(recorded))
    may_edit = may(request, acts.ACT)
    of_year = _of_year(request) if may_edit else []
    context = {
        "pupil": row,
        "place": place,
        "groups": in_words(values),
        "missing": missing(PUPIL_FIELDS, values),
        "warnings": queries.warnings_of(values),
        "moves": list(reversed(recorded)),
        "taken_back": {move.corrects_id for move in recorded if move.corrects_id},
        "undoable": last.id if last and may_edit else None,
        "places": queries.places_of(request.actor, row.id),
        "may_follow": [
            (code, _(name))
            for code, name in queries.STATUSES
            if code in rules.MAY_FOLLOW[row.status]
        ],
        "seen": str(recorded[-1].id) if recorded else "",
        "classes": _ordinary(of_year),
        # A pupil may still be put into extra classes; into any while he has none.
        "open_classes": [
            (class_id, name)
            for class_id, name, extra in of_year
            if row.status in queries.AT_SCHOOL and (extra or place is None)
        ],
        "today": local_day(request.now),
        "may_edit": may_edit,
        "may_see_readers": may(request, reading.SEE_READERS),
        "own": access.own,
    }
    return page(request, "office/pupil.html", context)


@require_POST
def read(request: Request, pupil_id: UUID) -> HttpResponse:
    """Say why one looks at a pupil's profile today, and see it."""
    address = reverse("pupil", args=[pupil_id])
    try:
        purpose = forms.purpose_in(request.POST)
        reading_acts.read_pupil(
            actor=request.actor, pupil_id=pupil_id, purpose=purpose, now=request.now
        )
    except RuleBroken as error:
        row = queries.pupil(request.actor, pupil_id)
        action = reverse("read_pupil", args=[pupil_id])
        return ask_purpose(request, row.full_name, action, error)
    return HttpResponseRedirect(address)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pupil_id: UUID) -> HttpResponse:
    """Change what is told of a pupil; what another wrote meanwhile is shown, nothing is lost."""
    row = queries.pupil(request.actor, pupil_id)
    need(request, acts.ACT)
    target = f"pupil:{row.id}"
    if not reading.purpose_said(request.actor, target, request.now) and request.method == "GET":
        return ask_purpose(request, row.full_name, reverse("read_pupil", args=[row.id]))
    if request.method == "GET":
        now = values_of(PUPIL_FIELDS, row, queries.detail_of(request.actor, row.id))
        return _form(request, {"pupil": row, "values": now, "seen": fingerprint(now)})
    typed: Values = {}
    try:
        asked = Asked(request.POST)
        typed = forms.profile_in(asked, PUPIL_FIELDS)
        asked.done()
        changed = acts.save_pupil(
            actor=request.actor,
            pupil_id=row.id,
            values=typed,
            seen=str(request.POST.get("seen", "")),
            now=request.now,
        )
    except RuleBroken as error:
        seen = str(request.POST.get("seen", ""))
        return _form(request, {"pupil": row, "seen": seen, "errors": by_field(error)}, error.status)
    except Stale as error:
        now = values_of(PUPIL_FIELDS, row, queries.detail_of(request.actor, row.id))
        context = {
            "pupil": row,
            "seen": fingerprint(now),
            "differences": differences(PUPIL_FIELDS, now, typed),
            "writer": traces.last_writer(request.actor, target, CHANGED),
        }
        return _form(request, context, error.status)
    text = _("Đã lưu hồ sơ.") if changed else _("Hồ sơ không có gì thay đổi.")
    return tell(request, HttpResponseRedirect(reverse("pupil", args=[row.id])), text)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new pupil's profile, with the class and how the pupil comes."""
    need(request, acts.ACT)
    if request.method == "GET":
        blank = {field.name: "" for field in PUPIL_FIELDS} | {"nationality": _("Việt Nam")}
        return _form(request, {"values": blank})
    try:
        asked = Asked(request.POST)
        values = forms.profile_in(asked, PUPIL_FIELDS)
        entry = forms.entry_in(asked)
        asked.done()
        row = acts.add_pupil(actor=request.actor, values=values, entry=entry, now=request.now)
    except RuleBroken as error:
        return _form(request, {"errors": by_field(error)}, error.status)
    text = _("Đã lập hồ sơ của %(name)s.") % {"name": row.full_name}
    return tell(request, HttpResponseRedirect(reverse("pupil", args=[row.id])), text)


@require_GET
def readers(request: Request, pupil_id: UUID) -> HttpResponse:
    """Who has looked at a pupil's profile, and why."""
    row = queries.pupil(request.actor, pupil_id)
    found = reading.readers_of(request.actor, f"pupil:{row.id}", Whose(), request.now)
    context = {
        "name": row.full_name,
        "back": reverse("pupil", args=[row.id]),
        "readings": found,
    }
    return page(request, "office/readers.html", context)


def need(request: Request, act: str) -> None:
    """Refuse a page to whoever may not do an act over the whole school. Raises NotAllowed."""
    right = gate.may(request.actor, act, Whose(), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)


def may(request: Request, act: str) -> bool:
    """Tell whether who asks may do an act over the whole school."""
    return isinstance(gate.may(request.actor, act, Whose(), at=request.now), Right)


def wanted_in(sent: QueryDict) -> queries.Wanted:
    """Return which pupils are looked for; what cannot be read asks for nothing."""
    grade = sent.get("khoi", "")
    return queries.Wanted(
        clean_line(sent.get("tim", ""))[:60],
        int(grade) if grade in ("6", "7", "8", "9") else None,
        as_uuid(sent.get("lop", "")),
        sent.get("trang-thai", "") if sent.get("trang-thai", "") in dict(queries.STATUSES) else "",
    )


def ask_purpose(
    request: Request, name: str, action: str, error: RuleBroken | None = None
) -> HttpResponse:
    """Answer with the question why one looks at a profile."""
    said = request.POST.get("purpose") or reading.last_purpose(request.actor, request.now)
    context = {
        "name": name,
        "action": action,
        "purposes": [(code, _(each)) for code, each in purposes().items()],
        "purpose": said,
        "note": request.POST.get("note", ""),
        "errors": by_field(error) if error else {},
    }
    status = error.status if error else 200
    return page(request, "office/purpose.html", context, status=status)


def in_words(values: Values) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return a profile under the names of its groups, each field in words."""
    return [
        (name, [(_(field.label), shown(field, values[field.name])) for field in fields])
        for name, fields in grouped(PUPIL_FIELDS)
    ]


def _of_year(request: Request) -> list[tuple[UUID, str, bool]]:
    """The classes of the year: id, name, whether it is one of extra teaching."""
    calendar = roster.calendar(request.actor, local_day(request.now))
    rows = roster.classes(request.actor, calendar.year.id)
    return list(rows.values_list("id", "name", "extra"))


def _ordinary(of_year: list[tuple[UUID, str, bool]]) -> list[tuple[UUID, str]]:
    return [(class_id, name) for class_id, name, extra in of_year if not extra]


def _form(request: Request, given: dict[str, Any], status: int = 200) -> HttpResponse:
    typed = forms.typed_in(PUPIL_FIELDS, request.POST)
    context = {
        "pupil": None,
        "values": typed,
        "seen": "",
        "errors": {},
        "differences": [],
        "writer": None,
        "groups": grouped(PUPIL_FIELDS),
        "sexes": [(code, _(name)) for code, name in SEXES.items()],
        "classes": _ordinary(_of_year(request)),
        "asked": request.POST,
        "today": local_day(request.now),
    }
    return page(request, "office/pupil_form.html", context | given, status=status)
