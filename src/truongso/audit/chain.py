"""Does the journal still say what it said? The chain's arithmetic and its check.

Pure: the standard library, and `cryptography` for signatures. The check reads records in order and
does not care whether they come from the database or from an exported file.

entry hash  = SHA-256(0x00 "truongso journal entry 1" LF payload)
link hash   = SHA-256(0x01, number in 8 bytes, link hash before or 32 zero bytes, entry hash)
checkpoint  = Ed25519 signature over `Checkpoint.text()`
key id      = first 8 bytes of SHA-256(public key, 32 bytes), in hex
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

ENTRY_PREFIX = b"\x00truongso journal entry 1\n"
FIRST = bytes(32)
MOST_FAULTS = 20
REPEATED = ("id", "school", "verb", "target", "actor", "behalf")
UNSEALED_AT_MOST = timedelta(hours=1)

TROUBLES = {
    "altered": "nội dung (payload) đã bị sửa: mã băm không khớp",
    "column": "cột {detail} khác với nội dung (payload)",
    "broken": "mắt xích không nối đúng với mắt xích trước",
    "gap": "thiếu mắt xích từ số {detail}",
    "repeated": "số thứ tự bị lặp lại",
    "no_entry": "có mắt xích nhưng dòng nhật ký đã mất",
    "unsealed": "dòng nhật ký chưa được nối vào chuỗi dù đã quá một giờ",
    "unsigned": "đoạn cuối của chuỗi chưa có dấu niêm phong nào ký",
    "short": "chuỗi ngắn hơn dấu niêm phong đã ký: còn {detail} mắt xích",
    "head": "dấu niêm phong đã ký không khớp với chuỗi: chuỗi đã bị viết lại",
    "dropped": "dấu niêm phong trước đó (độ dài {detail}) đã mất",
    "fork": "có hai dấu niêm phong khác nhau cho cùng một độ dài",
    "signature": "chữ ký của dấu niêm phong sai",
    "unknown_key": "dấu niêm phong ký bằng khóa lạ {detail}",
}


class Entry(NamedTuple):
    """What the columns of a journal entry say, beside its id and school. `at` is aware."""

    at: datetime
    verb: str
    target: str
    actor: str | None
    behalf: str | None
    payload: str
    entry_hash: bytes


class Row(NamedTuple):
    """An entry with its link; no `seq` while it is not linked, no entry where it was lost."""

    school: int
    entry_id: str
    seq: int | None
    link_hash: bytes | None
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement: the chain of the school had this size and this head at this time.

    `after` is the size of the checkpoint before (0 for the first). `witness`: this copy was kept
    beside the key, not in the database.
    """

    school: int
    size: int
    after: int
    head: bytes
    at: datetime
    key_id: str
    signature: bytes = b""
    witness: bool = False

    def text(self) -> bytes:
        """Return what the signature stands over."""
        lines = {
            "school": self.school,
            "size": self.size,
            "after": self.after,
            "head": self.head.hex(),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "key": self.key_id,
        }
        told = "".join(f"{name} {value}\n" for name, value in lines.items())
        return f"truongso journal checkpoint 1\n{told}".encode()


Record = Row | Checkpoint
Verifier = Callable[[bytes, bytes], bool]
"""Tells whether a signature (first) stands over a text (second)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit, and where: `what` is a key of TROUBLES."""

    school: int
    seq: int | None
    entry_id: str | None
    what: str
    detail: str = ""

    def __str__(self) -> str:
        trouble = TROUBLES[self.what].format(detail=self.detail)
        return f"đơn vị {self.school}, số {self.seq or '–'}, dòng {self.entry_id or '–'}: {trouble}"


def entry_hash(payload: str) -> bytes:
    """Return the SHA-256 of an entry's payload, 32 bytes."""
    return hashlib.sha256(ENTRY_PREFIX + payload.encode()).digest()


def link_hash(seq: int, before: bytes, entry: bytes) -> bytes:
    """Return the hash of link number `seq` (from 1) after the one before, 32 bytes."""
    return hashlib.sha256(b"\x01" + seq.to_bytes(8, "big") + before + entry).digest()


def key_id(public: bytes) -> str:
    """Return the name of a public key (32 bytes), 16 hex signs."""
    return hashlib.sha256(public).digest()[:8].hex()


def written_at(entry_id: str) -> datetime:
    """Return when an entry was written, to the millisecond: its id (UUID version 7) tells."""
    return datetime.fromtimestamp((UUID(entry_id).int >> 80) / 1000, UTC)


class Check:
    """Goes through the records of one school in order and says what does not fit.

    Records come by number: a checkpoint after the link whose number is its size, entries without a
    link last. Memory does not grow with the journal.
    """

    def __init__(self, school: int, keys: Mapping[str, Verifier], now: datetime) -> None:
        self.school, self.keys, self.now = school, keys, now
        self.size, self.head, self.signed, self.longest = 0, FIRST, 0, 0
        self.last: Checkpoint | None = None

    def faults(self, records: Iterable[Record]) -> Iterator[Fault]:
        """Yield every fault of the school, in the order of the records."""
        for record in records:
            yield from self._row(record) if isinstance(record, Row) else self._checkpoint(record)
        if self.signed < self.size:
            yield Fault(self.school, self.signed + 1, None, "unsigned")
        if self.longest > self.size:
            yield Fault(self.school, self.longest, None, "short", f"{self.size}/{self.longest}")

    def _row(self, row: Row) -> Iterator[Fault]:
        if row.entry is not None:
            yield from self._entry(row, row.entry)
        if row.seq is None or row.link_hash is None:
            if self.now - written_at(row.entry_id) > UNSEALED_AT_MOST:
                yield self._of(row, "unsealed")
            return
        if row.seq <= self.size:
            yield self._of(row, "repeated")
        elif row.seq > self.size + 1:
            yield self._of(row, "gap", f"{self.size + 1} đến {row.seq - 1}")
        elif row.entry and link_hash(row.seq, self.head, row.entry.entry_hash) != row.link_hash:
            yield self._of(row, "broken")
        if row.entry is None:
            yield self._of(row, "no_entry")
        self.size, self.head = row.seq, row.link_hash

    def _entry(self, row: Row, entry: Entry) -> Iterator[Fault]:
        try:
            facts = json.loads(entry.payload)
            told = datetime.fromisoformat(facts["at"])
        except (ValueError, KeyError, TypeError):
            facts = None
        if facts is None or entry_hash(entry.payload) != entry.entry_hash:
            yield self._of(row, "altered")
            return
        said = [facts.get(name) for name in REPEATED]
        there = [row.entry_id, row.school, entry.verb, entry.target, entry.actor, entry.behalf]
        wrong = ["at"] * (told != entry.at)
        if said != there:
            names = zip(REPEATED, said, there, strict=True)
            wrong += [name for name, one, other in names if one != other]
        if wrong:
            yield self._of(row, "column", ", ".join(wrong))

    def _checkpoint(self, mark: Checkpoint) -> Iterator[Fault]:
        stands = self.keys.get(mark.key_id)
        if stands is None:
            yield Fault(self.school, mark.size, None, "unknown_key", mark.key_id)
            return
        if not stands(mark.signature, mark.text()):
            yield Fault(self.school, mark.size, None, "signature")
            return
        if self.last and self.last.size == mark.size and self.last.head != mark.head:
            yield Fault(self.school, mark.size, None, "fork")
        elif mark.size == self.size and mark.head != self.head:
            yield Fault(self.school, mark.size, None, "head")
        self.last, self.longest = mark, max(self.longest, mark.size)
        if not mark.witness:
            if mark.after != self.signed and mark.size != self.signed:
                yield Fault(self.school, mark.size, None, "dropped", f"{mark.after}")
            self.signed = mark.size

    def _of(self, row: Row, what: str, detail: str = "") -> Fault:
        return Fault(self.school, row.seq, row.entry_id, what, detail)


@dataclass(slots=True)
class Verdict:
    """What a check found: the first faults of each school, and how much was looked at."""

    faults: list[Fault]
    schools: int = 0
    rows: int = 0
    checkpoints: int = 0

    def __str__(self) -> str:
        seen = f"{self.rows} dòng, {self.checkpoints} dấu niêm phong, {self.schools} đơn vị"
        if not self.faults:
            return f"Nhật ký nguyên vẹn: đã kiểm {seen}."
        return "\n".join([*map(str, self.faults), f"NHẬT KÝ KHÔNG KHỚP (đã kiểm {seen})."])


def verify(records: Iterable[Record], keys: Mapping[str, Verifier], *, now: datetime) -> Verdict:
    """Return what does not fit in records that come school by school."""
    verdict = Verdict([])

    def counted(some: Iterable[Record]) -> Iterator[Record]:
        for each in some:
            verdict.rows += isinstance(each, Row)
            verdict.checkpoints += isinstance(each, Checkpoint)
            yield each

    for school, some in groupby(records, key=attrgetter("school")):
        verdict.schools += 1
        faults = Check(school, keys, now).faults(counted(some))
        verdict.faults += islice(faults, MOST_FAULTS)
    return verdict


def keys_of(publics: Iterable[bytes]) -> dict[str, Verifier]:
    """Return what verifies the signatures of each public key (32 bytes), by key id."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def stands(public: bytes, signature: bytes, text: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
        except InvalidSignature:
            return False
        return True

    return {key_id(public): partial(stands, public) for public in publics}
