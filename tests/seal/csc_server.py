"""A small remote signing service: Cloud Signature Consortium API v1.0.4 and v2, on loopback.

It authorises by PIN, signs only hashes it has authorised, each authorisation once, and counts.
"""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding

PIN = "24681357"


@dataclass
class Fake:
    """What the service holds, and what it was asked."""

    version: str
    key: RSAPrivateKey
    chain: list[x509.Certificate]
    most: int = 50
    mode: str = "explicit"
    credentials: list[str] = field(default_factory=lambda: ["cred-1"])
    sads: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, call: str, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer to a call."""
        self.asked.append(call)
        if call == "credentials/list":
            known = self.credentials if told["userID"] == "lan" else []
            return 200, {"credentialIDs": known}
        if call == "credentials/info":
            return 200, self._info()
        if call == "credentials/authorize":
            return self._authorised(told)
        if call == "signatures/signHash":
            return self._signed(told)
        return 404, {"error": "invalid_request"}

    def _info(self) -> dict[str, Any]:
        ders = [one.public_bytes(Encoding.DER) for one in self.chain]
        certificates = [base64.b64encode(der).decode() for der in ders]
        told: dict[str, Any] = {
            "key": {"status": "enabled", "algo": ["1.2.840.113549.1.1.11"], "len": 2048},
            "cert": {"status": "valid", "certificates": certificates},
            "multisign": self.most,
            "SCAL": "2",
        }
        if self.version == "v1":
            return told | {"authMode": self.mode, "PIN": {"presence": "true"}}
        factor = {"type": "Password", "id": "PIN"}
        return told | {"auth": {"mode": self.mode, "expression": "PIN", "objects": [factor]}}

    def _authorised(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.version == "v1":
            pin, wanted = told.get("PIN"), told["hash"]
        else:
            pin = {one["id"]: one["value"] for one in told["authData"]}.get("PIN")
            wanted = told["hashes"]
            assert told["hashAlgorithmOID"] == "2.16.840.1.101.3.4.2.1"
        if pin != PIN:
            return 400, {"error": "invalid_pin", "error_description": "Invalid PIN"}
        assert told["numSignatures"] == len(wanted) <= self.most
        sad = uuid4().hex
        self.sads[sad] = wanted
        return 200, {"SAD": sad, "expiresIn": 300}

    def _signed(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        wanted = told["hash"] if self.version == "v1" else told["hashes"]
        if self.sads.pop(told["SAD"], None) != wanted:
            return 400, {"error": "invalid_request", "error_description": "SAD"}
        sha = Prehashed(hashes.SHA256())
        made = [self.key.sign(base64.b64decode(one), PKCS1v15(), sha) for one in wanted]
        return 200, {"signatures": [base64.b64encode(one).decode() for one in made]}


@contextmanager
def serving(fake: Fake) -> Iterator[str]:
    """Serve it for as long as it is held; gives its address."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/oauth2/token":
                said = parse_qs(raw.decode())
                right = said["client_secret"] == ["s"] and said["client_id"] == ["truongso"]
                status, body = (200, {"access_token": "t"}) if right else (401, {"error": "no"})
            elif self.headers["Authorization"] != "Bearer t":
                status, body = 401, {"error": "invalid_token"}
            else:
                head = f"/csc/{fake.version}/"
                assert self.path.startswith(head)
                status, body = fake.answer(self.path.removeprefix(head), json.loads(raw))
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
