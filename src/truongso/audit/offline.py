"""Is an exported journal whole? Without database, settings or Django.

An auditor needs on any computer this package without its other dependencies, `cryptography`, and
the exported file: `truongso audit verify journal.ndjson`. The file holds one JSON object a line:
first what it is and the public keys; then school by school, in the order the check reads them,
entries with their links, links whose entry is lost, and checkpoints; last the number of lines.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from truongso.audit.chain import Checkpoint, Entry, Record, Row, Verdict, keys_of, verify

FORMAT, VERSION = "truongso journal", 1


class Unreadable(ValueError):
    """The journal cannot be checked at all: the file is cut, of another form, or a part lacks."""


def lines_of(file: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the lines of an exported journal. Raises Unreadable when it is cut or not one."""
    count, line = 0, None
    for count, text in enumerate(file, start=1):
        line = json.loads(text)
        if count == 1 and (line["format"], line["version"]) != (FORMAT, VERSION):
            raise Unreadable("Tệp nhật ký thuộc phiên bản khác.")
        yield line
    if line is None or line.get("lines") != count:
        raise Unreadable("Tệp bị cắt: thiếu dòng kết thúc.")


def records_of(lines: Iterable[dict[str, Any]]) -> Iterator[Record]:
    """Yield the records among the lines of an exported journal."""
    for line in lines:
        if line["kind"] == "checkpoint":
            yield checkpoint_of(line)
        elif line["kind"] != "end":
            link = bytes.fromhex(line["link"]) if line["link"] else None
            yield Row(line["school"], line["id"], line["seq"], link, _entry_of(line))


def checkpoint_of(line: dict[str, Any]) -> Checkpoint:
    """Return the checkpoint that a line tells of."""
    return Checkpoint(
        school=line["school"],
        size=line["size"],
        after=line["after"],
        head=bytes.fromhex(line["head"]),
        at=datetime.fromisoformat(line["at"]),
        key_id=line["key"],
        signature=bytes.fromhex(line["signature"]),
        witness=line["witness"],
    )


def _entry_of(line: dict[str, Any]) -> Entry | None:
    if line["kind"] == "link":
        return None
    return Entry(
        at=datetime.fromisoformat(line["at"]),
        verb=line["verb"],
        target=line["target"],
        actor=line["actor"],
        behalf=line["behalf"],
        payload=line["payload"],
        entry_hash=bytes.fromhex(line["hash"]),
    )


def line_of(record: Record) -> dict[str, Any]:
    """Return the line that tells of a record."""
    if isinstance(record, Checkpoint):
        return {
            "kind": "checkpoint",
            "school": record.school,
            "size": record.size,
            "after": record.after,
            "head": record.head.hex(),
            "at": record.at.isoformat(),
            "key": record.key_id,
            "signature": record.signature.hex(),
            "witness": record.witness,
        }
    link = {
        "kind": "link",
        "school": record.school,
        "id": record.entry_id,
        "seq": record.seq,
        "link": record.link_hash.hex() if record.link_hash else None,
    }
    entry = record.entry
    if entry is None:
        return link
    return link | {
        "kind": "entry",
        "at": entry.at.isoformat(),
        "verb": entry.verb,
        "target": entry.target,
        "actor": entry.actor,
        "behalf": entry.behalf,
        "payload": entry.payload,
        "hash": entry.entry_hash.hex(),
    }


def write(
    file: TextIO, records: Iterable[Record], publics: Iterable[bytes], *, made_at: datetime
) -> int:
    """Write a journal as a file; returns the number of lines."""
    head = {"kind": "journal", "format": FORMAT, "version": VERSION}
    keys = [public.hex() for public in publics]
    _put(file, head | {"made_at": made_at.isoformat(), "keys": keys})
    count = 2
    for record in records:
        _put(file, line_of(record))
        count += 1
    _put(file, {"kind": "end", "lines": count})
    return count


def _put(file: TextIO, line: dict[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def verify_file(path: Path, public: bytes | None = None) -> Verdict:
    """Return what does not fit in an exported journal. Raises Unreadable.

    `public`: the only key to be trusted; without it those the file names are.
    """
    try:
        with path.open(encoding="utf-8") as file:
            lines = lines_of(file)
            head = next(lines)
            publics = [public] if public else [bytes.fromhex(key) for key in head["keys"]]
            made = datetime.fromisoformat(head["made_at"])
            return verify(records_of(lines), keys_of(publics), now=made)
    except Unreadable:
        raise
    except (OSError, LookupError, TypeError, ValueError) as error:
        raise Unreadable(f"Không đọc được nhật ký trong {path}: {error!r}") from None
