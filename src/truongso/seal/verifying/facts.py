"""What is known of a paper before it is checked, and what is said after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Result(StrEnum):
    """The three answers of EN 319 102-1: no fourth, and no "almost"."""

    PASSED = "passed"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, slots=True)
class Slot:
    """A signature a paper is to carry: as what ("Hiệu trưởng"), whose name, in which field.

    `name`, `field` and `certificate` (SHA-256 of it, hex) are "" where they are not known yet;
    `signed`: whether it is known to have been signed.
    """

    role: str
    name: str = ""
    field: str = ""
    certificate: str = ""
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """What the school has stored of a paper: its slots in order, the SHA-256 of every revision in
    order, the last one being the present one.
    """

    slots: tuple[Slot, ...]
    revisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something found: the code of its sentence, values for it, and what it does to the result.

    `result` PASSED: worth saying and nothing more.
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    result: Result = Result.INDETERMINATE


class Standing(StrEnum):
    """How a certificate stands at a moment."""

    GOOD = "good"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    UNTRUSTED = "untrusted"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The signer's certificate, how it stood when he signed and how it stands now."""

    subject: str
    organisation: str
    issuer: str
    serial: str
    sha256: str
    valid_from: datetime
    valid_until: datetime
    then: Standing
    now: Standing
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who, as what, for whom, when, and whether what he signed is still whole.

    `at`: the moment, `proved` by a time stamp or else only said by the signer. `later`: what kinds
    of things were added after it ("signature", "timestamp", "data", "other"). `level`: B-B … B-LTA.
    """

    field: str
    signer: str
    role: str
    behalf: str
    at: datetime | None
    proved: bool
    level: str
    whole: bool
    later: tuple[str, ...]
    certificate: Certificate | None
    remarks: tuple[Remark, ...] = ()

    @property
    def result(self) -> Result:
        """What this signature alone comes to."""
        return worst(self.remarks)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file comes to: `remarks` concern the whole of it, each signature has its own.

    `sha256`: of the bytes that were checked. `revision`: which of the school's own revisions they
    are, from 1 (0: none, or none is known).
    """

    sha256: str
    size: int
    remarks: tuple[Remark, ...] = ()
    signatures: tuple[Signature, ...] = ()
    revision: int = 0

    @property
    def result(self) -> Result:
        """The worst of all that was found."""
        everything = [*self.remarks]
        for one in self.signatures:
            everything += one.remarks
        return worst(everything)


def worst(remarks: list[Remark] | tuple[Remark, ...]) -> Result:
    """Return FAILED before INDETERMINATE before PASSED."""
    results = {remark.result for remark in remarks}
    for one in (Result.FAILED, Result.INDETERMINATE):
        if one in results:
            return one
    return Result.PASSED


def failed(code: str, **params: str | int) -> Remark:
    """Return a remark for which the file is refused."""
    return Remark(code, params, Result.FAILED)


def unsure(code: str, **params: str | int) -> Remark:
    """Return a remark for which nothing certain can be said."""
    return Remark(code, params, Result.INDETERMINATE)


def note(code: str, **params: str | int) -> Remark:
    """Return a remark that changes nothing."""
    return Remark(code, params, Result.PASSED)
