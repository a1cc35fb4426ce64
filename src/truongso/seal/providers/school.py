"""Keys of the school's own authority, and keys out of a PKCS#12 file: both kept here, sealed."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import Signer

from truongso.rules.signing import KEY_LASTS
from truongso.seal import certificates, wrapping
from truongso.seal.authority import issuing_pair, root_of
from truongso.seal.errors import Refused, WrongSecret
from truongso.seal.models import Key
from truongso.seal.providers.base import Drawn, KeySigner, Plan, ordered

MOST_FILE = 100_000


def whose(key: Key) -> str:
    """Return to which key of which school a private key is bound when it is sealed."""
    return f"{key.school_id}:key:{key.id}"


class Kept:
    """What both have in common: the private key lies here, sealed by the holder's secret."""

    @contextmanager
    def opened(self, key: Key, secret: str) -> Iterator[Signer]:
        """Give a signer. Raises WrongSecret, Refused."""
        try:
            private = wrapping.opened(key.secret, secret, whose(key))
        except LookupError:
            raise Refused("seal.authority_locked") from None
        if private is None:
            raise WrongSecret
        yield KeySigner(key.chain, certificates.key_in(private))


class School(Kept):
    """The school's own authority: makes a fresh key and issues its certificate."""

    def draw(self, plan: Plan, secret: str, *, at: datetime) -> Drawn:  # noqa: ARG002
        """Return a fresh key with an internal certificate. Raises Refused."""
        if plan.authority is None:
            raise Refused("seal.no_authority")
        issuer = issuing_pair(plan.authority)
        name = certificates.name_of(plan.name, plan.organisation)
        span = certificates.Span(at, at + KEY_LASTS)
        pair = certificates.issued(name, issuer, span, certificates.SIGNING)
        chain = (pair.certificate, issuer.certificate, root_of(plan.authority))
        return Drawn(chain, certificates.der_of(pair.key))


class Pkcs12(Kept):
    """A file with key and certificate, as providers of certification hand them out."""

    def draw(self, plan: Plan, secret: str, *, at: datetime) -> Drawn:  # noqa: ARG002
        """Return what the file holds; `secret` is its password. Raises WrongSecret, Refused.

        The file itself is not kept: its key is sealed anew, by a stronger derivation.
        """
        raw = file_in(str(plan.said.get("file", "")))
        try:
            found = pkcs12.load_pkcs12(raw, secret.encode())
        except ValueError as error:
            if "password" in str(error).lower() or "mac" in str(error).lower():
                raise WrongSecret from None
            raise Refused("seal.bad_file") from None
        except Exception as error:
            raise Refused("seal.bad_file") from error
        own, private = found.cert, found.key
        if own is None or private is None:
            raise Refused("seal.bad_file")
        if isinstance(private, EllipticCurvePrivateKey):
            raise Refused("seal.not_rsa", algorithm="EC")
        if not isinstance(private, RSAPrivateKey):
            raise Refused("seal.not_rsa", algorithm=type(private).__name__)
        others = [one.certificate for one in found.additional_certs]
        return Drawn(ordered(own.certificate, others), certificates.der_of(private))


def file_in(text: str) -> bytes:
    """Return the bytes of a file that came as base64. Raises Refused."""
    if not text or len(text) > MOST_FILE:
        raise Refused("seal.bad_file")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused("seal.bad_file") from None
