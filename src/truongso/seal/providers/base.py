"""What every keeper of keys can do, and the signer over a private key at hand."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from asn1crypto import pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from truongso.seal.models import Authority, Key

MOST_CHAIN = 8
DIGESTS: Mapping[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A key that is to be drawn: for whom, by which authority, and what the form said."""

    name: str
    organisation: str
    authority: Authority | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Certificates, the key's own first; what is to be sealed, or where the key stays."""

    chain: tuple[x509.Certificate, ...]
    private: bytes = b""
    place: Mapping[str, Any] = field(default_factory=dict)


class Provider(Protocol):
    """A keeper of keys (nơi giữ khóa)."""

    def draw(self, plan: Plan, secret: str, *, at: datetime) -> Drawn:
        """Return a new key, or one that lies elsewhere. Raises WrongSecret, Refused."""
        ...

    def opened(self, key: Key, secret: str) -> AbstractContextManager[Signer]:
        """Give a signer for as long as it is held. Raises WrongSecret, Refused."""
        ...


class KeySigner(Signer):
    """Signs with a private key that was loaded once (the library's own loads it each time)."""

    def __init__(self, chain: str, private: RSAPrivateKey) -> None:
        own, store = certificates_in(chain)
        super().__init__(signing_cert=own, cert_registry=store)
        self._private = private

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: ARG002, FBT001, FBT002  (the library's own signature)
    ) -> bytes:
        """Return the RSA signature (PKCS #1 v1.5) of some bytes."""
        return self._private.sign(data, PKCS1v15(), DIGESTS[digest_algorithm])


def certificates_in(chain: str) -> tuple[asn1.Certificate, SimpleCertificateStore]:
    """Return a key's own certificate and a store of it and those above, as the library has them."""
    rows = [asn1.Certificate.load(der) for _, _, der in pem.unarmor(chain.encode(), multiple=True)]
    store = SimpleCertificateStore()
    store.register_multiple(rows)
    return rows[0], store


def ordered(own: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return a certificate and those above it that are at hand, each followed by its issuer."""
    chain = [own]
    while len(chain) < MOST_CHAIN and chain[-1].issuer != chain[-1].subject:
        above = next((one for one in others if one.subject == chain[-1].issuer), None)
        if above is None:
            break
        chain.append(above)
    return tuple(chain)
