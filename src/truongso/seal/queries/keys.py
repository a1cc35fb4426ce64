"""Keys: one's own, the school's seal, all of the school; how each stands at a moment."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from truongso.access.models import Account
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.roster.models import Staff
from truongso.roster.queries import working_on
from truongso.rules.authority import Whose
from truongso.rules.signing import Holder, KeyState, Standing
from truongso.seal.models import Authority, Key

AT_MOST = 500


def mine(actor: Actor) -> list[Key]:
    """Return the actor's own keys, those in use first, then the latest."""
    rows = Key.objects.of(actor).filter(holder=Holder.PERSON.value, staff_id=actor.person)
    return sorted(rows.order_by("-made_at"), key=lambda row: row.state != KeyState.ACTIVE.value)


def usable(actor: Actor, at: datetime) -> list[Key]:
    """Return the actor's own keys that can sign at a moment, the one with the latest end first."""
    rows = Key.objects.of(actor).filter(
        holder=Holder.PERSON.value,
        staff_id=actor.person,
        state=KeyState.ACTIVE.value,
        valid_until__gt=at,
    )
    return list(rows.order_by("-valid_until"))


def of_people(owner: InSchool) -> list[Key]:
    """Return every key of a person of the school, by name; those in use first."""
    rows = Key.objects.of(owner).filter(holder=Holder.PERSON.value).select_related("staff")
    return list(rows.order_by("state", "staff__sort_key", "-made_at")[:AT_MOST])


def seals_of(owner: InSchool) -> list[Key]:
    """Return the seals of the school, the one in use or waiting first."""
    rows = Key.objects.of(owner).filter(holder=Holder.SCHOOL.value)
    found = rows.select_related("made_by", "activated_by").order_by("-made_at")
    return sorted(found, key=lambda row: row.state == KeyState.REVOKED.value)


def school_seal(owner: InSchool) -> Key | None:
    """Return the seal of the school that can be used; None when there is none."""
    rows = Key.objects.of(owner).filter(holder=Holder.SCHOOL.value, state=KeyState.ACTIVE.value)
    return rows.first()


def key(owner: InSchool, key_id: UUID) -> Key:
    """Return a key of the school. Raises Missing."""
    if row := Key.objects.of(owner).filter(pk=key_id).select_related("staff").first():
        return row
    raise Missing


def locked_key(owner: InSchool, key_id: UUID) -> Key:
    """Return a key, held until the transaction ends. Raises Missing."""
    if row := Key.objects.of(owner).select_for_update().filter(pk=key_id).first():
        return row
    raise Missing


def fresh(row: Key) -> Key:
    """Return a key as the database has it now. Raises Missing."""
    return key(row, row.id)


def whose(row: Key) -> Whose:
    """Return what the gate needs to know of a key: a person's is his, a seal its maker's."""
    return Whose(author=row.staff_id if row.holder == Holder.PERSON.value else row.made_by_id)


def standing(row: Key, at: datetime) -> Standing:
    """Return how a key stands: its state, its span, and whether its person may still act."""
    return Standing(
        state=KeyState(row.state),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked_at=row.revoked_at,
        holder_acts=row.staff_id is None or _acts(row, row.staff_id, at),
    )


def orphaned(owner: InSchool, at: datetime) -> list[Key]:
    """Return the keys in use whose person has left, or has no account any more."""
    accounts = Account.objects.filter(
        school_id=owner.school_id, staff_id=OuterRef("staff_id"), withdrawn_at__isnull=True
    )
    gone = ~Q(staff__in=Staff.objects.of(owner).filter(working_on(local_day(at))))
    rows = Key.objects.of(owner).filter(
        gone | ~Exists(accounts), holder=Holder.PERSON.value, state=KeyState.ACTIVE.value
    )
    return list(rows.select_related("staff"))


def authorities(owner: InSchool) -> SchoolRows[Authority]:
    """Return every authority the school has had, the latest first."""
    return Authority.objects.of(owner).order_by("-made_at")


def authority(owner: InSchool) -> Authority | None:
    """Return the authority that issues certificates now; None when there is none."""
    return Authority.objects.of(owner).filter(ended_at__isnull=True).first()


def _acts(row: Key, staff_id: UUID, at: datetime) -> bool:
    works = Staff.objects.of(row).filter(working_on(local_day(at)), pk=staff_id).exists()
    accounts = Account.objects.filter(
        school_id=row.school_id,
        staff_id=staff_id,
        withdrawn_at__isnull=True,
        suspended_at__isnull=True,
    )
    return works and accounts.exists()
