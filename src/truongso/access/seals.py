"""Secrets at rest: sealed with a key that is made of the installation's own, bound to whose it is.

A copy of the database alone opens none of them.
"""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


def sealed(secret: bytes, whose: str) -> str:
    """Return a secret sealed for one owner (AES-256-GCM), as text."""
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, secret, whose.encode())).decode()


def opened(seal: str, whose: str) -> bytes | None:
    """Return what was sealed; None when it is another's, or the installation's key has changed."""
    raw = base64.b64decode(seal)
    try:
        return _cipher().decrypt(raw[:NONCE], raw[NONCE:], whose.encode())
    except InvalidTag:
        return None


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(f"access.seals\0{settings.SECRET_KEY}".encode()).digest())
