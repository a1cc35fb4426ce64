"""Files that came in and were found good, for tests of what is done with them."""

import hashlib
import itertools
from datetime import datetime
from io import BytesIO
from uuid import UUID

from tests.school import NOW, School
from truongso.documents import intake
from truongso.documents.actions import uploads, verdicts
from truongso.documents.models import Upload
from truongso.foundation.actor import system_actor
from truongso.foundation.tenancy import acting_in

_numbers = itertools.count(1)


def ready(
    school: School,
    who: str,
    name: str = "bai-day.pdf",
    *,
    content: bytes | None = None,
    text: str = "",
    pages: int = 3,
    at: datetime = NOW,
    purpose: str = "plan",
) -> UUID:
    """Return an upload of a person that has been checked and may be used; its own bytes each."""
    content = content if content is not None else f"%PDF-1.7 bài {next(_numbers)}".encode()
    upload = uploads.open_upload(
        actor=school.actor(who, at), name=name, size=len(content), purpose=purpose, at=at
    )
    with acting_in(school.id):
        Upload.objects.filter(pk=upload.pk).update(
            received=len(content), state=Upload.State.CHECKING
        )
    system = system_actor(school.id, "Kiểm tra tệp")
    sha256 = hashlib.sha256(content).hexdigest()
    reserved, packed = intake.put(system, BytesIO(content), sha256, text, at)
    suffix = "." + name.rpartition(".")[2]
    accepted = verdicts.Accepted(sha256, suffix, pages, (), packed)
    verdicts.admit(actor=system, upload_id=upload.id, accepted=accepted, reserved=reserved, at=at)
    return upload.id
