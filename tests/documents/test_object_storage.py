"""The main path with files in object storage instead of on disk."""

from typing import Any

import pytest
from django.test import Client

from tests.documents.hostile import content_of
from tests.documents.making import typeset_pdf
from tests.documents.uploading import TUS, house, lying, open_by_tus, send_piece
from tests.foundation.test_files import s3_settings  # noqa: F401  (a fixture)
from tests.jobs import run_jobs
from tests.school import NOW, School
from truongso.documents import consistency, shelf, sweep
from truongso.documents.models import Upload
from truongso.foundation import clock


@pytest.fixture(autouse=True)
def _in_a_bucket(settings: Any, s3_settings: Any) -> None:  # noqa: F811
    settings.S3 = s3_settings


def test_uploads_checks_serves_and_sweeps(school: School, lan: Client) -> None:
    content = typeset_pdf()
    url = open_by_tus(lan, "a.pdf", len(content))["Location"]
    for offset in range(0, len(content), 5000):
        assert send_piece(lan, url, content[offset : offset + 5000], offset).status_code == 204
    run_jobs(school, at=clock.now())

    upload = Upload.objects.get()
    assert upload.state == Upload.State.READY
    assert len(lying(school)) == 2
    assert b"".join(lan.get(f"{url}/goc").streaming_content) == content  # type: ignore[attr-defined]
    part = lan.get(f"{url}/xem", headers={"Range": "bytes=100-199"})
    assert b"".join(part.streaming_content) == content[100:200]  # type: ignore[attr-defined]
    assert upload.file_id
    assert "phân số" in (shelf.text_of(school, upload.file_id) or "")
    assert list(consistency.findings(house(school))) == []

    lan.delete(url, headers=TUS)
    sweep.sweep(house(school), at=clock.now(), in_flight=False)
    assert lying(school) == []


def test_keeps_nothing_of_a_refused_file(school: School, lan: Client) -> None:
    content = content_of("dde field")
    url = open_by_tus(lan, "a.docx", len(content))["Location"]
    send_piece(lan, url, content, 0)
    run_jobs(school, at=NOW)

    assert Upload.objects.get().state == Upload.State.REFUSED
    assert lying(school) == []
