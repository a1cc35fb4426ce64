"""Clearing up after crashes and after people: what nobody will finish, use or look for.

Rows first, then the store, each thing in a transaction of its own; running it twice, or twice at
once, does no harm. Nothing holds a whole list in memory.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from truongso.documents import queries
from truongso.documents.actions import blobs, upkeep
from truongso.documents.models import Blob, Upload
from truongso.foundation.actor import Actor
from truongso.foundation.files import DiskStore, Lying, store
from truongso.foundation.tenancy import acting_in

ON_ITS_WAY = timedelta(minutes=15)
UNFINISHED = timedelta(hours=24)
REFUSED = timedelta(hours=24)
UNCHECKED = timedelta(days=7)
UNUSED = timedelta(days=7)
USED = timedelta(days=30)
ASK_AGAIN = timedelta(minutes=30)
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
AT_ONCE = 500
LONG_AGO = timedelta(days=365)
AGES = (
    (Upload.State.RECEIVING, UNFINISHED),
    (Upload.State.CHECKING, UNCHECKED),
    (Upload.State.READY, UNUSED),
    (Upload.State.REFUSED, REFUSED),
    (Upload.State.USED, USED),
)
Thing = TypeVar("Thing")


def sweep(actor: Actor, *, at: datetime, in_flight: bool = True) -> None:
    """End what has stayed too long. `in_flight` False: no job is running, so whatever looks as if
    it were on its way was left by a crash and is ended whatever its age.
    """
    for state, age in AGES:
        for upload_id in _uploads(actor, state, at - age):
            upkeep.expire(actor=actor, upload_id=upload_id, states=[state], at=at)
    for upload_id in _uploads(actor, Upload.State.CHECKING, at - ASK_AGAIN):
        before = at - ASK_AGAIN
        upkeep.ask_again(actor=actor, upload_id=upload_id, before=before, at=at)
    before = at - ON_ITS_WAY if in_flight else END_OF_TIME
    _end_blobs(actor, before, at)
    _remove_parts(actor, before)


def sweep_store(actor: Actor, *, at: datetime) -> int:
    """Remove bytes in the store that no row knows; returns how many there were.

    Slow where there is much, so by night. Each is given a row first and ended by way of that, so
    that it cannot vanish under somebody who wants the same bytes at this moment.
    """
    adopted = 0
    for batch in batches(store().under(f"blobs/{actor.school_id}/"), AT_ONCE):
        for lying in strangers(actor, batch):
            sha256 = lying.key.rpartition("/")[2]
            blobs.adopt(actor=actor, sha256=sha256, size=lying.size, at=at - LONG_AGO)
            adopted += 1
    _end_blobs(actor, at - ON_ITS_WAY, at)
    return adopted


def sweep_machine(*, at: datetime) -> None:
    """Remove what killed processes left on this machine's disk while they wrote or converted."""
    before = (at - UNFINISHED).timestamp()
    place = store()
    if isinstance(place, DiskStore):
        for path in place.left_on_the_way():
            if _changed(path) < before:
                path.unlink(missing_ok=True)
    for path in Path(tempfile.gettempdir()).glob("truongso-*"):
        if path.is_dir() and not path.is_symlink() and _changed(path) < before:
            shutil.rmtree(path, ignore_errors=True)


def strangers(actor: Actor, batch: Iterable[Lying]) -> list[Lying]:
    """Return those of the lying bytes that no row knows."""
    by_name = {lying.key.rpartition("/")[2]: lying for lying in batch}
    with acting_in(actor.school_id):
        rows = Blob.objects.of(actor).filter(sha256__in=list(by_name))
        known = set(rows.values_list("sha256", flat=True))
    return [lying for name, lying in by_name.items() if name not in known]


def batches(things: Iterable[Thing], most: int) -> Iterator[list[Thing]]:
    """Yield things in lists of at most so many."""
    iterator = iter(things)
    while batch := list(islice(iterator, most)):
        yield batch


def _uploads(actor: Actor, state: str, before: datetime) -> list[UUID]:
    with acting_in(actor.school_id):
        return queries.swept_uploads(actor, [state], before=before, most=AT_ONCE)


def _end_blobs(actor: Actor, before: datetime, at: datetime) -> None:
    with acting_in(actor.school_id):
        rows = Blob.objects.of(actor).filter(state=Blob.State.STORING, touched_at__lt=before)
        ids = list(rows.values_list("pk", flat=True)[: 10 * AT_ONCE])
    for blob_id in ids:
        blobs.end(actor=actor, blob_id=blob_id, before=before, at=at)


def _remove_parts(actor: Actor, before: datetime) -> None:
    """Remove parts whose upload is gone or decided; those that are being written are left alone."""
    place = store()
    parts = (part for part in place.under(f"parts/{actor.school_id}/") if part.since < before)
    for upload, group in groupby(parts, key=lambda part: part.key.split("/")[2]):
        if _still_wanted(actor, upload):
            continue
        for part in group:
            place.delete(part.key)


def _still_wanted(actor: Actor, upload: str) -> bool:
    with suppress(ValueError), acting_in(actor.school_id):
        rows = Upload.objects.of(actor).filter(pk=UUID(upload), state__in=queries.ON_ITS_WAY)
        return rows.exists()
    return False


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:
        return float("inf")
