"""The things of the permission matrix that are about signing: a key of Lan's, a seal that waits."""

from datetime import timedelta
from functools import cache
from typing import Any

from tests.school import NOW, School
from truongso.access import seals
from truongso.seal import authority
from truongso.seal.models import Authority, Key


@cache
def _drawn() -> dict[str, Any]:
    """What an authority is made of, drawn once: making keys takes time."""
    row = authority.drawn(1, "Trường THCS Bình Minh", at=NOW)
    names = [field.attname for field in Authority._meta.fields]
    return {name: getattr(row, name) for name in names}


def _sealed_for(school: School, made: dict[str, Any]) -> dict[str, Any]:
    """The same keys, sealed for another school."""
    first, ours = (authority.Place(one, made["id"]) for one in (1, school.id))
    return {
        f"{part}_key": seals.sealed(
            seals.opened(made[f"{part}_key"], first.whose(part)) or b"", ours.whose(part)
        )
        for part in ("root", "issuing", "stamping")
    }


def keys_of(school: School) -> dict[str, Any]:
    """An authority, a key of Lan's at a service that is not there, a seal set up by the admin."""
    made = _drawn()
    ours = _sealed_for(school, made) | {"school_id": school.id, "made_by_id": None}
    Authority(**(made | ours)).save(force_insert=True)
    usual = {"school_id": school.id, "kind": "csc", "name": "Khóa", "made_at": NOW}
    seal = Key.objects.create(
        **usual, holder="school", state="waiting", made_by=school.staff["Nam"]
    )
    span = {"valid_from": NOW - timedelta(days=9), "valid_until": NOW + timedelta(days=9)}
    key = Key.objects.create(
        **usual, **span, holder="person", state="active", staff=school.staff["Lan"]
    )
    return {"key": key.id, "seal": seal.id}
