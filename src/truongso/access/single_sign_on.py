"""Single sign-on (đăng nhập một lần) by OpenID Connect: the code flow with PKCE, state and nonce.

Only finds an account that is there; never makes one. What the provider says is believed after its
signature, issuer, audience, times and nonce fit. Source: OpenID Connect Core 1.0, 3.1; RFC 7636;
OWASP ASVS 5.0.0, chapter 10.5.
"""

import base64
import hashlib
import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from truongso.access import queries, second_step, tickets
from truongso.access.opening import Came, SignedIn, end_session_before, open_session
from truongso.access.queries import factors
from truongso.access.second_step import Half
from truongso.access.sign_in import HalfWay
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.foundation.text import folded
from truongso.rules.verdict import Violation

logger = logging.getLogger("truongso.access")

KIND = "sso"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
SECONDS, SKEW_SECONDS, MOST_BYTES = 5, 60, 1_000_000
FRESH_SECONDS = 300.0
MULTI = {"mfa", "otp", "hwk", "swk", "fpt", "face", "sc"}
"""What of a provider's `amr` tells of a second factor (RFC 8176)."""


class Oidc(Protocol):
    """What the installation has set of its provider; each value as `config.environment` says."""

    # Read only: the settings are frozen.
    @property
    def issuer(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str: ...
    @property
    def match(self) -> str: ...
    @property
    def claim(self) -> str: ...
    @property
    def domains(self) -> tuple[str, ...]: ...
    @property
    def mfa(self) -> bool: ...


class ProviderTrouble(Exception):
    """The provider does not answer, or says what must not be believed; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What the provider's own description says of it. `by_form`: how it takes our secret."""

    issuer: str
    authorization: str
    token: str
    keys: str
    by_form: bool = False


def provider(oidc: Oidc) -> Provider:
    """Return what the provider says of itself. Raises ProviderTrouble."""
    said = _fetched("GET", f"{oidc.issuer}/.well-known/openid-configuration")
    if str(said.get("issuer", "")).rstrip("/") != oidc.issuer:
        raise ProviderTrouble(f"calls itself {said.get('issuer')}")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    authorization, token, keys = addresses = [str(said.get(name, "")) for name in names]
    scheme = oidc.issuer.partition("://")[0]
    if any(not address.startswith(f"{scheme}://") for address in addresses):
        raise ProviderTrouble("an address is missing or not of the issuer's scheme")
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    by_form = "client_secret_basic" not in ways
    return Provider(str(said["issuer"]), authorization, token, keys, by_form)


_described: dict[str, tuple[float, Provider]] = {}


def _known(oidc: Oidc) -> Provider:
    """What the provider says of itself, asked again after some minutes: a click costs no request.

    Raises ProviderTrouble.
    """
    asked, there = _described.get(oidc.issuer, (-FRESH_SECONDS, None))
    if there is None or time.monotonic() - asked > FRESH_SECONDS:
        there = provider(oidc)
        _described[oidc.issuer] = (time.monotonic(), there)
    return there


def begin(onward: str, *, back: str, at: datetime) -> tuple[str, str]:
    """Return the provider's address to send the browser to, and the key of the ticket.

    `back`: our own address that it comes back to. Raises Missing (not set up), RuleBroken.
    """
    oidc = _settings()
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    try:
        there = _known(oidc)
    except ProviderTrouble as trouble:
        raise _unreachable(trouble) from None
    query = urlencode(
        {
            "response_type": "code",
            "client_id": oidc.client_id,
            "redirect_uri": back,
            "scope": "openid profile email",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
    )
    kept = {"state": state, "nonce": nonce, "verifier": verifier, "onward": onward}
    mark = "&" if "?" in there.authorization else "?"
    return f"{there.authorization}{mark}{query}", tickets.issue(KIND, kept, at=at)


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser came back with: the provider's code and our state, or the ticket's key."""

    code: str
    state: str
    ticket: str
    back: str


def finish(asked: Returned, came: Came, *, at: datetime) -> tuple[SignedIn | HalfWay, str]:
    """Begin a session for whom the provider names, and say where he meant to go.

    Raises Missing (not set up), RuleBroken.
    """
    oidc = _settings()
    kept = tickets.take(KIND, asked.ticket, at=at)
    if kept is None or not secrets.compare_digest(kept["state"], asked.state) or not asked.code:
        raise RuleBroken(Violation("sign_in.begin_again"))
    try:
        claims = _claims(oidc, asked, kept, at)
    except ProviderTrouble as trouble:
        raise _unreachable(trouble) from None
    begun = _enter(oidc, claims, came, at)
    return begun, str(kept["onward"])


def _claims(oidc: Oidc, asked: Returned, kept: dict[str, Any], at: datetime) -> dict[str, Any]:
    there = _known(oidc)
    form = {
        "grant_type": "authorization_code",
        "code": asked.code,
        "redirect_uri": asked.back,
        "code_verifier": kept["verifier"],
    }
    who = (oidc.client_id, oidc.client_secret)
    if there.by_form:
        form |= {"client_id": who[0], "client_secret": who[1]}
    told = _fetched("POST", there.token, form=form, who=None if there.by_form else who)
    token = str(told.get("id_token", ""))
    return checked(oidc, token, _fetched("GET", there.keys), kept["nonce"], at)


def checked(
    oidc: Oidc, token: str, keys: dict[str, Any], nonce: str, at: datetime
) -> dict[str, Any]:
    """Return the claims of an identity token that may be believed. Raises ProviderTrouble."""
    try:
        known = KeySet.import_key_set({"keys": keys["keys"]})
        claims = dict(jwt.decode(token, known, algorithms=ALGORITHMS).claims)
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        now = at.timestamp() - settings.CLOCK_SHIFT
        wrong = [
            what
            for what, right in {
                "issuer": str(claims.get("iss", "")).rstrip("/") == oidc.issuer,
                "audience": oidc.client_id in audiences,
                "party": len(audiences) == 1 or claims.get("azp") == oidc.client_id,
                "expired": float(claims["exp"]) + SKEW_SECONDS > now,
                "not yet": float(claims["iat"]) - SKEW_SECONDS <= now,
                "nonce": secrets.compare_digest(str(claims.get("nonce", "")), nonce),
            }.items()
            if not right
        ]
    except (JoseError, ValueError, TypeError, LookupError) as error:
        raise ProviderTrouble(f"its token is not right: {type(error).__name__}") from None
    if wrong:
        raise ProviderTrouble(f"its token is not right: {', '.join(wrong)}")
    return claims


def _enter(oidc: Oidc, claims: dict[str, Any], came: Came, at: datetime) -> SignedIn | HalfWay:
    found = _account_named(oidc, claims)
    if found is None:
        raise RuleBroken(Violation("sign_in.not_known_here"))
    school_id, account_id = found
    half = Half(school_id, account_id.replace("-", ""), had_password=False)
    stated = oidc.mfa and bool(MULTI & set(map(str, claims.get("amr") or ())))
    begun = None
    with acting_in(school_id):
        account = second_step.account_of(half)
        if stated or not factors.of_account(account):
            begun = open_session(account, came, factor=factors.SINGLE, elsewhere=0, at=at)
    if begun is None:
        return HalfWay(tickets.issue(second_step.KIND, half.as_facts(), at=at))
    end_session_before(came.old_key)
    return begun


def _account_named(oidc: Oidc, claims: dict[str, Any]) -> tuple[int, str] | None:
    """Where the account lies that the provider names, if there is just one and it may be it."""
    value = claims.get(oidc.claim)
    if not isinstance(value, str) or not value:
        return None
    mail = str(claims.get("email") or (value if "@" in value else ""))
    if oidc.domains and mail.rpartition("@")[2].lower() not in oidc.domains:
        return None
    if oidc.match == "email" and claims.get("email_verified") is False:
        return None
    if oidc.match == "username":
        value = folded(value).replace(" ", "")
    return queries.account_by(oidc.match, value)


def _settings() -> Oidc:
    oidc: Oidc | None = settings.OIDC
    if oidc is None:
        raise Missing
    return oidc


def _unreachable(trouble: ProviderTrouble) -> RuleBroken:
    logger.warning("single sign-on: the provider %s", trouble)
    return RuleBroken(Violation("sign_in.provider"))


def _fetched(
    method: str, address: str, *, form: dict[str, str] | None = None, who: Any = None
) -> dict[str, Any]:
    """What the provider answers, as JSON; it is asked directly and led nowhere else."""
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as link:
            answer = link.request(
                method, address, data=form, auth=who, headers={"Accept": "application/json"}
            )
        answer.raise_for_status()
        if len(answer.content) > MOST_BYTES:
            raise ProviderTrouble("answers too much")
        said = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderTrouble(f"does not answer: {type(error).__name__}") from None
    if not isinstance(said, dict):
        raise ProviderTrouble("answers in another form")
    return said
