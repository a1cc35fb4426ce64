"""Keys in a token or security module on this machine, by PKCS#11 (an optional extra).

A login is the whole process's: while one session is logged in, the library asks nobody else for a
PIN. So one session at a time, by a lock, and each logs out before the next begins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from django.conf import settings
from pyhanko.sign.signers import Signer

from truongso.seal.errors import Refused, WrongSecret
from truongso.seal.models import Key
from truongso.seal.providers.base import Drawn, Plan, certificates_in, ordered

_one_session = Lock()
WAIT_SECONDS = 60


class Token:
    """A token (thiết bị ký) that the operator has connected to the server."""

    def draw(self, plan: Plan, secret: str, *, at: datetime) -> Drawn:  # noqa: ARG002
        """Return the certificates of the key named, or of the only one. Raises as `opened`."""
        token, wanted = str(plan.said.get("token", "")), str(plan.said.get("key", ""))
        with _session(token, secret) as session:
            found = _key_on(session, wanted)
            others = [x509.load_der_x509_certificate(der) for _, _, der in _certificates(session)]
        own = x509.load_der_x509_certificate(found[2])
        return Drawn(ordered(own, others), place={"token": token, "id": found[0].hex()})

    @contextmanager
    def opened(self, key: Key, secret: str) -> Iterator[Signer]:
        """Give a signer while the token is logged in. Raises WrongSecret, Refused."""
        with _session(key.place["token"], secret) as session:
            from pyhanko.sign.pkcs11 import PKCS11Signer

            own, store = certificates_in(key.chain)
            yield PKCS11Signer(
                session,
                key_id=bytes.fromhex(key.place["id"]),
                signing_cert=own,
                ca_chain=list(store),
            )


@contextmanager
def _session(label: str, pin: str) -> Iterator[Any]:
    if not settings.SIGNING.module:
        raise Refused("seal.no_tokens")
    try:
        import pkcs11
    except ImportError:
        raise Refused("seal.no_tokens") from None
    if not _one_session.acquire(timeout=WAIT_SECONDS):
        raise Refused("seal.token_failed")
    try:
        session = _logged_in(pkcs11, label, pin)
        try:
            yield session
        except pkcs11.PKCS11Error as error:
            raise Refused("seal.token_failed") from error
        finally:
            session.close()
    finally:
        _one_session.release()


def _logged_in(pkcs11: Any, label: str, pin: str) -> Any:
    try:
        token = pkcs11.lib(settings.SIGNING.module).get_token(token_label=label)
        return token.open(user_pin=pin)
    except (pkcs11.exceptions.NoSuchToken, pkcs11.exceptions.MultipleTokensReturned):
        raise Refused("seal.token_missing", token=label) from None
    except (
        pkcs11.exceptions.PinIncorrect,
        pkcs11.exceptions.PinLenRange,
        pkcs11.exceptions.PinInvalid,
    ):
        raise WrongSecret from None
    except pkcs11.exceptions.PinLocked:
        raise Refused("seal.token_locked") from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise Refused("seal.token_failed") from error


def _key_on(session: Any, wanted: str) -> tuple[bytes, str, bytes]:
    """The id, label and certificate of the key named, or of the only one. Raises Refused."""
    import pkcs11

    query = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}
    private = {key[pkcs11.Attribute.ID] for key in session.get_objects(query)}
    usable = [row for row in _certificates(session) if row[0] in private]
    if wanted:
        usable = [row for row in usable if wanted in (row[1], row[0].hex())]
    if not usable:
        raise Refused("seal.token_no_key")
    if len(usable) > 1:
        raise Refused("seal.token_several", names=", ".join(row[1] for row in usable))
    return usable[0]


def _certificates(session: Any) -> list[tuple[bytes, str, bytes]]:
    """Id, label and DER of every certificate on the token."""
    import pkcs11

    attribute = pkcs11.Attribute
    query = {attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    rows = []
    for found in session.get_objects(query):
        der = asn1.Certificate.load(found[attribute.VALUE]).dump()
        rows.append((found[attribute.ID], found[attribute.LABEL], der))
    return rows
