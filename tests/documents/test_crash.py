"""A process killed between any two steps leaves nothing that a second run or the sweeper does not
mend: no row without its file, no file without its row, no act lost or done twice.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.documents.hostile import content_of
from tests.documents.making import docx_file, pdf_file
from tests.documents.uploading import house, lying, sent, verbs
from tests.jobs import run_jobs, waiting
from tests.school import NOW, School
from truongso.documents import consistency, intake, sweep
from truongso.documents.actions import blobs, uploads, verdicts
from truongso.documents.models import Blob, StoredFile, Upload
from truongso.foundation.files import DiskStore

pytestmark = pytest.mark.usefixtures("no_converter")


class Killed(BaseException):
    """The process ends here; nothing of ours catches it."""


def dies(*_: object, **__: object) -> None:
    """End as if killed."""
    raise Killed


def dies_after(function: Callable[..., Any], calls: int = 1) -> Callable[..., Any]:
    """Do it so many times, then end as if killed."""
    done = []

    def step(*args: object, **values: object) -> Any:
        answer = function(*args, **values)
        done.append(1)
        if len(done) == calls:
            raise Killed
        return answer

    return step


STEPS: dict[str, tuple[object, str, Callable[[Callable[..., Any]], Callable[..., Any]]]] = {
    "before the parts are put together": (intake, "_put_together", lambda _: dies),
    "after the inspection": (intake, "_judged", dies_after),
    "before the bytes are announced": (blobs, "reserve", lambda _: dies),
    "after the bytes are announced": (blobs, "reserve", dies_after),
    "after the file is put": (DiskStore, "put", dies_after),
    "after the text is put": (DiskStore, "put", lambda put: dies_after(put, 2)),
    "before it is admitted": (verdicts, "admit", lambda _: dies),
    "while it is admitted": (verdicts, "_let_be_read", dies_after),
    "after it is admitted": (verdicts, "admit", dies_after),
    "while the parts are removed": (DiskStore, "delete", dies_after),
}


def settle(school: School) -> list[consistency.Finding]:
    """Sweep as a worker does at its start, and return what still does not fit."""
    sweep.sweep(house(school), at=NOW, in_flight=False)
    return list(consistency.findings(house(school)))


@pytest.mark.parametrize("step", STEPS)
def test_an_accepted_file_survives(
    school: School, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = sent(school, "Bài 1.docx", docx_file())
    where, name, kill = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, kill(getattr(where, name)))
        with pytest.raises(Killed):
            run_jobs(school, at=NOW)

    assert settle(school) == []
    run_jobs(school, at=NOW)

    upload = Upload.objects.get(pk=upload_id)
    assert upload.state == Upload.State.READY
    assert StoredFile.objects.count() == 1
    assert verbs(school).count("documents.upload_accepted") == 1
    assert settle(school) == []
    assert len(lying(school)) == Blob.objects.count() == 2


@pytest.mark.parametrize("step", ["after the inspection", "while the parts are removed"])
def test_a_refused_file_leaves_nothing(
    school: School, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(school, "bai.docx", content_of("dde field"))
    where, name, kill = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, kill(getattr(where, name)))
        with pytest.raises(Killed):
            run_jobs(school, at=NOW)
    run_jobs(school, at=NOW)

    assert lying(school) == []
    assert verbs(school) == ["documents.upload_refused"]


def test_an_accepted_file_whose_owner_gave_up_is_swept(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = sent(school, "Bài 1.docx", docx_file())
    with monkeypatch.context() as patch:
        patch.setattr(verdicts, "admit", dies)
        with pytest.raises(Killed):
            run_jobs(school, at=NOW)
    uploads.discard(actor=school.actor("Lan"), upload_id=upload_id, at=NOW)

    run_jobs(school, at=NOW)

    assert settle(school) == []
    assert lying(school) == []
    assert not StoredFile.objects.exists()


def test_parts_of_an_upload_that_was_rolled_back_are_swept(school: School) -> None:
    actor = school.actor("Lan")
    upload = uploads.open_upload(actor=actor, name="a.pdf", size=9, purpose="", at=NOW)
    uploads.receive(actor=actor, upload_id=upload.id, offset=0, content=BytesIO(b"12345"), length=5)
    Upload.objects.all().delete()

    kinds = [finding.kind for finding in consistency.findings(house(school))]
    assert kinds == ["stray"]
    assert settle(school) == []
    assert lying(school) == []


def test_bytes_swept_on_their_way_are_put_again(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(school, "Bài 1.pdf", pdf_file())
    admit = verdicts.admit

    def swept_before(**values: Any) -> None:
        sweep.sweep(house(school), at=NOW, in_flight=False)
        admit(**values)

    with monkeypatch.context() as patch:
        patch.setattr(verdicts, "admit", swept_before)
        with pytest.raises(blobs.Swept):
            run_jobs(school, at=NOW)
    assert [name for name, _ in waiting(school)] == ["documents.check"]
    run_jobs(school, at=NOW)

    assert Upload.objects.get().state == Upload.State.READY
    assert settle(school) == []
