"""The school's authority at work: its keys opened, certificates and lists drawn up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from truongso.access import seals
from truongso.foundation.ids import new_id
from truongso.rules.signing import ISSUING_LASTS, ROOT_LASTS, Why
from truongso.seal import certificates
from truongso.seal.certificates import Pair, Span
from truongso.seal.errors import Refused
from truongso.seal.models import Authority

Revoked = Iterable[tuple[int, datetime, Why]]


@dataclass(frozen=True, slots=True)
class Place:
    """Of which school, under which id an authority is founded."""

    school_id: int
    authority_id: UUID

    def whose(self, part: str) -> str:
        """Return to what a private key of it is bound when it is sealed."""
        return f"{self.school_id}:authority:{self.authority_id}:{part}"


def drawn(school_id: int, organisation: str, *, at: datetime) -> Authority:
    """Return a new authority, not saved: three keys, three certificates, two empty lists."""
    place = Place(school_id, new_id())
    named = {
        part: certificates.name_of(f"{title} {organisation}", organisation)
        for part, title in (
            ("root", "Gốc"),
            ("issuing", "Cấp chứng thư"),
            ("stamping", "Cấp dấu thời gian"),
        )
    }
    root = certificates.root(named["root"], Span(at, at + ROOT_LASTS))
    span = Span(at, at + ISSUING_LASTS)
    issuing = certificates.issued(named["issuing"], root, span, certificates.ISSUING)
    stamping = certificates.issued(named["stamping"], issuing, span, certificates.STAMPING)
    root_until = root.certificate.not_valid_after_utc
    return Authority(
        id=place.authority_id,
        school_id=school_id,
        name=organisation,
        root=certificates.pem(root.certificate),
        issuing=certificates.pem(issuing.certificate),
        stamping=certificates.pem(stamping.certificate),
        root_key=_sealed(root, place, "root"),
        issuing_key=_sealed(issuing, place, "issuing"),
        stamping_key=_sealed(stamping, place, "stamping"),
        root_crl=certificates.revocation_list(root, (), 1, at, root_until),
        crl=certificates.revocation_list(issuing, (), 1, at, at + certificates.CRL_LASTS),
        crl_number=1,
        crl_at=at,
        valid_until=issuing.certificate.not_valid_after_utc,
        made_at=at,
    )


def issuing_pair(row: Authority) -> Pair:
    """Return what issues certificates and lists. Raises Refused (it cannot be opened)."""
    return _opened(row, "issuing", row.issuing, row.issuing_key)


def stamping_pair(row: Authority) -> Pair:
    """Return what stamps the time. Raises Refused (it cannot be opened)."""
    return _opened(row, "stamping", row.stamping, row.stamping_key)


def root_of(row: Authority) -> x509.Certificate:
    """Return the root certificate."""
    return x509.load_pem_x509_certificate(row.root.encode())


def is_open(row: Authority) -> bool:
    """Tell whether the authority's keys can be opened with this installation's secret."""
    try:
        issuing_pair(row)
    except Refused:
        return False
    return True


def list_again(row: Authority, revoked: Revoked, *, at: datetime) -> None:
    """Draw the list of revoked certificates up anew; the caller saves it. Raises Refused."""
    number = row.crl_number + 1
    until = at + certificates.CRL_LASTS
    row.crl = certificates.revocation_list(issuing_pair(row), revoked, number, at, until)
    row.crl_number, row.crl_at = number, at


def root_file(row: Authority, password: str) -> bytes:
    """Return the root with its key as a PKCS#12 file sealed by a password. Raises Refused."""
    pair = _opened(row, "root", row.root, row.root_key)
    name = f"Khóa gốc nội bộ: {row.name}".encode()
    protection = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(name, pair.key, pair.certificate, None, protection)


def print_of(row: Authority) -> str:
    """Return the SHA-256 print of the root, in groups of four: to be compared by eye."""
    text = root_of(row).fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def _sealed(pair: Pair, place: Place, part: str) -> str:
    return seals.sealed(certificates.der_of(pair.key), place.whose(part))


def _opened(row: Authority, part: str, pem: str, seal: str) -> Pair:
    private = seals.opened(seal, Place(row.school_id, row.id).whose(part)) if seal else None
    if private is None:
        raise Refused("seal.authority_locked")
    return Pair(x509.load_pem_x509_certificate(pem.encode()), certificates.key_in(private))
