"""Certificates and time: expired, revoked, not yet valid, strangers, long after."""

from datetime import datetime, timedelta

import pytest

from tests.seal.papers import PRINCIPAL, Signed
from tests.seal.pki import DAY, NOW, SENDING, YEAR, Holder, House, sign
from truongso.seal.verifying.facts import Result, Standing, Verdict
from truongso.seal.verifying.judging import verdict

PASSED, FAILED, INDETERMINATE = Result.PASSED, Result.FAILED, Result.INDETERMINATE
SOON = NOW + timedelta(minutes=10)


def check(paper: Signed, pdf: bytes, *crls: bytes, at: datetime = SOON) -> Verdict:
    return verdict(pdf, roots=paper.house.roots, crls=crls, at=at)


def last(found: Verdict) -> tuple[Result, set[str]]:
    one = found.signatures[-1]
    return found.result, {remark.code for remark in one.remarks}


def test_expired_with_and_without_long_term_data(paper: Signed) -> None:
    after = NOW + 4 * YEAR
    today = paper.house.crl(issued=after - DAY)
    lasting = check(paper, paper.lasting, today, at=after)
    assert last(lasting) == (PASSED, set())
    certificate = lasting.signatures[-1].certificate
    assert certificate is not None
    assert (certificate.then, certificate.now) == (Standing.GOOD, Standing.EXPIRED)
    assert check(paper, paper.lasting, at=after).result is PASSED  # by what the file brings
    assert last(check(paper, paper.twice, today, at=after)) == (
        INDETERMINATE,
        {"verify.expired_no_proof"},
    )
    assert last(check(paper, paper.stamped, today, at=after)) == (
        INDETERMINATE,
        {"verify.revocation_unknown"},
    )


def test_an_archive_must_be_renewed_before_its_stamp_expires(paper: Signed) -> None:
    beyond = NOW + 13 * YEAR
    assert check(paper, paper.lasting, at=beyond).result is INDETERMINATE


@pytest.mark.parametrize(
    ("form", "when", "result", "code"),
    [
        ("stamped", NOW - DAY, FAILED, "verify.signed_after_revocation"),
        ("twice", NOW - DAY, FAILED, "verify.signed_after_revocation"),
        ("stamped", NOW + 2 * DAY, PASSED, "verify.revoked_later"),
        ("lasting", NOW + 2 * DAY, PASSED, "verify.revoked_later"),
        ("twice", NOW + 2 * DAY, INDETERMINATE, "verify.revoked_no_proof"),
    ],
)
def test_revoked(paper: Signed, form: str, when: datetime, result: Result, code: str) -> None:
    at = NOW + 4 * DAY
    revoking = paper.house.crl((paper.principal, when), issued=at - DAY)
    found = check(paper, getattr(paper, form), revoking, at=at)
    assert last(found) == (result, {code})
    certificate = found.signatures[-1].certificate
    assert certificate is not None
    assert (certificate.now, certificate.revoked_at) == (Standing.REVOKED, when)


def test_no_list_and_nothing_is_certain(paper: Signed) -> None:
    assert last(check(paper, paper.twice)) == (INDETERMINATE, {"verify.revocation_unknown"})


def test_a_stranger_with_the_same_names_is_a_stranger(paper: Signed) -> None:
    impostor = House("impostor")
    forged = sign(paper.once, impostor.holder(PRINCIPAL), "ht")
    found = check(paper, forged, paper.crl, impostor.crl())
    assert last(found) == (INDETERMINATE, {"verify.not_trusted"})
    unknown = check(paper, paper.twice, impostor.crl())
    assert last(unknown) == (INDETERMINATE, {"verify.revocation_unknown"})


def test_a_list_signed_by_a_stranger_says_nothing(paper: Signed) -> None:
    impostor = House("impostor")
    lying = impostor.crl((paper.principal, NOW - DAY))
    assert check(paper, paper.twice, paper.crl, lying).result is PASSED


def _by(paper: Signed, holder: Holder, digest: str = "sha256") -> tuple[Result, set[str]]:
    return last(check(paper, sign(paper.once, holder, "ht", digest=digest), paper.crl))


def test_certificates_that_may_not_sign(paper: Signed) -> None:
    house = paper.house
    early = house.holder("Sớm", begins=NOW + DAY)
    assert _by(paper, early) == (INDETERMINATE, {"verify.not_yet_valid"})
    sending = house.holder("Chỉ mã hóa", usage=SENDING)
    assert _by(paper, sending) == (INDETERMINATE, {"verify.wrong_usage"})
    weak = house.holder("Khóa ngắn", bits=1024)
    assert _by(paper, weak) == (INDETERMINATE, {"verify.weak_algorithm"})
    assert _by(paper, paper.principal, "sha1") == (INDETERMINATE, {"verify.weak_algorithm"})
