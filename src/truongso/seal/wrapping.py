"""Private keys at rest: sealed by their holder's own secret, and again by the installation's.

The server cannot use a person's key without his secret; a copy of the database alone cannot even
begin to guess it. Source: RFC 9106 (Argon2id, second recommended option), OWASP ASVS 5.0.0, 11.4.2.
"""

import base64
import json
import os

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from truongso.access import passwords, seals

SALT, NONCE, KEY = 16, 12, 32
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1


def sealed(private: bytes, secret: str, whose: str) -> str:
    """Return a private key sealed for one key of one school, as text."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    costs = [MEMORY_KIB, PASSES, LANES]
    box = AESGCM(_derived(secret, salt, costs)).encrypt(nonce, private, whose.encode())
    parts = {"salt": _text(salt), "nonce": _text(nonce), "box": _text(box), "costs": costs}
    return seals.sealed(json.dumps(parts).encode(), whose)


def opened(seal: str, secret: str, whose: str) -> bytes | None:
    """Return the private key; None when the secret is wrong.

    Raises LookupError when the installation's own key has changed: no secret would open it.
    """
    inner = seals.opened(seal, whose)
    if inner is None:
        raise LookupError(whose)
    parts = json.loads(inner)
    key = _derived(secret, base64.b64decode(parts["salt"]), parts["costs"])
    nonce, box = base64.b64decode(parts["nonce"]), base64.b64decode(parts["box"])
    try:
        return AESGCM(key).decrypt(nonce, box, whose.encode())
    except InvalidTag:
        return None


def _derived(secret: str, salt: bytes, costs: list[int]) -> bytes:
    memory, passes, lanes = costs
    typed = passwords.as_typed(secret).encode()
    return hash_secret_raw(
        typed,
        salt,
        time_cost=passes,
        memory_cost=memory,
        parallelism=lanes,
        hash_len=KEY,
        type=Type.ID,
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
