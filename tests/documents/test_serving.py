"""Files go out whole or by one range, verified, and never as a page of ours."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.documents.making import docx_file, pdf_file
from tests.documents.uploading import URL, checked, verbs
from tests.school import School
from truongso.audit.models import JournalEntry
from truongso.documents.models import Upload
from truongso.foundation.files import blob_key, store

pytestmark = pytest.mark.usefixtures("no_converter")
CONTENT = pdf_file(pages=40)


@pytest.fixture
def upload(school: School) -> Upload:
    """A PDF of Lan's that was accepted."""
    return checked(school, 'Bài 5 "Phân số" 😀.pdf', CONTENT)


def get(browser: Client, upload: Upload, way: str = "goc", **headers: str) -> Any:
    """The answer to asking for it."""
    return browser.get(f"{URL}{upload.id}/{way}", headers=headers)


def body(answer: Any) -> bytes:
    """All of the answer."""
    return b"".join(answer.streaming_content)


def test_gives_the_original_to_save(lan: Client, upload: Upload) -> None:
    answer = get(lan, upload)

    assert body(answer) == CONTENT
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["Content-Disposition"] == (
        'attachment; filename="Bai 5 -Phan so- .pdf";'
        " filename*=UTF-8''B%C3%A0i%205%20-Ph%C3%A2n%20s%E1%BB%91-%20%F0%9F%98%80.pdf"
    )


def test_lets_nothing_run(lan: Client, upload: Upload) -> None:
    for way in ("goc", "xem"):
        answer = get(lan, upload, way)
        answer.close()
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Disposition"].startswith("inline; ")


def test_tells_without_giving(lan: Client, upload: Upload) -> None:
    answer = lan.head(f"{URL}{upload.id}/xem")

    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["Accept-Ranges"] == "bytes"
    assert answer.content == b""


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=100-", 100, len(CONTENT) - 1),
        ("bytes=-5", len(CONTENT) - 5, len(CONTENT) - 1),
        ("bytes=5-999999999", 5, len(CONTENT) - 1),
    ],
)
def test_gives_one_range(lan: Client, upload: Upload, wanted: str, first: int, last: int) -> None:
    for _ in range(2):  # the second time it has been found good before
        answer = get(lan, upload, "xem", Range=wanted)

        assert answer.status_code == 206
        assert body(answer) == CONTENT[first : last + 1]
        assert answer["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
        assert answer["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,5-9", "bytes=" + "0-0," * 2000 + "0-0", "lines=1-2", "bytes=a-b", "bytes"]
)
def test_several_ranges_and_nonsense_get_the_whole(
    lan: Client, upload: Upload, wanted: str
) -> None:
    answer = get(lan, upload, Range=wanted)

    assert answer.status_code == 200
    assert body(answer) == CONTENT


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=9-3", "bytes=-0", "bytes=-"])
def test_a_range_outside_is_refused(lan: Client, upload: Upload, wanted: str) -> None:
    answer = get(lan, upload, Range=wanted)

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(CONTENT)}"


def test_what_the_reader_has_is_not_sent_again(lan: Client, upload: Upload) -> None:
    etag = lan.head(f"{URL}{upload.id}/xem")["ETag"]

    assert get(lan, upload, "xem", **{"If-None-Match": etag}).status_code == 304
    same = get(lan, upload, "xem", **{"If-Range": etag, "Range": "bytes=0-4"})
    assert body(same) == CONTENT[:5]
    other = get(lan, upload, "xem", **{"If-Range": '"khac"', "Range": "bytes=0-4"})
    assert body(other) == CONTENT


@pytest.mark.parametrize("wanted", [{}, {"Range": "bytes=0-9"}])
def test_altered_bytes_are_not_given(
    school: School, lan: Client, upload: Upload, files_dir: Path, wanted: dict[str, str]
) -> None:
    body(get(lan, upload, **wanted))
    assert upload.file
    path = files_dir / blob_key(school.id, upload.file.blob.sha256)
    content = bytearray(path.read_bytes())
    content[500] ^= 1
    path.write_bytes(content)

    answer = get(lan, upload, Accept="application/json", **wanted)

    assert answer.status_code == 503
    assert "dấu vân tay" in answer.json()["problems"][0]["text"]
    assert verbs(school)[-1] == "access.refused"
    last = JournalEntry.objects.of(school).order_by("id").last()
    assert last
    assert '"codes":["file.altered"]' in last.payload


def test_missing_bytes_are_told(school: School, lan: Client, upload: Upload) -> None:
    assert upload.file
    store().delete(blob_key(school.id, upload.file.blob.sha256))

    assert get(lan, upload, Accept="application/json").status_code == 503
    assert get(lan, upload, Accept="application/json", Range="bytes=0-1").status_code == 503


def test_says_when_there_is_nothing_to_read(school: School, lan: Client) -> None:
    word = checked(school, "a.docx", docx_file())

    answer = get(lan, word, "xem", Accept="application/json")

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "file.no_readable"


def test_replaced_bytes_are_noticed_though_seen_before(
    school: School, lan: Client, upload: Upload
) -> None:
    body(get(lan, upload, Range="bytes=0-1"))
    assert upload.file
    store().put(blob_key(school.id, upload.file.blob.sha256), BytesIO(b"0" * len(CONTENT)))

    assert get(lan, upload, Accept="application/json", Range="bytes=0-1").status_code == 503
