"""Pages for everybody: what they say, what they never say, and how they are slowed down."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in, stranger, words_of
from tests.school import School
from tests.seal.papers import Signed
from tests.seal.pki import NOW
from truongso.seal.queries import public
from truongso.seal.queries.public import PaperState, PublicPaper, PublicSigner

ID = "0123456789abcdef0123456789abcdef"
PUPIL = "Nguyễn Ngọc Lan"  # whom the paper itself is about


class Kept:
    """One paper, as the room that keeps them would tell it."""

    def __init__(self, paper: Signed, state: PaperState = PaperState.VALID) -> None:
        self.signed, self.state = paper, state

    def paper(self, public_id: str) -> PublicPaper | None:
        if public_id != ID:
            return None
        signer = PublicSigner("Hiệu trưởng", "Trần Văn Sơn", "Trường THCS Bình Minh", NOW)
        return PublicPaper(
            kind="Học bạ",
            number="12/2026",
            school="Trường THCS Bình Minh",
            made_at=NOW,
            state=self.state,
            signers=(signer,),
            waiting=("Văn thư",) if self.state is PaperState.WAITING else (),
            sha256=self.signed.expected.revisions[-1],
            expected=self.signed.expected,
        )

    def of_file(self, sha256: str) -> PublicPaper | None:
        return self.paper(ID) if sha256 in self.signed.expected.revisions else None

    def trusted(self, sha256: str, at):
        return self.signed.house.roots, [self.signed.crl]


@pytest.fixture
def kept(paper: Signed, school: School) -> Iterator[Kept]:
    source = Kept(paper)
    before = public.connect(source)
    yield source
    public.connect(before)


def drop(client, pdf: bytes):
    told = {"HTTP_HX_REQUEST": "true", "content_type": "application/pdf"}
    return client.post("/xac-minh/", data=pdf, **told)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (PaperState.VALID, "Có hiệu lực"),
        (PaperState.WAITING, "Còn chờ: Văn thư."),
        (PaperState.REPLACED, "Đã được thay bằng bản khác"),
        (PaperState.REVOKED, "Đã bị thu hồi"),
    ],
)
def test_a_code_tells_what_the_paper_tells(kept: Kept, state: PaperState, word: str) -> None:
    kept.state = state
    answer = stranger().get(f"/v/{ID}/")
    said = words_of(answer)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    for part in (word, "Học bạ", "12/2026", "Trần Văn Sơn", "Hiệu trưởng"):
        assert part in said
    assert PUPIL not in said


def test_guessing_is_slowed_down_by_place(kept: Kept) -> None:
    client = stranger()
    for number in range(10):
        assert client.get(f"/v/{number:032x}/").status_code == 404
    assert client.get(f"/v/{'f' * 32}/").status_code == 429
    assert client.get(f"/v/{ID}/").status_code == 429
    assert stranger().get(f"/v/{ID}/").status_code == 200


@pytest.mark.parametrize("wrong", ["0", "x" * 32, ID.upper(), ID + "0", "%00"])
def test_what_is_no_id_finds_nothing(kept: Kept, wrong: str) -> None:
    assert stranger().get(f"/v/{wrong}/").status_code == 404


def test_it_is_the_same_page_for_who_has_signed_in(kept: Kept, school: School) -> None:
    client = signed_in(school, "Lan")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/v/{ID}/").status_code == 200
    assert len(asked) <= 2


def test_a_dropped_file_is_judged_and_forgotten(kept: Kept, paper: Signed) -> None:
    client = stranger()
    answer = drop(client, paper.twice)
    said = words_of(answer)
    for part in ("Hợp lệ", "Trần Văn Sơn", "Hiệu trưởng", "Nhà trường đang lưu văn bản này"):
        assert part in said
    assert "<html" not in said
    tail = hashlib.sha256(paper.twice).hexdigest()[-8:]
    assert tail in said
    spoilt = words_of(drop(client, paper.twice + b"\n"))
    assert "Không xác minh được" in spoilt
    assert "1 byte cuối tệp" in spoilt
    assert "không phải PDF" in words_of(drop(client, b"GIF89a"))


def test_checking_is_slowed_down_and_asks_for_a_file(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    from truongso.access import throttle
    from truongso.access.throttle import Allowance

    few = Allowance(1, timedelta(hours=1), timedelta(minutes=15))
    monkeypatch.setattr(throttle, "CHECKS", few)
    client = stranger()
    assert client.post("/xac-minh/", {"a": "b"}).status_code == 422
    assert drop(client, b"GIF89a").status_code == 200
    assert drop(client, b"GIF89a").status_code == 429
    assert stranger().get("/xac-minh/").status_code == 200


def test_nothing_is_known_before_the_papers_are_connected(paper: Signed) -> None:
    before = public.connect(public.Nothing())
    try:
        assert public.paper_by_public_id(ID) is None
        assert public.paper_of_file("0" * 64) is None
        assert public.trusted("0" * 64, NOW) == ((), ())
    finally:
        public.connect(before)
