"""A passkey in software, for tests: signs what a browser and its device would sign."""

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

FLAGS = AuthenticatorData.FLAG
ORIGIN = "http://localhost:8000"


@dataclass
class Passkey:
    """One passkey on one device; what it says can be bent for refusals."""

    origin: str = ORIGIN
    verified: bool = True
    counter: int = 1
    handle: bytes = b""
    host: str = ""
    id: bytes = field(default_factory=lambda: os.urandom(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """Answer to being made, as the page's script sends it."""
        asked = options["publicKey"]
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        self.handle = websafe_decode(asked["user"]["id"])
        self.host = asked["rp"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = AuthenticatorData.create(
            self._host_hash(), self._flags() | FLAGS.AT, self.counter, credential
        )
        made = AttestationObject.create("none", data, {})
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
                "attestationObject": websafe_encode(bytes(made)),
            }
        )

    def sign(self, options: dict[str, Any], **bent: Any) -> str:
        """Answer to being asked, as the page's script sends it."""
        return (
            replace(self, **bent)._sign(options["publicKey"])
            if bent
            else self._sign(options["publicKey"])
        )

    def _sign(self, asked: dict[str, Any]) -> str:
        self.counter += 1
        client = self._client("webauthn.get", asked["challenge"])
        data = AuthenticatorData.create(self._host_hash(), self._flags(), self.counter)
        signed = bytes(data) + hashlib.sha256(websafe_decode(client)).digest()
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": websafe_encode(self.handle),
            }
        )

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})

    def _client(self, kind: str, challenge: str) -> str:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return websafe_encode(json.dumps(said).encode())

    def _flags(self) -> Any:
        return FLAGS.UP | FLAGS.UV if self.verified else FLAGS.UP

    def _host_hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()
