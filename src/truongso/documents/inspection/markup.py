"""Reading XML parts as a stream of events: no tree, no entities, no document types."""

import re
from typing import Any, Protocol, cast

from lxml import etree

from truongso.documents.inspection.report import Refused

DOCTYPE = re.compile(
    rb"<\x00?!\x00?(D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)"
)
DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", re.IGNORECASE)
READABLE = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
MOST_DEPTH = 3000


class Reader(Protocol):
    """Something that is told what stands in a part, in order."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; names are without their namespace."""
        ...

    def end(self, tag: str) -> None:
        """The element ends."""
        ...

    def data(self, text: str) -> None:
        """Text stands here."""
        ...


def read_part(content: bytes, reader: Reader) -> None:
    """Tell the reader everything in a part. Raises Refused (damaged, document type, encoding)."""
    if DOCTYPE.search(content):
        raise Refused("file.dtd")
    declared = DECLARED.search(content[:200])
    if declared and declared.group(1).lower() not in READABLE:
        raise Refused("file.damaged", detail="encoding")
    parser = etree.XMLParser(
        target=cast("Any", _Target(reader)),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        parser.feed(content)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Refused("file.damaged", detail=type(error).__name__) from None


class _Target:
    """Turns the parser's events into the reader's, with bare names."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise Refused("file.damaged", detail="depth")
        bare_values = {bare(name): value for name, value in attributes.items()}
        self.reader.start(bare(tag), bare_values)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.reader.end(bare(tag))

    def data(self, text: str) -> None:
        self.reader.data(text)

    def doctype(self, *_: object) -> None:
        raise Refused("file.dtd")

    def close(self) -> None:
        """Nothing is built, so there is nothing to return."""


def bare(name: str) -> str:
    """Return a name without its namespace: both dialects of the format are read alike."""
    return name.rpartition("}")[2]


class Nothing:
    """A reader that only wants the part to be well formed."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Ignore it."""

    def end(self, tag: str) -> None:
        """Ignore it."""

    def data(self, text: str) -> None:
        """Ignore it."""
