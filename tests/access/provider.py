"""An OpenID Connect provider on loopback, for tests: checks what a client sends as a real one does
(client, code, PKCE, address to come back to), and can be told to say what must not be believed.
"""

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.processes import free_port

ID, SECRET = "truong-so", "bí mật của ứng dụng"


@dataclass
class Provider:
    """What it says next: whom it names, how it signs, what it leaves out or bends."""

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    bent: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signer: Any = None
    description: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "k1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, address: str) -> str:
        """The person agrees: returns the address that his browser is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == ID
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def describe(self) -> dict[str, Any]:
        """Its description of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.description,
        }

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The code for a token, once, and only for whom it was given to."""
        asked = self.codes.pop(form.get("code", ""), None)
        expected = base64.b64encode(f"{ID}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or authorization != f"Basic {expected}"
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            return None
        return {"id_token": self.token(asked["nonce"]), "token_type": "Bearer"}

    def token(self, nonce: str) -> str:
        """An identity token, bent as it was told to."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": ID,
            "sub": "nguoi-1",
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.claims,
            **self.bent,
        }
        if self.algorithm == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join([*(_part(part) for part in parts), ""])
        if self.algorithm == "HS256":  # the old trick: the public key taken for a shared secret
            said = ".".join(_part(part) for part in ({"alg": "HS256", "kid": "k1"}, claims))
            public = self.key.as_pem(private=False)
            digest = hmac.new(public, said.encode(), hashlib.sha256).digest()
            return f"{said}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
        header = {"alg": self.algorithm, "kid": "k1"}
        return jwt.encode(header, claims, self.signer or self.key, algorithms=[self.algorithm])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers on a port of its own until the end."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(self.path))
                self.end_headers()
            elif path == "/keys":
                self._say(KeySet([provider.key]).as_dict(private=False))
            else:
                self._say(provider.describe())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            told = provider.exchange(form, self.headers.get("Authorization", ""))
            self._say(told or {"error": "invalid_grant"}, 200 if told else 400)

        def _say(self, value: dict[str, Any], status: int = 200) -> None:
            raw = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def others_provider(person: dict[str, str]) -> Iterator[str]:
    """A provider that others wrote (oidc-provider-mock), which knows one person; its address."""
    port = free_port()
    program = Path(sys.executable).with_name("oidc-provider-mock")
    words = [str(program), "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(
        [*words, "--user-claims", json.dumps(person)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{issuer}/.well-known/openid-configuration")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        process.wait()
