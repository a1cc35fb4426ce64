"""Keys people sign papers with: which are good enough, when they may be used, why they end.

Pure. The school's own certificates are internal (nội bộ): they are not those of a licensed provider
of signature certification.
Source: Law on Electronic Transactions 20/2023/QH15, articles 22 and 24; Decree 30/2020/NĐ-CP,
article 13 (signing electronic papers) and article 32 (who keeps the agency's key); RFC 5280.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from truongso.rules.verdict import Violation

SECRET_LEAST, SECRET_MOST = 8, 64
RSA_LEAST = 2048
OWN = "seal.own_key"
SEE = "seal.see_keys"
REVOKE = "seal.revoke_key"
FOUND = "seal.found_authority"
TAKE_ROOT = "seal.take_root"
CREATE_SEAL = "seal.create_school_seal"
ACTIVATE_SEAL = "seal.activate_school_seal"
USE_SEAL = "seal.use_school_seal"

ROOT_LASTS = timedelta(days=15 * 365)
ISSUING_LASTS = timedelta(days=10 * 365)
KEY_LASTS = timedelta(days=2 * 365)
RENEWABLE = timedelta(days=3 * 365)
"""An authority whose issuing certificate ends within this time may be followed by a new one."""
EXPIRES_SOON = timedelta(days=30)


class Holder(StrEnum):
    """Whose key it is: a person's (cá nhân), or the school's seal (con dấu số của trường)."""

    PERSON = "person"
    SCHOOL = "school"


class KeyState(StrEnum):
    """How far a key is: waiting for the principal, active, revoked for good."""

    WAITING = "waiting"
    ACTIVE = "active"
    REVOKED = "revoked"


class Kind(StrEnum):
    """Where a key lies: with the school's authority, a PKCS#12 file, a token, a remote service."""

    SCHOOL = "school"
    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"
    CSC = "csc"


class Why(StrEnum):
    """Why a key ends. Source: RFC 5280, section 5.3.1."""

    LOST = "lost"
    SUPERSEDED = "superseded"
    LEFT = "left"
    ENDED = "ended"
    OTHER = "other"


ASKED_FOR = (Why.LOST, Why.SUPERSEDED, Why.LEFT, Why.ENDED, Why.OTHER)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the rules look at in a certificate."""

    algorithm: str
    bits: int
    signs: bool
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a key stands at a moment: its own state, and whether its person may still act."""

    state: KeyState
    valid_from: datetime | None
    valid_until: datetime | None
    revoked_at: datetime | None = None
    holder_acts: bool = True


def check_secret(secret: str, repeated: str) -> Iterator[Violation]:
    """Yield why a new secret (mã ký số) is not good enough; nothing when it is.

    Source: OWASP ASVS 5.0.0, 6.2.1; the project's own rule: eight signs, not one after another.

    >>> [v.code for v in check_secret("12345678", "12345678")]
    ['seal.secret_too_simple']
    >>> [v.code for v in check_secret("mưa rào 7", "mưa rào 7")]
    []
    """
    if len(secret) < SECRET_LEAST:
        yield Violation("seal.secret_too_short", "secret", {"least": SECRET_LEAST})
    elif len(secret) > SECRET_MOST:
        yield Violation("seal.secret_too_long", "secret", {"most": SECRET_MOST})
    elif _simple(secret):
        yield Violation("seal.secret_too_simple", "secret")
    if secret != repeated:
        yield Violation("seal.secret_not_repeated", "repeated")


def _simple(secret: str) -> bool:
    """Few different signs, or each the next one of the one before."""
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    return len(set(secret)) < 4 or steps in ({1}, {-1})


def check_certificate(found: Certificate, *, at: datetime) -> Iterator[Violation]:
    """Yield why papers may not be signed with a certificate; nothing when they may.

    Papers are PDF/A-2, which knows no signature by elliptic curves: only RSA of at least 2048 bits.
    Source: ISO 19005-2 with ISO 32002; Circular 16/2019/TT-BTTTT, appendix (RSA, 2048 bits).
    """
    if found.algorithm != "rsa":
        yield Violation("seal.not_rsa", "", {"algorithm": found.algorithm.upper()})
    elif found.bits < RSA_LEAST:
        yield Violation("seal.weak_rsa", "", {"bits": found.bits, "least": RSA_LEAST})
    if not found.signs:
        yield Violation("seal.not_for_signing")
    if at >= found.valid_until:
        yield Violation("seal.certificate_expired", "", {"day": found.valid_until.date()})
    elif at < found.valid_from:
        yield Violation("seal.certificate_not_yet", "", {"day": found.valid_from.date()})


def check_standing(found: Standing, *, at: datetime) -> Iterator[Violation]:
    """Yield why nothing is signed with a key at a moment; nothing when it may be used.

    Source: Law on Electronic Transactions 20/2023/QH15, article 22 (the certificate is in force).
    """
    if found.state is KeyState.REVOKED:
        day = found.revoked_at.date() if found.revoked_at else at.date()
        yield Violation("seal.key_revoked", "", {"day": day})
        return
    if found.state is KeyState.WAITING or found.valid_until is None:
        yield Violation("seal.key_waiting")
        return
    if not found.holder_acts:
        yield Violation("seal.holder_left")
    if at >= found.valid_until:
        yield Violation("seal.key_expired", "", {"day": found.valid_until.date()})
    elif found.valid_from is not None and at < found.valid_from:
        yield Violation("seal.certificate_not_yet", "", {"day": found.valid_from.date()})
