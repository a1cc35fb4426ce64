"""Whoever keeps a key, behind one protocol: the one place where keys are opened.

`opened` is good for one signature or for a whole batch: one secret, as long as it is held.
"""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pyhanko.sign.signers import Signer

from truongso.access import throttle
from truongso.foundation.errors import RuleBroken, TooMany, raise_if_broken
from truongso.foundation.tenancy import acting_in
from truongso.rules import signing as rules
from truongso.rules.signing import Kind
from truongso.rules.verdict import Violation
from truongso.seal.errors import Refused, WrongSecret
from truongso.seal.models import Key
from truongso.seal.providers.base import Drawn, Plan, Provider
from truongso.seal.providers.remote import Remote
from truongso.seal.providers.school import Pkcs12, School
from truongso.seal.providers.token import Token
from truongso.seal.queries import keys as queries

PROVIDERS: dict[Kind, Provider] = {
    Kind.SCHOOL: School(),
    Kind.PKCS12: Pkcs12(),
    Kind.PKCS11: Token(),
    Kind.CSC: Remote(),
}


@contextmanager
def opened(key: Key, secret: str, *, at: datetime) -> Iterator[Signer]:
    """Give the signer of a key for as long as it is held; `key`: as it stood when it was found.

    What the database says now counts: a key that was revoked since, or whose person has left, does
    not open. A wrong secret counts as a try; inside a transaction that will be rolled back the
    caller notes it afterwards by `note_wrong`. Raises RuleBroken, TooMany.
    """
    with acting_in(key.school_id):
        row = queries.fresh(key)
        standing = queries.standing(row, at)
    raise_if_broken(rules.check_standing(standing, at=at))
    whence = _whence(str(row.id))
    _enter(whence, at)
    try:
        with PROVIDERS[Kind(row.kind)].opened(row, secret) as signer:
            if Kind(row.kind) is not Kind.CSC:
                throttle.leave(whence)
            yield signer
            throttle.leave(whence)
    except WrongSecret:
        raise RuleBroken(Violation("seal.wrong_secret", "secret")) from None
    except Refused as error:
        throttle.leave(whence)
        raise RuleBroken(Violation(error.code, "", error.params)) from None


def note_wrong(about: str, *, at: datetime) -> None:
    """Count a wrong secret once its refusal is rolled back; `about`: the key's or person's id."""
    throttle.enter(_whence(about), at=at)


def drawn(kind: Kind, plan: Plan, secret: str, *, about: str, at: datetime) -> Drawn:
    """Return a key of a kind, made or found elsewhere, whose certificate is good for papers.

    `about`: whose tries count. Raises RuleBroken, TooMany.
    """
    try:
        throttle.check(_whence(about), at=at)
    except TooMany as error:
        raise TooMany(_often(error)) from None
    try:
        found = PROVIDERS[kind].draw(plan, secret, at=at)
    except WrongSecret:
        code = "seal.wrong_password" if kind is Kind.PKCS12 else "seal.wrong_secret"
        raise RuleBroken(Violation(code, "secret")) from None
    except Refused as error:
        raise RuleBroken(Violation(error.code, "", error.params)) from None
    raise_if_broken(rules.check_certificate(facts_of(found.chain[0]), at=at))
    return found


def prove(key: Key, secret: str) -> None:
    """Let a key that is not in use yet sign something random. Raises RuleBroken."""
    try:
        with PROVIDERS[Kind(key.kind)].opened(key, secret) as signer:
            check_signer(key, signer)
    except WrongSecret:
        raise RuleBroken(Violation("seal.wrong_secret", "secret")) from None
    except Refused as error:
        raise RuleBroken(Violation(error.code, "", error.params)) from None


def check_signer(key: Key, signer: Signer) -> None:
    """Let a signer sign something random, and check it by the key's certificate.

    Raises RuleBroken (they are no pair), and what the keeper raises.
    """
    told = secrets.token_bytes(32)
    public = x509.load_pem_x509_certificate(key.chain.encode()).public_key()
    signature = asyncio.run(signer.async_sign_raw(told, "sha256"))
    if not isinstance(public, RSAPublicKey):
        raise RuleBroken(Violation("seal.does_not_sign"))
    try:
        public.verify(signature, told, PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise RuleBroken(Violation("seal.does_not_sign")) from None


def facts_of(certificate: x509.Certificate) -> rules.Certificate:
    """Return what the rules look at in a certificate."""
    public = certificate.public_key()
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        signs = usage.digital_signature or usage.content_commitment
    except x509.ExtensionNotFound:
        signs = True
    return rules.Certificate(
        algorithm="rsa" if isinstance(public, RSAPublicKey) else "ec",
        bits=getattr(public, "key_size", 0),
        signs=signs,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def _enter(whence: throttle.Whence, at: datetime) -> None:
    try:
        throttle.enter(whence, at=at)
    except TooMany as error:
        raise TooMany(_often(error)) from None


def _often(error: TooMany) -> Violation:
    return Violation("seal.too_often", "secret", error.violations[0].params)


def _whence(about: str) -> throttle.Whence:
    """Whose secret is tried, wherever from: five failures are free."""
    own = throttle.keyed("account", f"seal {about}")
    return throttle.Whence(own, own, known=False)
