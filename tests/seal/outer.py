"""Certificates of an outer authority, as a licensed provider would give: for tests only."""

import base64
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from tests.school import NOW

DAY = timedelta(days=1)
FILE_PASSWORD = "của tệp 12"


def named(name: str) -> x509.Name:
    """A name of one part."""
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def outer(
    key: Any,
    *,
    until: datetime = NOW + 300 * DAY,
    signs: bool = True,
    authority: tuple[Any, x509.Certificate] | None = None,
) -> x509.Certificate:
    """A certificate of Lan's over a key, by an authority (or by itself)."""
    issuer = authority[1].subject if authority else named("Nguyễn Ngọc Lan")
    usage = [False] * 9
    usage[0 if signs else 5] = True
    return (
        x509.CertificateBuilder()
        .subject_name(named("Nguyễn Ngọc Lan"))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 400 * DAY)
        .not_valid_after(until)
        .add_extension(x509.KeyUsage(*usage), critical=True)
        .sign(authority[0] if authority else key, hashes.SHA256())
    )


def weak_file(key: Any) -> str:
    """A file whose key is not one for papers."""
    return p12(key, outer(key))


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """A fresh RSA key."""
    return rsa.generate_private_key(65537, bits)


def ec_key() -> ec.EllipticCurvePrivateKey:
    """A fresh key by elliptic curves."""
    return ec.generate_private_key(ec.SECP256R1())


def p12(key: Any, certificate: x509.Certificate, password: str = FILE_PASSWORD) -> str:
    """A PKCS#12 file as the browser sends it."""
    sealing = BestAvailableEncryption(password.encode())
    raw = pkcs12.serialize_key_and_certificates(b"lan", key, certificate, None, sealing)
    return base64.b64encode(raw).decode()
