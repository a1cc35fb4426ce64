"""Keys at a remote signing service: only hashes leave this machine.

Signatures that are asked for side by side go out together: one authorisation signs them all, as
many as the service allows at once. Asked for one after another, each is authorised by the same PIN.
"""

import asyncio
import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from pyhanko.sign.signers import Signer

from truongso.seal.errors import Refused
from truongso.seal.models import Key
from truongso.seal.providers import service
from truongso.seal.providers.base import Drawn, Plan, certificates_in, ordered
from truongso.seal.providers.service import Credential

TOGETHER_SECONDS = 0.02


class Remote:
    """A remote signing service that the operator has connected."""

    def draw(self, plan: Plan, secret: str, *, at: datetime) -> Drawn:  # noqa: ARG002
        """Return the certificates of the credential named, or of the only one. Raises Refused."""
        user, wanted = str(plan.said.get("user", "")), str(plan.said.get("credential", ""))
        client, session = service.connected()
        with client:
            names = [one for one in session.credentials(user) if not wanted or one == wanted]
            rows = [session.credential(one) for one in names]
        usable = [row for row in rows if row.active and row.certificates]
        if not usable:
            raise Refused("seal.service_no_key")
        if len(usable) > 1:
            names = [row.identity for row in usable]
            raise Refused("seal.service_several", names=", ".join(names))
        _check_way(usable[0])
        try:
            certificates = [
                x509.load_der_x509_certificate(base64.b64decode(one))
                for one in usable[0].certificates
            ]
        except ValueError:
            raise Refused("seal.service_failed", error="certificates") from None
        chain = ordered(certificates[0], certificates[1:])
        return Drawn(chain, place={"user": user, "credential": usable[0].identity})

    @contextmanager
    def opened(self, key: Key, secret: str) -> Iterator[Signer]:
        """Give a signer; a wrong PIN shows at its first signature. Raises Refused."""
        client, session = service.connected()
        with client:
            credential = session.credential(key.place["credential"])
            _check_way(credential)
            yield RemoteSigner(key.chain, Asking(session, credential, secret))


class Asking:
    """Hashes that wait for one authorisation."""

    def __init__(self, session: service.Service, credential: Credential, secret: str) -> None:
        self._session, self._credential, self._secret = session, credential, secret

    def signed(self, hashes: list[str]) -> list[bytes]:
        """Return the signature of each hash. Raises WrongSecret, Refused."""
        signatures: list[str] = []
        for first in range(0, len(hashes), self._credential.most):
            some = hashes[first : first + self._credential.most]
            sad = self._session.authorised(self._credential, some, self._factors())
            signatures += self._session.signed(self._credential, sad, some)
        try:
            return [base64.b64decode(one, validate=True) for one in signatures]
        except ValueError:
            raise Refused("seal.service_failed", error="base64") from None

    def _factors(self) -> dict[str, str]:
        """PIN and one-time code: the code is the last word of what was typed."""
        pin, otp = self._secret, ""
        if self._credential.otp:
            pin, _, otp = self._secret.strip().rpartition(" ")
        asked = {"PIN": pin.strip() if self._credential.pin else "", "OTP": otp}
        return {name: value for name, value in asked.items() if value}


class RemoteSigner(Signer):
    """Gathers what is to be signed in one turn of the event loop, and has it signed at once."""

    def __init__(self, chain: str, asking: Asking) -> None:
        own, store = certificates_in(chain)
        super().__init__(signing_cert=own, cert_registry=store)
        self._size = int(own.public_key.byte_size)
        self._asking = asking
        self._waiting: list[tuple[str, asyncio.Future[bytes]]] = []

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  (the library's own signature)
    ) -> bytes:
        """Return the RSA signature of some bytes; only their SHA-256 goes out."""
        if dry_run:
            return bytes(self._size)
        if digest_algorithm != "sha256":
            raise ValueError(digest_algorithm)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bytes] = loop.create_future()
        if not self._waiting:
            loop.call_later(TOGETHER_SECONDS, self._begin)
        self._waiting.append((base64.b64encode(sha256(data).digest()).decode(), answer))
        return await answer

    def _begin(self) -> None:
        self._sending = asyncio.create_task(self._send())  # held, or it might be swept away

    async def _send(self) -> None:
        rows, self._waiting = self._waiting, []
        try:
            signatures = await asyncio.to_thread(self._asking.signed, [one for one, _ in rows])
        except Exception as error:  # noqa: BLE001  (whoever waits for a signature gets it)
            for _, answer in rows:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), signature in zip(rows, signatures, strict=True):
            if not answer.done():
                answer.set_result(signature)


def _check_way(credential: Credential) -> None:
    if credential.mode not in ("explicit", "implicit"):
        raise Refused("seal.service_way", way=credential.mode)
    if credential.online_otp:
        raise Refused("seal.service_way", way="OTP")
