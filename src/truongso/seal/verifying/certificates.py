"""What a certificate says, and how it stands at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl as asn1_crl
from asn1crypto import x509
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.validate import async_validate_path

from truongso.foundation.days import local
from truongso.foundation.text import clean_line
from truongso.seal.verifying.facts import Certificate, Standing

MOST = 120
SIGNS = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
LISTS_NEEDED = RevocationCheckingPolicy(
    ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
    intermediate_ca_cert_rule=RevocationCheckingRule.CHECK_IF_DECLARED,
)
"""Of a signer's certificate it must be known that it is not revoked."""


CERTAINTY = (
    Standing.GOOD,
    Standing.REVOKED,
    Standing.EXPIRED,
    Standing.NOT_YET,
    Standing.WEAK,
    Standing.UNKNOWN,
    Standing.UNTRUSTED,
)
"""Of several paths, what the one says that is nearest to a root of ours."""


@dataclass(frozen=True, slots=True)
class State:
    """How a certificate stands at a moment; since when it is revoked, if it is; the fingerprints of
    those between it and the root, where it is good.
    """

    now: Standing
    valid_until: datetime
    revoked_at: datetime | None = None
    path: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What trust begins with and everything it may be reasoned from; `inside`: whether the file
    brings lists of its own, `stored` the certificates it brings with them.
    """

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    crls: tuple[asn1_crl.CertificateList, ...]
    inside: bool
    stored: frozenset[bytes] = frozenset()

    @classmethod
    def of(
        cls,
        reader: PdfFileReader,
        embedded: Iterable[x509.Certificate],
        roots: Sequence[x509.Certificate],
        crls: Sequence[bytes],
    ) -> "Evidence":
        """Return it for a file. Raises whatever reading damaged data raises."""
        certs, lists = _inside(reader)
        stored = frozenset(one.sha256 for one in certs)
        handed = [asn1_crl.CertificateList.load(one, strict=True) for one in crls]
        return cls(tuple(roots), (*embedded, *certs), (*handed, *lists), bool(lists), stored)

    @classmethod
    def bare(
        cls,
        certs: Iterable[x509.Certificate],
        roots: Sequence[x509.Certificate],
        crls: Sequence[bytes],
    ) -> "Evidence":
        """Return it for something that brings no lists of its own."""
        handed = [asn1_crl.CertificateList.load(one, strict=True) for one in crls]
        return cls(tuple(roots), tuple(certs), tuple(handed), inside=False)

    def context(
        self,
        moment: datetime,
        more: Iterable[x509.Certificate] = (),
        *,
        until: datetime | None = None,
    ) -> ValidationContext:
        """Return how to judge at a moment: these roots and nobody else, nothing fetched.

        A list that came after the moment counts too, for it names what was revoked before; but not
        one from after `until`, when those who expired may have been taken off it.
        """
        lists = [one for one in self.crls if until is None or _issued(one) <= until]
        return ValidationContext(
            trust_manager=SimpleTrustManager.build(trust_roots=list(self.roots)),
            other_certs=[*self.others, *more],
            crls=[one.dump() for one in lists],
            moment=moment,
            best_signature_time=moment,
            allow_fetching=False,
            revinfo_policy=CertRevTrustPolicy(LISTS_NEEDED, retroactive_revinfo=True),
        )


def day(moment: datetime) -> str:
    """Return the day of a moment as Vietnam writes it."""
    return f"{local(moment):%d/%m/%Y}"


def seen(
    cert: x509.Certificate, then: Standing, now: Standing, revoked_at: datetime | None = None
) -> Certificate:
    """Return what is shown of a certificate."""
    subject, issuer = cert.subject.native, cert.issuer.native
    return Certificate(
        subject=_name(subject, "common_name") or clean_line(cert.subject.human_friendly)[:MOST],
        organisation=_name(subject, "organization_name"),
        issuer=_name(issuer, "common_name") or clean_line(cert.issuer.human_friendly)[:MOST],
        serial=f"{cert.serial_number:x}"[:64],
        sha256=cert.sha256.hex(),
        valid_from=cert.not_valid_before,
        valid_until=cert.not_valid_after,
        then=then,
        now=now,
        revoked_at=revoked_at,
    )


def may_sign(cert: x509.Certificate) -> bool:
    """Tell whether the certificate is for signing."""
    try:
        SIGNS.validate(cert)
    except InvalidCertificateError:
        return False
    return True


async def standing(
    cert: x509.Certificate, evidence: Evidence, moment: datetime, control: datetime
) -> State:
    """Return how a certificate stands at a moment, as known at `control` (not before it).

    Revoked is what a list says that its issuer signed, and whose issuer is still to be believed at
    `control`.
    """
    until = cert.not_valid_after
    context = evidence.context(moment, until=until if moment < control else None)
    found = [State(Standing.UNTRUSTED, until)]
    paths = context.path_builder.async_build_paths_lazy(cert)
    try:
        async for path in paths:  # several authorities may bear one name: one path may be wrong
            found.append(await _along(path, context, control, until))
            if found[-1].now is Standing.GOOD:
                break
    except PathBuildingError:
        pass
    finally:
        await paths.cancel()
    return min(found, key=lambda one: CERTAINTY.index(one.now))


async def _along(
    path: ValidationPath, context: ValidationContext, control: datetime, until: datetime
) -> State:
    if any(one.not_valid_after < control for one in list(path.iter_certs(include_root=False))[:-1]):
        return State(Standing.UNKNOWN, until)
    try:
        await async_validate_path(context, path)
    except RevokedError as error:
        return State(Standing.REVOKED, until, error.revocation_dt)
    except ExpiredError:
        return State(Standing.EXPIRED, until)
    except NotYetValidError:
        return State(Standing.NOT_YET, until)
    except DisallowedAlgorithmError:
        return State(Standing.WEAK, until)
    except InsufficientRevinfoError:
        return State(Standing.UNKNOWN, until)
    except (ValidationError, PathError):
        return State(Standing.UNTRUSTED, until)
    links = frozenset(one.sha256 for one in path.iter_certs(include_root=True))
    return State(Standing.GOOD, until, path=links)


def _name(names: dict[str, object], key: str) -> str:
    value = names.get(key, "")
    if isinstance(value, list):
        value = value[-1]
    return clean_line(str(value))[:MOST]


def _issued(one: asn1_crl.CertificateList) -> datetime:
    issued: datetime = one["tbs_cert_list"]["this_update"].native
    return issued


def _inside(
    reader: PdfFileReader,
) -> tuple[list[x509.Certificate], list[asn1_crl.CertificateList]]:
    """The certificates and lists that were put into the file for later."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return [], []
    lists = [asn1_crl.CertificateList.load(_bytes(one.get_object())) for one in store.crls]
    return list(store.load_certs()), lists


def _bytes(stream: object) -> bytes:
    if not isinstance(stream, StreamObject):
        raise TypeError("a list that is no stream")
    return stream.data
