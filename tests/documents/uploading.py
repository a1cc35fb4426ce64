"""Uploading in tests: by the protocol through a browser, or straight through the acts."""

from base64 import b64encode
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.test import Client

from tests.jobs import run_jobs
from tests.school import NOW, School
from truongso.audit.models import JournalEntry
from truongso.documents.actions import uploads
from truongso.documents.models import Upload
from truongso.foundation.actor import Actor, system_actor
from truongso.foundation.files import store
from truongso.foundation.jobs import defer

URL = "/tep/tai-len/"
TUS = {"Tus-Resumable": "1.0.0"}


def open_by_tus(browser: Client, name: str, size: int, **headers: str) -> Any:
    """The answer to opening an upload."""
    encoded = b64encode(name.encode("utf-8", "surrogatepass")).decode()
    return browser.post(
        URL,
        headers=TUS
        | {"Upload-Length": str(size), "Upload-Metadata": f"filename {encoded}"}
        | headers,
        content_type="application/octet-stream",
    )


def send_piece(browser: Client, url: str, piece: bytes, offset: int, **headers: str) -> Any:
    """The answer to sending a piece from an offset."""
    return browser.generic(
        "PATCH",
        url,
        piece,
        content_type="application/offset+octet-stream",
        headers=TUS | {"Upload-Offset": str(offset)} | headers,
    )


def sent(
    school: School,
    name: str,
    content: bytes,
    *,
    who: str = "Lan",
    at: datetime = NOW,
    purpose: str = "bai",
) -> UUID:
    """An upload that has come in whole and waits for its check."""
    actor = school.actor(who)
    upload = uploads.open_upload(actor=actor, name=name, size=len(content), purpose=purpose, at=at)
    uploads.receive(
        actor=actor, upload_id=upload.id, offset=0, content=BytesIO(content), length=len(content)
    )
    return upload.id


def checked(
    school: School,
    name: str,
    content: bytes,
    *,
    who: str = "Lan",
    at: datetime = NOW,
    purpose: str = "bai",
) -> Upload:
    """An upload that has been checked, and converted where there is a converter."""
    upload_id = sent(school, name, content, who=who, at=at, purpose=purpose)
    run_jobs(school, at=at)
    return Upload.objects.get(pk=upload_id)


def lying(school: School) -> list[str]:
    """Every key of the school in the store."""
    return sorted(
        found.key for kind in ("blobs", "parts") for found in store().under(f"{kind}/{school.id}/")
    )


def verbs(school: School) -> list[str]:
    """The verbs of the school's journal, in order."""
    return list(JournalEntry.objects.of(school).order_by("id").values_list("verb", flat=True))


def house(school: School) -> Actor:
    """The system at work in the school."""
    return system_actor(school.id, "Hệ thống")


def ask(school: School, name: str, **values: str) -> None:
    """Ask for a job by hand."""
    defer(house(school), name, **values)
