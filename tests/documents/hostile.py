"""Hostile files by name: what each is called, its bytes, and the code of its refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Hostile:
    """One hostile file: the name it comes under, how it is made, why it is refused."""

    name: str
    make: Callable[[], bytes]
    code: str


@cache
def corpus() -> dict[str, Hostile]:
    """Every hostile file, by the name of its kind."""
    from tests.documents import hostile_containers, hostile_pdf, hostile_word

    return {
        **hostile_containers.DISGUISES,
        **hostile_containers.CONTAINERS,
        **hostile_word.WORD,
        **hostile_word.XML,
        **hostile_word.OLD_WORD,
        **hostile_pdf.PDF,
    }


@cache
def content_of(kind: str) -> bytes:
    """The bytes of a kind, made once a run."""
    return corpus()[kind].make()


def with_two_faults() -> bytes:
    """A Word file with a macro and a DDE field."""
    from tests.documents.making import field, with_body, with_parts

    return with_parts({"word/vbaProject.bin": b"x"}, with_body(field("DDE cmd")))
