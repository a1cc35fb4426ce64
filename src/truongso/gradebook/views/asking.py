"""Asking for a correction: the form beside a sheet, and sending it."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.errors import NotAllowed
from truongso.foundation.http import Request, data, page
from truongso.foundation.ids import new_id
from truongso.foundation.telling import tell
from truongso.gradebook import correction_words, forms
from truongso.gradebook.actions import corrections as acts
from truongso.gradebook.queries.lines import standings
from truongso.gradebook.queries.place import Page
from truongso.gradebook.queries.sheet import readable
from truongso.rules import marks
from truongso.rules.authority import Duty, Right
from truongso.rules.gradebook import key_of, title_of
from truongso.rules.intake import FOR_EVIDENCE


@require_GET
def new_correction(request: Request, class_id: UUID, subject: str, term: int) -> HttpResponse:
    """The form: pupils, columns and wanted marks, the reason, the evidence; `o` names cells."""
    found = readable(request.actor, Page(class_id, subject, term), request.now)
    right = gate.may(request.actor, acts.ASK, found.whose(), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    size = len(found.columns)
    pupils = [
        {
            "id": str(one.pupil.id),
            "name": one.pupil.full_name,
            "marks": [
                marks.shown(code) for code in (one.line.marks if one.line else [None] * size)
            ],
        }
        for one in standings(request.actor, found)
        if one.left_on is None
    ]
    last = found.days.last_edit_day
    context = {
        "place": found,
        "last": last,
        "of_principal": request.actor.holds(Duty.PRINCIPAL),
        "late": bool(last and found.day > last),
        "form": {
            "case": str(new_id()),
            "pupils": pupils,
            "columns": [
                {"key": key_of(column), "title": title_of(column)}
                for column in found.columns
                if found.may_write(request.actor.staff_id, column)
            ],
            "places": found.keys,
            "cells": forms.wished_cells(request),
            "purpose": f"{FOR_EVIDENCE}{found.row.id.hex[:8]}{found.subject.code}{term}",
            "urls": {
                "uploads": reverse("uploads"),
                "send": reverse("ask_correction", args=[class_id, subject, term]),
            },
            "words": correction_words.of_asking(),
        },
    }
    return page(request, "gradebook/new_correction.html", context)


@require_POST
def ask_correction(request: Request, class_id: UUID, subject: str, term: int) -> JsonResponse:
    """Send a request: {"case", "reason", "entered_wrongly", "cells": […], "evidence": […]}."""
    case = acts.ask(
        actor=request.actor,
        page=Page(class_id, subject, term),
        asked=forms.correction(request),
        now=request.now,
    )
    text = _("Đã gửi đề nghị sửa điểm số %(no)d.") % {"no": case.no}
    return tell(request, data({"url": reverse("correction", args=[case.id])}), text)  # type: ignore[return-value]
