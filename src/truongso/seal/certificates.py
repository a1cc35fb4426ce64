"""Certificates and revocation lists of the school's own authority, made by the standards.

Every certificate says in its name and in its policy that it is internal (nội bộ).
Source: RFC 5280; RFC 3161, section 2.3 (time stamps); RFC 9336 (signing documents).
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from truongso.rules.signing import Why

BITS = 3072
EARLIER = timedelta(minutes=5)
"""Certificates begin a little before they are made: clocks of readers differ."""
CRL_LASTS = timedelta(days=7)
INTERNAL = "(nội bộ)"
POLICY = x509.ObjectIdentifier("2.25.187623117350172391466823411705129403227")
"""An identifier out of a random UUID, which needs no registration (ITU-T X.667)."""
NOTICE = (
    "Chứng thư nội bộ của nhà trường, không phải chứng thư của tổ chức cung cấp dịch vụ chứng thực"
    " chữ ký số được cấp phép."
)
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
FLAGS = {
    Why.LOST: x509.ReasonFlags.key_compromise,
    Why.SUPERSEDED: x509.ReasonFlags.superseded,
    Why.LEFT: x509.ReasonFlags.affiliation_changed,
    Why.ENDED: x509.ReasonFlags.cessation_of_operation,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a certificate is valid."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Use:
    """What a certificate is for: issuing others (`path`: how many below it), signing, stamping."""

    path: int | None = None
    purposes: tuple[x509.ObjectIdentifier, ...] = ()
    critical: bool = False


ISSUING = Use(path=0)
SIGNING = Use(purposes=(DOCUMENT_SIGNING,))
STAMPING = Use(purposes=(ExtendedKeyUsageOID.TIME_STAMPING,), critical=True)


def new_key() -> RSAPrivateKey:
    """Return a fresh RSA key of 3072 bits (some tenths of a second)."""
    return generate_private_key(65537, BITS)


def name_of(common: str, organisation: str) -> x509.Name:
    """Return a subject: the name with the mark that it is internal, the school, Vietnam."""
    most = 64 - len(INTERNAL) - 1
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{common[:most]} {INTERNAL}"),
        ]
    )


def root(name: x509.Name, span: Span) -> Pair:
    """Return a new root: a certificate signed by itself, above one issuing certificate."""
    key = new_key()
    return Pair(_made(name, key, None, span, Use(path=1)), key)


def issued(name: x509.Name, issuer: Pair, span: Span, use: Use) -> Pair:
    """Return a new pair whose certificate the issuer has signed; it never outlasts the issuer."""
    key = new_key()
    until = min(span.until, issuer.certificate.not_valid_after_utc)
    return Pair(_made(name, key, issuer, Span(span.since, until), use), key)


def revocation_list(
    issuer: Pair,
    revoked: Iterable[tuple[int, datetime, Why]],
    number: int,
    at: datetime,
    until: datetime,
) -> bytes:
    """Return the list of revoked serial numbers, each with its moment and reason, as DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(_whole(at))
        .next_update(_whole(until))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
    )
    for serial, moment, why in revoked:
        entry = (
            x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(_whole(moment))
        )
        if flag := FLAGS.get(why):
            entry = entry.add_extension(x509.CRLReason(flag), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    made = builder.sign(issuer.key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def pem(certificate: x509.Certificate) -> str:
    """Return a certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def der_of(key: RSAPrivateKey) -> bytes:
    """Return a private key as PKCS#8, bare: to be sealed at once."""
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def key_in(der: bytes) -> RSAPrivateKey:
    """Return a private key that we sealed ourselves: checked then, so not checked again."""
    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(type(key).__name__)
    return key


def _made(
    name: x509.Name, key: RSAPrivateKey, issuer: Pair | None, span: Span, use: Use
) -> x509.Certificate:
    above = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(secrets.randbits(159) | 1 << 158)
        .not_valid_before(_whole(span.since - EARLIER))
        .not_valid_after(_whole(span.until))
        .add_extension(x509.BasicConstraints(use.path is not None, use.path), critical=True)
        .add_extension(_usage(use), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False
        )
    )
    if issuer:
        said = x509.UserNotice(None, NOTICE)
        policies = x509.CertificatePolicies([x509.PolicyInformation(POLICY, [said])])
        builder = builder.add_extension(policies, critical=False)
    if use.purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(use.purposes), critical=use.critical)
    return builder.sign(above, hashes.SHA256())


def _usage(use: Use) -> x509.KeyUsage:
    issues = use.path is not None
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_cert_sign=issues,
        crl_sign=issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
