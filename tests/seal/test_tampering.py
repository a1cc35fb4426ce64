"""Spoilt papers: not one passes, and where it can be told what was done it is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.seal import tampering
from tests.seal.papers import Signed
from tests.seal.pki import NOW, sign
from truongso.seal.verifying.facts import Expected, Result, Verdict
from truongso.seal.verifying.judging import verdict

AT = NOW + timedelta(minutes=10)
Spoil = Callable[[Signed], bytes]


def check(paper: Signed, pdf: bytes, expected: Expected | None = None) -> Verdict:
    return verdict(pdf, expected=expected, roots=paper.house.roots, crls=[paper.crl], at=AT)


def codes(found: Verdict) -> set[str]:
    everything = [*found.remarks, *(one for sign in found.signatures for one in sign.remarks)]
    return {one.code for one in everything}


def test_whole_papers_pass(paper: Signed) -> None:
    for pdf, level in ((paper.twice, "B-B"), (paper.stamped, "B-T"), (paper.lasting, "B-LT")):
        found = check(paper, pdf)
        assert found.result is Result.PASSED, codes(found)
        assert {one.level for one in found.signatures} == {level}
        assert [one.later for one in found.signatures] == [("signature",), ()]
    known = check(paper, paper.twice, paper.expected)
    assert (known.result, known.revision) == (Result.PASSED, 3)
    last = known.signatures[-1]
    assert (last.role, last.behalf) == ("Hiệu trưởng", "Trường THCS Bình Minh")


@pytest.mark.parametrize("spoil", tampering.FAILED, ids=lambda spoil: spoil.__name__)
def test_what_can_be_named_is_named(paper: Signed, spoil: Spoil) -> None:
    found = check(paper, spoil(paper))
    assert found.result is Result.FAILED
    assert tampering.FAILED[spoil] in codes(found)


@pytest.mark.parametrize("spoil", tampering.NOT_PASSED, ids=lambda spoil: spoil.__name__)
def test_what_is_only_odd_is_not_passed(paper: Signed, spoil: Spoil) -> None:
    found = check(paper, spoil(paper))
    assert found.result is not Result.PASSED
    assert found.remarks or any(one.remarks for one in found.signatures)


@pytest.mark.parametrize(
    "spoil", [*tampering.FAILED, *tampering.NOT_PASSED], ids=lambda spoil: spoil.__name__
)
def test_none_is_a_paper_the_school_knows(paper: Signed, spoil: Spoil) -> None:
    found = check(paper, spoil(paper), paper.expected)
    assert found.result is Result.FAILED
    if spoil is not tampering.cut_back:
        assert "verify.not_stored" in codes(found)


def test_an_older_revision_names_who_is_missing(paper: Signed) -> None:
    found = check(paper, paper.once, paper.expected)
    assert (found.result, found.revision) == (Result.FAILED, 2)
    missing = next(one for one in found.remarks if one.code == "verify.signer_missing")
    assert missing.params == {"roles": "Hiệu trưởng"}


def test_a_paper_that_waits_is_not_refused(paper: Signed) -> None:
    from dataclasses import replace

    known = paper.expected
    waiting = Expected((known.slots[0], replace(known.slots[1], signed=False)), known.revisions[:2])
    found = check(paper, paper.once, waiting)
    assert found.result is Result.INDETERMINATE
    assert "verify.waiting_for" in codes(found)


def test_the_right_key_in_the_wrong_place_is_told(paper: Signed) -> None:
    swapped = sign(paper.once, paper.teacher, "ht", reason="Hiệu trưởng")
    assert check(paper, swapped).result is Result.PASSED  # only the school knows better
    found = check(paper, swapped, Expected(paper.expected.slots))
    assert found.result is Result.FAILED
    assert "verify.wrong_role" in codes(found)


def test_another_paper_of_the_same_signers_is_not_this_one(paper: Signed) -> None:
    other = sign(paper.once, paper.principal, "ht", reason="Văn bản khác")
    assert check(paper, other).result is Result.PASSED
    assert check(paper, other, paper.expected).result is Result.FAILED


def test_a_later_signature_in_a_field_laid_out_before_is_lawful(paper: Signed) -> None:
    found = check(paper, paper.twice)
    assert found.signatures[0].whole
    assert found.signatures[0].later == ("signature",)
    assert found.signatures[0].result is Result.PASSED


def test_whatever_the_validator_throws_is_no_verdict(
    paper: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def boom(*_args: object) -> None:
        raise RecursionError

    monkeypatch.setattr("truongso.seal.verifying.judging.judged", boom)
    found = check(paper, paper.twice)
    assert (found.result, found.signatures) == (Result.INDETERMINATE, ())
    assert [one.code for one in found.remarks] == ["verify.unreadable"]
