"""Passkeys (khóa truy cập): WebAuthn, for the address that the installation is known by.

A passkey carries a handle: which school, which account. It only says where to look; nothing is
believed before the signature fits a key that stands there. Source: W3C Web Authentication Level 3.
"""

import hashlib
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from truongso.access.models import Factor
from truongso.access.queries import account_of
from truongso.foundation.actor import Actor

NUMBERS = {"127.0.0.1", "::1"}
HANDLE = struct.Struct(">q16s")
BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    struct.error,
)
"""What the library raises when an answer is not of the form it must have."""


class Refused(Exception):
    """A passkey's answer is not what it must be."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey: how it is found, its public part, its count of signatures."""

    mark: str
    public: str
    counter: int


@dataclass(frozen=True, slots=True)
class Handle:
    """Where a passkey says that its account lies, and how the passkey is found there."""

    school_id: int
    account_id: UUID
    mark: str


def address() -> tuple[str, str]:
    """Return the host that passkeys belong to, and the one address they are used from.

    A number is no name that passkeys can belong to: on this machine itself it is "localhost".
    """
    parts = urlsplit(settings.PUBLIC_URL)
    host = "localhost" if (parts.hostname or "") in NUMBERS else parts.hostname or "localhost"
    port = f":{parts.port}" if parts.port else ""
    return host, f"{parts.scheme}://{host}{port}"


def work_at(host: str) -> bool:
    """Tell whether passkeys can be used under the host a page was asked for."""
    return urlsplit(address()[1]).netloc == host


def creation(actor: Actor, username: str, rows: Iterable[Factor]) -> tuple[dict[str, Any], Any]:
    """Return what the browser is asked to make a passkey with, and what to keep until it has."""
    user = PublicKeyCredentialUserEntity(
        id=HANDLE.pack(actor.school_id, account_of(actor).bytes),
        name=username,
        display_name=actor.name,
    )
    options, state = _server().register_begin(
        user,
        [_public(row) for row in rows],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def made(state: Any, answer: Mapping[str, Any]) -> Made:
    """Return the passkey that a browser has made. Raises Refused."""
    try:
        data = _server().register_complete(state, answer)
        credential = data.credential_data
        if credential is None:
            raise Refused("no key")
        public = websafe_encode(bytes(credential))
        return Made(_mark(credential.credential_id), public, data.counter)
    except BROKEN as error:
        raise Refused(str(error)) from error


def request(rows: Iterable[Factor] = ()) -> tuple[dict[str, Any], Any]:
    """Return what the browser is asked for a signature with: by one of these passkeys, or any."""
    known = [_public(row) for row in rows]
    options, state = _server().authenticate_begin(
        known or None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


def handle_in(answer: Mapping[str, Any]) -> Handle:
    """Return where to look for the passkey of an answer. Raises Refused; believe nothing yet."""
    try:
        response = AuthenticationResponse.from_dict(answer)
        school_id, account = HANDLE.unpack(response.response.user_handle or b"")
        return Handle(school_id, UUID(bytes=account), _mark(response.raw_id))
    except BROKEN as error:
        raise Refused(str(error)) from error


def mark_in(answer: Mapping[str, Any]) -> str:
    """Return by which mark the passkey of an answer is found. Raises Refused."""
    try:
        return _mark(AuthenticationResponse.from_dict(answer).raw_id)
    except BROKEN as error:
        raise Refused(str(error)) from error


def checked(state: Any, answer: Mapping[str, Any], row: Factor) -> int:
    """Return the passkey's new count of signatures, if its answer is right. Raises Refused.

    A count that does not grow is that of a copy; one that stays zero is not kept by the device.
    """
    try:
        _server().authenticate_complete(state, [_public(row)], answer)
        counter = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except BROKEN as error:
        raise Refused(str(error)) from error
    if (counter or row.counter) and counter <= row.counter:
        raise Refused("the count of signatures has not grown")
    return counter


def _server() -> Fido2Server:
    host, origin = address()
    party = PublicKeyCredentialRpEntity(name="Trường Số", id=host)
    return Fido2Server(party, verify_origin=lambda asked: asked == origin)


def _public(row: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.secret))


def _mark(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()
