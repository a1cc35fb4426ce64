"""What the office's forms ask for, as values that acts accept."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.text import clean_line
from truongso.office.actions import moves
from truongso.office.actions.pupils import Entry
from truongso.office.actions.reading import Purpose
from truongso.office.profile_fields import SEXES, Field, Value, empty
from truongso.roster.models import PupilStatus
from truongso.rules.personal_data import purposes

FIRST_YEAR, LAST_YEAR = 1900, 2020


def profile_in(asked: Asked, fields: Iterable[Field]) -> dict[str, Value]:
    """Return the values of a profile's form; what is wrong stays with `asked`."""
    return {field.name: _value(asked, field) for field in fields}


def _value(asked: Asked, field: Field) -> Value:
    if field.kind == "flag":
        return asked.flag(field.name)
    label = _(field.label)
    if not field.required and not clean_line(str(asked.fields.get(field.name, ""))):
        return empty(field)
    if field.kind == "day":
        return asked.day(field.name, label)
    if field.kind == "year":
        return asked.number(field.name, label, least=FIRST_YEAR, most=LAST_YEAR)
    if field.kind == "sex":
        return asked.choice(field.name, label, SEXES)
    return asked.line(field.name, label, most=field.most, required=field.required)


def typed_in(fields: Iterable[Field], sent: QueryDict) -> dict[str, str]:
    """Return what was typed, as it was, to show it again."""
    return {field.name: str(sent.get(field.name, "")) for field in fields}


def chosen(asked: Asked, name: str) -> UUID | None:
    """Return the id of a thing that may be chosen; None when none is."""
    return as_uuid(asked.fields.get(name, ""))


def entry_in(asked: Asked) -> Entry:
    """Return how a new pupil enters."""
    transferred = asked.fields.get("entry") == "transferred"
    return Entry(
        chosen(asked, "school_class"),
        asked.day("on", _("Ngày vào trường")),
        transferred,
        asked.line("other_school", _("Trường trước"), required=False) if transferred else "",
        asked.line("papers", _("Giấy tờ"), required=False) if transferred else "",
    )


def move_in(asked: Asked) -> moves.Asked:
    """Return the move that a form asks for."""
    return moves.Asked(
        asked.choice("status", _("Biến động"), dict(PupilStatus.choices)),
        asked.day("on", _("Ngày")),
        asked.line("reason", _("Lí do"), required=False),
        asked.line("other_school", _("Trường chuyển đến, chuyển đi"), required=False),
        asked.line("papers", _("Giấy tờ"), required=False),
        chosen(asked, "school_class"),
        clean_line(str(asked.fields.get("seen", "")))[:40],
    )


def purpose_in(sent: QueryDict) -> Purpose:
    """Return the purpose that was said; an empty one when none was."""
    asked = Asked(sent)
    code = str(sent.get("purpose", ""))
    note = asked.line("note", _("Nội dung việc"), required=False)
    asked.done()
    return Purpose(code if code in purposes() else "", note)


def a_day(text: str, otherwise: date) -> date:
    """Return a day from an address; another one when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
