"""Whom the school trusts: roots, revocation lists, time stamps; never anything over the network
save the stamp of an outer authority that the operator has named.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
from asn1crypto import algos, cms, pem, tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from truongso.foundation import clock
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import InSchool, acting_in
from truongso.rules.verdict import Violation
from truongso.seal import authority, certificates
from truongso.seal.errors import Refused
from truongso.seal.models import Authority
from truongso.seal.queries import keys as queries

STAMP_SECONDS = 15.0


def roots(school: InSchool) -> list[asn1.Certificate]:
    """Return the roots that are trusted: of the school's authorities, and of the operator's folder.

    An authority that was followed by another stays: what it issued is still to be checked.
    """
    own = [_certificate(row.root) for row in _authorities(school)]
    return own + [one for one in _in_folder() if one.self_signed != "no"]


def crls(school: InSchool, at: datetime) -> list[bytes]:
    """Return the revocation lists that were there at a moment, DER: the school's, the operator's.

    Of the school's authority the latest stands for all before it.
    """
    own = [
        bytes(one)
        for row in _authorities(school)
        if row.made_at <= at
        for one in (row.root_crl, row.crl)
    ]
    return own + [_der(path.read_bytes()) for path in _folder("*.crl")]


def folder() -> tuple[list[asn1.Certificate], list[bytes]]:
    """Return the roots and the revocation lists of the operator's folder, and of no school."""
    found = [one for one in _in_folder() if one.self_signed != "no"]
    return found, [_der(path.read_bytes()) for path in _folder("*.crl")]


def between(school: InSchool) -> list[asn1.Certificate]:
    """Return the certificates below the roots: issuing ones, and those of the time stamps."""
    own = [
        _certificate(text) for row in _authorities(school) for text in (row.issuing, row.stamping)
    ]
    return own + [one for one in _in_folder() if one.self_signed == "no"]


def validation_context(
    school: InSchool, *, at: datetime, moment: datetime | None = None
) -> ValidationContext:
    """Return what certificates are checked by: nothing is fetched, revocation is always asked.

    `at`: now. `moment`: for which moment in the past the question is asked; a revocation list of
    later stands for it too, since it tells when each certificate was revoked.
    """
    return ValidationContext(
        trust_roots=roots(school),
        other_certs=between(school),
        crls=crls(school, at),
        allow_fetching=False,
        revocation_mode="require",
        moment=moment or at,
        best_signature_time=moment or at,
        retroactive_revinfo=moment is not None,
    )


def stamper(school: InSchool, *, now: Callable[[], datetime] = clock.now) -> TimeStamper:
    """Return who stamps the time: the outer authority the operator named, else the school's own.

    `now`: the clock the school's own stamps by. Raises RuleBroken (none there).
    """
    if settings.SIGNING.stamps:
        return OuterStamper(settings.SIGNING.stamps)
    with acting_in(school.school_id):
        row = queries.authority(school)
    if row is None:
        raise RuleBroken(Violation("seal.no_authority"))
    try:
        return SchoolStamper(row, now)
    except Refused as error:
        raise RuleBroken(Violation(error.code)) from None


class SchoolStamper(TimeStamper):
    """The school's own time stamps (dấu thời gian nội bộ), made in this process.

    Source: RFC 3161 and RFC 5816.
    """

    def __init__(self, row: Authority, now: Callable[[], datetime]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        pair = authority.stamping_pair(row)
        self._key, self._now = pair.key, now
        self._own = asn1.Certificate.load(pair.certificate.public_bytes(Encoding.DER))
        self._issuer = _certificate(row.issuing)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the answer to a request, as a time-stamping authority gives it."""
        info = self._info(req).dump()
        status = tsp.PKIStatusInfo({"status": "granted"})
        return tsp.TimeStampResp({"status": status, "time_stamp_token": self._token(info)})

    def _info(self, req: tsp.TimeStampReq) -> tsp.TSTInfo:
        moment = self._now().astimezone(UTC).replace(microsecond=0)
        told = {
            "version": "v1",
            "policy": certificates.POLICY.dotted_string,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(63) | 1 << 62,
            "gen_time": moment,
            "accuracy": {"seconds": 1},
            "tsa": asn1.GeneralName("directory_name", self._own.subject),
        }
        if req["nonce"].native is not None:
            told["nonce"] = req["nonce"]
        return tsp.TSTInfo(told)

    def _token(self, info: bytes) -> cms.ContentInfo:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(info)
        signed = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("message_digest", digest.finalize()),
                simple_cms_attribute(
                    "signing_certificate_v2", as_signing_certificate_v2(self._own)
                ),
            ]
        )
        algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = cms.IssuerAndSerialNumber(
            {"issuer": self._own.issuer, "serial_number": self._own.serial_number}
        )
        one = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier("issuer_and_serial_number", signer),
                "digest_algorithm": algorithm,
                "signature_algorithm": algos.SignedDigestAlgorithm(
                    {"algorithm": "rsassa_pkcs1v15"}
                ),
                "signed_attrs": signed,
                "signature": self._key.sign(signed.dump(), PKCS1v15(), hashes.SHA256()),
            }
        )
        content = {
            "content_type": "tst_info",
            "content": cms.ParsableOctetString(info),
        }
        data = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algorithm],
                "encap_content_info": content,
                "certificates": [self._own, self._issuer],
                "signer_infos": [one],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": data})


class OuterStamper(TimeStamper):
    """An outer time-stamping authority, asked over HTTP. Source: RFC 3161, section 3.4."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the authority's answer. Raises OSError."""
        kind = {"Content-Type": "application/timestamp-query"}
        try:
            async with httpx.AsyncClient(timeout=STAMP_SECONDS, trust_env=False) as client:
                answer = await client.post(self._address, content=req.dump(), headers=kind)
                answer.raise_for_status()
            return tsp.TimeStampResp.load(answer.content)
        except (httpx.HTTPError, ValueError) as error:
            raise OSError(f"time stamp: {error}") from error


def _authorities(school: InSchool) -> list[Authority]:
    with acting_in(school.school_id):
        return list(queries.authorities(school))


def _folder(pattern: str) -> list[Path]:
    place = settings.SIGNING.trust
    return sorted(Path(place).glob(pattern)) if place else []


def _in_folder() -> list[asn1.Certificate]:
    paths = [*_folder("*.pem"), *_folder("*.crt"), *_folder("*.cer")]
    return [asn1.Certificate.load(_der(path.read_bytes())) for path in paths]


def _certificate(text: str) -> asn1.Certificate:
    return asn1.Certificate.load(_der(text.encode()))


def _der(raw: bytes) -> bytes:
    found: bytes = pem.unarmor(raw)[2] if pem.detect(raw) else raw
    return found
