"""Traces of reading: whoever looks at a profile or takes a list out says why, and it stays."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.tenancy import act
from truongso.office.queries import pupils as pupil_rows
from truongso.office.queries import reading
from truongso.roster import queries as roster
from truongso.rules.authority import Whose
from truongso.rules.personal_data import check_purpose, purpose_in_words


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody looks: a purpose of the list, and in his own words what for."""

    code: str
    note: str = ""


@act
def read_pupil(*, actor: Actor, pupil_id: UUID, purpose: Purpose, now: datetime) -> None:
    """Note why the actor looks at a pupil's profile today.

    Raises Missing, NotAllowed, RuleBroken (no purpose).
    """
    row = pupil_rows.pupil(actor, pupil_id)
    duty = gate.require(actor, reading.READ_PUPIL, reading.whose_pupil(actor, row.id, now), at=now)

    raise_if_broken(check_purpose(purpose.code, purpose.note))

    deed = Deed(
        "roster.profile_read",
        f"pupil:{row.id}",
        reason=purpose_in_words(purpose.code, purpose.note),
        facts={"name": row.full_name, "purpose": purpose.code},
    )
    journal.record(actor, duty, deed, at=now)


@act
def read_staff(*, actor: Actor, staff_id: UUID, purpose: Purpose, now: datetime) -> None:
    """Note why the actor looks at a staff member's profile today.

    Raises Missing, NotAllowed, RuleBroken (no purpose).
    """
    row = roster.person(actor, staff_id)
    duty = gate.require(actor, reading.READ_STAFF, Whose(author=row.id), at=now)

    raise_if_broken(check_purpose(purpose.code, purpose.note))

    deed = Deed(
        "roster.profile_read",
        f"staff:{row.id}",
        reason=purpose_in_words(purpose.code, purpose.note),
        facts={"name": row.full_name, "purpose": purpose.code},
    )
    journal.record(actor, duty, deed, at=now)


@act
def take_out_class(
    *, actor: Actor, class_id: UUID, purpose: Purpose, form: str, count: int, now: datetime
) -> str:
    """Note that a class list is taken out, as a file or on paper; returns the purpose in words.

    Raises Missing, NotAllowed, RuleBroken (no purpose).
    """
    row = roster.school_class(actor, class_id)
    duty = gate.require(actor, reading.SEE_LIST, reading.whose_class(actor, row.id, now), at=now)

    raise_if_broken(check_purpose(purpose.code, purpose.note))

    said = purpose_in_words(purpose.code, purpose.note)
    facts = {"name": row.name, "count": count, "form": form}
    deed = Deed("roster.class_list_exported", f"class:{row.id}", reason=said, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return said


@act
def take_out_pupils(*, actor: Actor, purpose: Purpose, form: str, count: int, now: datetime) -> str:
    """Note that a list of pupils is taken out, as a file or on paper; returns the purpose in words.

    Raises NotAllowed, RuleBroken (no purpose).
    """
    duty = gate.require(actor, reading.READ_PUPIL, Whose(), at=now)

    raise_if_broken(check_purpose(purpose.code, purpose.note))

    said = purpose_in_words(purpose.code, purpose.note)
    facts = {"count": count, "form": form}
    deed = Deed("roster.pupil_list_exported", "pupils", reason=said, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return said
