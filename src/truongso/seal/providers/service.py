"""The calls of a remote signing service: Cloud Signature Consortium API, v1.0.4 and v2.

The two differ in names only; here they are put on one footing. The address is the operator's, never
a user's. Source: CSC API v1.0.4.0, chapters 8 and 11; v2.0.0.2, chapters 8 and 11.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from truongso.seal.errors import Refused, WrongSecret

SHA256 = "2.16.840.1.101.3.4.2.1"
RSA, RSA_SHA256 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"
TIMEOUT = httpx.Timeout(20.0, connect=5.0)
MOST_ANSWER = 1_000_000
WRONG = {"invalid_pin", "invalid_otp", "invalid_authdata", "access_denied"}


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential (chứng thư ở dịch vụ): its certificates and how it is authorised.

    `pin`, `otp`: which of them the service asks for. `most`: how many signatures one authorisation
    may cover.
    """

    identity: str
    certificates: tuple[str, ...]
    active: bool
    mode: str
    pin: bool
    otp: bool
    online_otp: bool
    most: int
    algorithms: tuple[str, ...]


class Service:
    """A session with the service: signed in as this installation."""

    def __init__(self, client: httpx.Client, csc: Any) -> None:
        self._client, self._csc = client, csc
        body = {
            "grant_type": "client_credentials",
            "client_id": csc.client_id,
            "client_secret": csc.client_secret,
            "scope": "service",
        }
        found = self._sent(f"{csc.address}/oauth2/token", {"data": body})
        self._headers = {"Authorization": f"Bearer {found.get('access_token', '')}"}

    def credentials(self, user: str) -> list[str]:
        """Return the ids of a user's credentials."""
        found = self._asked("credentials/list", {"userID": user, "maxResults": 20})
        return [str(one) for one in found.get("credentialIDs") or ()]

    def credential(self, identity: str) -> Credential:
        """Return what the service says of a credential."""
        asked = {"credentialID": identity, "certificates": "chain", "authInfo": True}
        found = self._asked("credentials/info", asked)
        key, cert = found.get("key") or {}, found.get("cert") or {}
        mode, factors = _factors(found)
        return Credential(
            identity=identity,
            certificates=tuple(cert.get("certificates") or ()),
            active=key.get("status", "enabled") == "enabled"
            and cert.get("status", "valid") == "valid",
            mode=mode,
            pin="PIN" in factors,
            otp="OTP" in factors,
            online_otp=factors.get("OTP") == "online",
            most=max(1, int(found.get("multisign") or 1)),
            algorithms=tuple(key.get("algo") or ()),
        )

    def authorised(
        self, credential: Credential, hashes: Sequence[str], factors: Mapping[str, str]
    ) -> str:
        """Return what lets these hashes be signed (SAD). Raises WrongSecret, Refused."""
        asked: dict[str, Any] = {
            "credentialID": credential.identity,
            "numSignatures": len(hashes),
            "description": "Trường Số",
        }
        if self._csc.version == "v1":
            asked |= {"hash": list(hashes), **factors}
        else:
            said = [{"id": name, "value": value} for name, value in factors.items()]
            asked |= {"hashes": list(hashes), "hashAlgorithmOID": SHA256, "authData": said}
        return str(self._asked("credentials/authorize", asked).get("SAD", ""))

    def signed(self, credential: Credential, sad: str, hashes: Sequence[str]) -> list[str]:
        """Return the signature of each hash, base64. Raises Refused."""
        asked: dict[str, Any] = {
            "credentialID": credential.identity,
            "SAD": sad,
            "signAlgo": RSA_SHA256 if RSA_SHA256 in credential.algorithms else RSA,
        }
        if self._csc.version == "v1":
            asked |= {"hash": list(hashes), "hashAlgo": SHA256}
        else:
            asked |= {"hashes": list(hashes), "hashAlgorithmOID": SHA256, "operationMode": "S"}
        found = self._asked("signatures/signHash", asked).get("signatures") or []
        if len(found) != len(hashes):
            raise Refused("seal.service_failed", error="signatures")
        return [str(one) for one in found]

    def _asked(self, call: str, body: Mapping[str, Any]) -> dict[str, Any]:
        address = f"{self._csc.address}/csc/{self._csc.version}/{call}"
        return self._sent(address, {"json": body, "headers": self._headers})

    def _sent(self, address: str, told: Mapping[str, Any]) -> dict[str, Any]:
        try:
            answer = self._client.post(address, **told)
            found = answer.json() if len(answer.content) <= MOST_ANSWER else None
        except (httpx.HTTPError, ValueError) as error:
            raise Refused("seal.service_failed", error=type(error).__name__) from None
        if not isinstance(found, dict):
            raise Refused("seal.service_failed", error=str(answer.status_code))
        if answer.is_success:
            return found
        if found.get("error") in WRONG:
            raise WrongSecret
        raise Refused("seal.service_failed", error=str(found.get("error"))[:40])


def connected() -> tuple[httpx.Client, Service]:
    """Return a session with the operator's service; the client is to be closed. Raises Refused."""
    csc = settings.SIGNING.csc
    if csc is None:
        raise Refused("seal.no_service")
    client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
    try:
        return client, Service(client, csc)
    except (Refused, WrongSecret):
        client.close()
        raise


def _factors(found: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """How a credential is authorised, and its factors: name and, of an OTP, online or offline."""
    if "auth" in found:  # v2
        auth = found["auth"] or {}
        rows = auth.get("objects") or ()
        factors = {
            str(row.get("id", "")).upper(): "online" if row.get("generator") == "online" else ""
            for row in rows
        }
        return str(auth.get("mode", "explicit")), factors
    factors = {
        name: str((found[name] or {}).get("type", ""))
        for name in ("PIN", "OTP")
        if str((found.get(name) or {}).get("presence", "false")) == "true"
    }
    return str(found.get("authMode", "explicit")), factors
