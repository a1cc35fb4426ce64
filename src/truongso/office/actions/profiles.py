"""Keeping a person's profile: what is common to pupils and staff."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import SchoolOwned
from truongso.foundation.text import folded, sort_key
from truongso.office.profile_fields import Field, Values
from truongso.roster.models import Pupil, PupilDetail, Staff, StaffDetail
from truongso.rules.identifiers import check_citizen_id, check_moet_id, is_warning
from truongso.rules.people import check_born, check_name
from truongso.rules.verdict import Violation

NOBODY = UUID(int=0)
UNIQUE = ("code", "moet_id", "citizen_id")


def check(values: Values, day: date, ages: tuple[int, int]) -> list[Violation]:
    """Return why a profile cannot be kept so; warnings do not hinder it."""
    born_on, sex = values["born_on"], str(values["sex"])
    found = list(check_name(str(values["full_name"])))
    if isinstance(born_on, date):
        found += check_born(born_on, day, ages)
    if values["moet_id"]:
        found += check_moet_id(str(values["moet_id"]))
    if values["citizen_id"]:
        born = born_on if isinstance(born_on, date) else None
        found += check_citizen_id(str(values["citizen_id"]), born_on=born, sex=sex)
    return [violation for violation in found if not is_warning(violation)]


def taken_by_pupils(actor: Actor, values: Values, but: UUID | None) -> list[Violation]:
    """Return which of a pupil's identifiers another pupil has already."""
    found = []
    for name in UNIQUE:
        if not values[name]:
            continue
        rows = Pupil.objects.of(actor).exclude(pk=but or NOBODY)
        key = "details__citizen_id" if name == "citizen_id" else name
        other = rows.filter(**{key: values[name]}).first()
        if other is not None:
            said = {"text": values[name], "name": other.full_name}
            found.append(Violation("person.code_taken", name, said))
    return found


def taken_by_staff(actor: Actor, values: Values, but: UUID | None) -> list[Violation]:
    """Return which of a staff member's identifiers another one has already."""
    found = []
    for name in UNIQUE:
        if not values[name]:
            continue
        rows = Staff.objects.of(actor).exclude(pk=but or NOBODY)
        key = name if name == "code" else f"details__{name}"
        other = rows.filter(**{key: values[name]}).first()
        if other is not None:
            said = {"text": values[name], "name": other.full_name}
            found.append(Violation("person.code_taken", name, said))
    return found


def fill(rows: Iterable[SchoolOwned], fields: Iterable[Field], values: Mapping[str, Any]) -> None:
    """Set each field on the row that has it, and the keys that hang on the name."""
    rows = list(rows)
    for field in fields:
        row = next(one for one in rows if hasattr(one, field.name))
        setattr(row, field.name, values[field.name])
    for row in rows:
        if isinstance(row, Pupil | Staff):
            row.sort_key = sort_key(row.full_name)
            row.search_key = folded(row.full_name)


def new_pupil_detail(row: Pupil) -> PupilDetail:
    """Return an empty profile of a pupil, not saved."""
    return PupilDetail(school_id=row.school_id, pupil=row)


def new_staff_detail(row: Staff) -> StaffDetail:
    """Return an empty profile of a staff member, not saved."""
    return StaffDetail(school_id=row.school_id, staff=row)
