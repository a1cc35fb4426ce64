"""Lays the chain after the acts: links for entries that have none, and a signed checkpoint.

Writers of the journal never wait for this, nor for one another. Transactions commit out of order,
so what is sealed is what has no link yet, never "what came after the last".
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from truongso.audit import chain, keys
from truongso.audit.models import Checkpoint, JournalEntry, JournalLink
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import InSchool, acting_in

AT_ONCE = 5000
BITS_AFTER_TIME = 80  # of an id, UUID version 7
LATEST_COMMIT = timedelta(hours=2)
"""Longer than any transaction can be open: entries older than this are left to the full sweep."""


class DoesNotFit(RuntimeError):
    """The chain is not as it was signed last: nothing more may be sealed on top of it."""


def seal(of: InSchool, *, at: datetime, everything: bool = False) -> int:
    """Link the school's unlinked entries and sign the new end; returns how many were linked.

    Looks at the entries of the last hours, or at `everything`. Two at once work one after another.
    Raises DoesNotFit when the end of the chain is not the one signed last.
    """
    since = UUID(int=0) if everything else first_id_since(LATEST_COMMIT)
    total = 0
    while True:
        count = _seal_some(of, at, since)
        total += count
        if count < AT_ONCE:
            return total


def _seal_some(of: InSchool, at: datetime, since: UUID) -> int:
    with acting_in(of.school_id):
        one_at_a_time("audit.seal", of.school_id)
        waiting = _unlinked(of, since)
        if not waiting:
            return 0
        size, head = _end(of)
        after, links = size, []
        for entry_id, entry_hash in waiting:
            size, head = size + 1, chain.link_hash(size + 1, head, entry_hash)
            links.append(JournalLink(id=entry_id, school_id=of.school_id, seq=size, link_hash=head))
        JournalLink.objects.bulk_create(links, batch_size=1000)
        mark = _signed(chain.Checkpoint(of.school_id, size, after, head, at, ""))
        Checkpoint.objects.create(
            school_id=mark.school,
            size=mark.size,
            after=mark.after,
            head=mark.head,
            at=mark.at,
            key_id=mark.key_id,
            signature=mark.signature,
        )
    keys.witness(_folder(), mark)
    return len(waiting)


def _unlinked(of: InSchool, since: UUID) -> list[tuple[UUID, bytes]]:
    linked = JournalLink.objects.filter(school_id=of.school_id, id=OuterRef("id"))
    rows = JournalEntry.objects.of(of).filter(~Exists(linked), id__gte=since).order_by("id")
    return [(pk, bytes(told)) for pk, told in rows.values_list("id", "entry_hash")[:AT_ONCE]]


def first_id_since(age: timedelta) -> UUID:
    """Return the id that sorts before all made since then, by the clock that ids are made by."""
    newest = new_id().int >> BITS_AFTER_TIME
    return UUID(int=max(0, newest - age // timedelta(milliseconds=1)) << BITS_AFTER_TIME)


def _end(of: InSchool) -> tuple[int, bytes]:
    """Return the number and hash of the last link, once it is sure that they are as signed."""
    link = JournalLink.objects.of(of).order_by("-seq").values_list("seq", "link_hash").first()
    mark = Checkpoint.objects.of(of).order_by("-size").values_list("size", "head").first()
    size, head = (link[0], bytes(link[1])) if link else (0, chain.FIRST)
    signed = (mark[0], bytes(mark[1])) if mark else (0, chain.FIRST)
    seen = keys.witnessed(_folder(), of.school_id)
    if (
        (size, head) != signed
        or (seen and seen.size > size)
        or (seen and seen.size == size and seen.head != head)
    ):
        raise DoesNotFit(
            f"journal of {of.school_id}: {size} links, {signed[0]} signed,"
            f" {seen.size if seen else 0} witnessed; run `truongso audit verify`"
        )
    return size, head


def _signed(mark: chain.Checkpoint) -> chain.Checkpoint:
    key, sign = keys.signer(_folder())
    mark = replace(mark, key_id=key)
    return replace(mark, signature=sign(mark.text()))


def _folder() -> Path:
    folder: Path = settings.KEYS_DIR
    return folder
