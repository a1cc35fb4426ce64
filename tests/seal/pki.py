"""A small public key infrastructure for tests: roots, an issuing authority, a time stamper, people.

Made anew in every run, with the real clock: signatures carry the time they were made at.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import pdf_signer
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from truongso.foundation import clock

NOW = clock.now().astimezone(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
SIGNING = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
ISSUING = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
SENDING = x509.KeyUsage(False, False, True, False, False, False, False, False, False)


@cache
def key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The key of a name, one for the whole run."""
    return rsa.generate_private_key(65537, bits)


def named(name: str, organisation: str = "Trường THCS Bình Minh") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


@dataclass(frozen=True)
class Holder:
    """A key with its certificate and those above it."""

    cert: x509.Certificate
    key: rsa.RSAPrivateKey
    above: tuple[x509.Certificate, ...] = ()

    def signer(self) -> signers.SimpleSigner:
        return signers.SimpleSigner(
            signing_cert=asn1(self.cert),
            signing_key=private(self.key),
            cert_registry=SimpleCertificateStore.from_certs([asn1(one) for one in self.above]),
        )

    @property
    def sha256(self) -> str:
        return self.cert.fingerprint(hashes.SHA256()).hex()


def asn1(cert: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(cert.public_bytes(serialization.Encoding.DER))


def private(one: rsa.RSAPrivateKey) -> asn1_keys.PrivateKeyInfo:
    pkcs8 = one.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return asn1_keys.PrivateKeyInfo.load(pkcs8)


class House:
    """One authority: root, issuing certificate, time stamper; issues people and lists."""

    def __init__(self, tag: str = "", years: int = 30) -> None:
        self.tag = tag
        root_key, ca_key = key(f"root{tag}"), key(f"ca{tag}")
        self.root = self._certificate("Gốc nội bộ", root_key, None, ISSUING, years=years)
        self.ca = self._certificate("Cấp chứng thư nội bộ", ca_key, root_key, ISSUING, years=years)
        self.tsa = self.holder("Dấu thời gian nội bộ", stamping=True, years=min(years, 12))

    def _certificate(
        self,
        name: str,
        own: rsa.RSAPrivateKey,
        by: rsa.RSAPrivateKey | None,
        usage: x509.KeyUsage,
        *,
        years: int,
    ) -> x509.Certificate:
        issuer = self.root.subject if by else named(name)
        builder = _begun(name, own, issuer, NOW - YEAR, NOW + years * YEAR)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        builder = builder.add_extension(usage, True)
        return builder.sign(by or own, hashes.SHA256())

    def holder(
        self,
        name: str,
        *,
        years: float = 3,
        begins: datetime = NOW - YEAR,
        usage: x509.KeyUsage = SIGNING,
        stamping: bool = False,
        bits: int = 2048,
    ) -> Holder:
        """Issue a certificate to somebody."""
        own = key(f"{name}{self.tag}", bits)
        builder = _begun(name, own, self.ca.subject, begins, NOW + timedelta(days=365 * years))
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        builder = builder.add_extension(usage, True)
        if stamping:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, True)
        cert = builder.sign(key(f"ca{self.tag}"), hashes.SHA256())
        return Holder(cert, own, (self.ca,))

    def crl(
        self,
        *revoked: tuple[Holder, datetime],
        issued: datetime = NOW - timedelta(hours=1),
        lasts: timedelta = 2 * DAY,
    ) -> bytes:
        """A list of revoked certificates, in DER."""
        builder = x509.CertificateRevocationListBuilder(
            self.ca.subject, issued, issued + lasts
        ).add_extension(x509.CRLNumber(1), False)
        for one, when in revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(one.cert.serial_number)
                .revocation_date(when)
                .build()
            )
        made = builder.sign(key(f"ca{self.tag}"), hashes.SHA256())
        return made.public_bytes(serialization.Encoding.DER)

    @property
    def roots(self) -> list[asn1_x509.Certificate]:
        return [asn1(self.root)]

    def stamper(self, at: datetime = NOW) -> DummyTimeStamper:
        """Stamps with a fixed time."""
        return DummyTimeStamper(
            asn1(self.tsa.cert),
            private(self.tsa.key),
            certs_to_embed=SimpleCertificateStore.from_certs([asn1(self.ca)]),
            fixed_dt=at,
        )

    def context(self, *crls: bytes, at: datetime = NOW) -> ValidationContext:
        """What a signer puts into the file for later."""
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=[asn1(self.ca)],
            crls=list(crls),
            moment=at,
            allow_fetching=False,
            revocation_mode="hard-fail",
        )


def _begun(
    name: str, own: rsa.RSAPrivateKey, issuer: x509.Name, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(issuer)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False)
    )


def opened(pdf: bytes) -> IncrementalPdfFileWriter:
    """For appending: the metadata stay as they are, the library would drop what PDF/A asks for."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    return writer


def with_fields(pdf: bytes, *names: str, visible: bool = True) -> bytes:
    """The paper with its signature fields, all of them before anybody signs."""
    writer = opened(pdf)
    for number, name in enumerate(names):
        box = (60 + 160 * number, 60, 200 + 160 * number, 110) if visible else None
        fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box))
    return _written(writer)


def sign(
    pdf: bytes,
    who: Holder,
    field: str,
    *,
    reason: str = "",
    certify: bool = False,
    stamper: DummyTimeStamper | None = None,
    context: ValidationContext | None = None,
    archive: bool = False,
    digest: str = "sha256",
    box: tuple[int, int, int, int] | None = None,
) -> bytes:
    """Sign a field; `context` puts the long-term data inside, `archive` a time stamp over it."""
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        reason=reason or None,
        md_algorithm=digest,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=context is not None,
        validation_context=context,
        use_pades_lta=archive,
        dss_settings=pdf_signer.DSSContentSettings(
            include_vri=False,
            placement=pdf_signer.SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE,
        ),
    )
    spec = fields.SigFieldSpec(field, box=box) if box else None
    out = BytesIO()
    signers.PdfSigner(meta, who.signer(), timestamper=stamper, new_field_spec=spec).sign_pdf(
        opened(pdf), output=out
    )
    return out.getvalue()


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
