"""What anybody may be told of a sealed paper: only what the paper itself already says.

Where the facts come from is connected when the program starts (`connect`), once, by whoever keeps
the sealed papers; until then no paper is known and nobody is trusted, and the pages say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from asn1crypto import x509

from truongso.seal.verifying.facts import Expected


class PaperState(StrEnum):
    """How a sealed paper stands."""

    WAITING = "waiting"
    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class PublicSigner:
    """Who signed as what, in whose name, when; a name and a role that stand on the paper."""

    role: str
    name: str
    behalf: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """A sealed paper as its QR code tells it: no pupil's name, no mark, nothing of its content.

    `kind`: in words ("Học bạ"). `waiting`: roles still to sign. `sha256`: of the present revision.
    """

    kind: str
    number: str
    school: str
    made_at: datetime
    state: PaperState
    signers: tuple[PublicSigner, ...]
    waiting: tuple[str, ...]
    sha256: str
    expected: Expected

    @property
    def fingerprint(self) -> str:
        """The part of the fingerprint that is printed and compared."""
        return f"{self.sha256[:8]} … {self.sha256[-8:]}"


class Source(Protocol):
    """Who keeps the sealed papers. Opens its own transactions: these pages belong to no school."""

    def paper(self, public_id: str) -> PublicPaper | None:
        """Return the paper of a public id (128 random bits, hex); None when there is none."""

    def of_file(self, sha256: str) -> PublicPaper | None:
        """Return the paper one of whose revisions has this fingerprint."""

    def trusted(
        self, sha256: str, at: datetime
    ) -> tuple[Sequence[x509.Certificate], Sequence[bytes]]:
        """Return by which roots and lists of revoked certificates a file of this fingerprint is
        judged: those of the school that keeps it, else those of the operator alone.
        """


class Nothing:
    """Knows no paper and trusts nobody."""

    def paper(self, public_id: str) -> PublicPaper | None:  # noqa: ARG002
        """Return None."""
        return None

    def of_file(self, sha256: str) -> PublicPaper | None:  # noqa: ARG002
        """Return None."""
        return None

    def trusted(
        self,
        sha256: str,  # noqa: ARG002
        at: datetime,  # noqa: ARG002
    ) -> tuple[Sequence[x509.Certificate], Sequence[bytes]]:
        """Return nothing."""
        return (), ()


_source: Source = Nothing()


def connect(source: Source) -> Source:
    """Say where the facts come from from now on; returns where they came from before."""
    global _source
    before, _source = _source, source
    return before


def paper_by_public_id(public_id: str) -> PublicPaper | None:
    """Return what anybody may be told of the paper; None for anything that is no id of one."""
    if len(public_id) != 32 or set(public_id) - set("0123456789abcdef"):
        return None
    return _source.paper(public_id)


def paper_of_file(sha256: str) -> PublicPaper | None:
    """Return the paper that a file is a revision of; None when the school knows no such file."""
    return _source.of_file(sha256)


def trusted(sha256: str, at: datetime) -> tuple[Sequence[x509.Certificate], Sequence[bytes]]:
    """Return whom is trusted for a file of this fingerprint, and who is revoked."""
    return _source.trusted(sha256, at)
