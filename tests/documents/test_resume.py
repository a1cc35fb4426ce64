"""A bad network: what has come in stays, what was lost is sent again, the file is whole."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.documents.making import typeset_pdf
from tests.documents.uploading import TUS, lying, open_by_tus, send_piece
from tests.jobs import run_jobs, waiting
from tests.school import NOW, School
from truongso.documents import views
from truongso.documents.actions import uploads
from truongso.documents.models import Upload
from truongso.foundation import clock
from truongso.foundation.errors import Stale
from truongso.foundation.files import DiskStore


class Cut(BytesIO):
    """A request body that ends, or breaks, before it should."""

    def __init__(self, content: bytes, *, breaks: bool) -> None:
        super().__init__(content)
        self.breaks = breaks

    def read(self, size: int | None = -1) -> bytes:
        block = super().read(size)
        if not block and self.breaks:
            raise OSError("connection reset")
        return block


@pytest.mark.parametrize("tenths", range(11))
@pytest.mark.parametrize("breaks", [False, True])
def test_resumes_after_a_cut(school: School, lan: Client, tenths: int, *, breaks: bool) -> None:
    content = typeset_pdf()
    url = open_by_tus(lan, "a.pdf", len(content))["Location"]
    until = len(content) * tenths // 10

    if until < len(content):
        answer = _cut(lan, url, content[:until], len(content), breaks=breaks)
        assert answer.status_code == 204
    offset = int(lan.head(url, headers=TUS)["Upload-Offset"])
    assert offset == (until if until < len(content) else 0)
    assert send_piece(lan, url, content[offset:], offset).status_code == 204
    run_jobs(school, at=clock.now())

    upload = Upload.objects.get()
    assert upload.state == Upload.State.READY
    assert b"".join(lan.get(f"{url}/goc").streaming_content) == content


def _cut(browser: Client, url: str, came: bytes, size: int, *, breaks: bool) -> Any:
    return browser.generic(
        "PATCH",
        url,
        headers=TUS | {"Upload-Offset": "0"},
        CONTENT_LENGTH=str(size),
        CONTENT_TYPE="application/offset+octet-stream",
        **{"wsgi.input": Cut(came, breaks=breaks)},
    )


def test_a_slow_piece_is_kept_as_far_as_it_came(
    lan: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LONGEST_SECONDS", -1)
    url = open_by_tus(lan, "a.pdf", 10)["Location"]

    answer = send_piece(lan, url, b"12345", 0)

    assert (answer.status_code, answer["Upload-Offset"]) == (204, "0")


def test_a_part_whose_row_was_lost_is_overwritten(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = school.actor("Lan")
    content = typeset_pdf()
    upload = uploads.open_upload(actor=actor, name="a.pdf", size=len(content), purpose="", at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(Upload, "save", _lost)
        with pytest.raises(OSError, match="row"):
            _receive(actor, upload, content[:5000], 0)
    assert len(lying(school)) == 1

    _receive(actor, upload, content[:3000], 0)
    _receive(actor, upload, content[3000:], 3000)
    run_jobs(school, at=NOW)

    assert Upload.objects.get().state == Upload.State.READY


def test_two_pieces_at_the_same_place_at_once(school: School) -> None:
    actor = school.actor("Lan")
    upload = uploads.open_upload(actor=actor, name="a.pdf", size=10, purpose="", at=NOW)

    def send(content: bytes) -> str:
        try:
            return str(_receive(actor, upload, content, 0).received)
        except Stale:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, [b"1234567890", b"abcdef"] * 4))

    assert max(answers) == "stale"
    assert answers.count("stale") == 7
    upload.refresh_from_db()
    assert answers.count(str(upload.received)) == 1
    assert len(lying(school)) == 1
    done = upload.state == Upload.State.CHECKING
    assert [name for name, _ in waiting(school)] == ["documents.check"] * done


def test_the_row_waits_for_the_bytes(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = school.actor("Lan")
    upload = uploads.open_upload(actor=actor, name="a.pdf", size=10, purpose="", at=NOW)
    monkeypatch.setattr(DiskStore, "put", _full)

    with pytest.raises(OSError, match="disk full"):
        _receive(actor, upload, b"12345", 0)

    upload.refresh_from_db()
    assert upload.received == 0


def _receive(actor: Any, upload: Upload, content: bytes, offset: int) -> Upload:
    return uploads.receive(
        actor=actor,
        upload_id=upload.id,
        offset=offset,
        content=BytesIO(content),
        length=len(content),
    )


def _lost(*_: object, **__: object) -> None:
    raise OSError("row lost")


def _full(*_: object, **__: object) -> None:
    raise OSError("disk full")
