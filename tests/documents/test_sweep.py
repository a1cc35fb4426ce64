"""The sweeper ends what has stayed too long, nothing else; the checker names what does not fit."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.documents.hostile import content_of
from tests.documents.making import docx_file, pdf_file
from tests.documents.uploading import checked, house, lying, sent, verbs
from tests.jobs import run_jobs, waiting
from tests.school import NOW, School
from truongso.documents import consistency, intake, shelf, sweep
from truongso.documents.actions import blobs, upkeep, uploads
from truongso.documents.models import Blob, StoredFile, Upload
from truongso.foundation.errors import NotAllowed
from truongso.foundation.files import blob_key, store
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in

pytestmark = pytest.mark.usefixtures("no_converter")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def begun(school: School) -> Upload:
    """An upload of which half has come in."""
    actor = school.actor("Lan")
    upload = uploads.open_upload(actor=actor, name="a.pdf", size=10, purpose="", at=NOW)
    return uploads.receive(
        actor=actor, upload_id=upload.id, offset=0, content=BytesIO(b"12345"), length=5
    )


def test_leaves_what_is_on_its_way(school: School) -> None:
    upload = begun(school)
    ready = checked(school, "a.pdf", pdf_file())
    before = lying(school)

    sweep.sweep(house(school), at=NOW + 23 * HOUR, in_flight=False)
    sweep.sweep_store(house(school), at=NOW + 23 * HOUR)

    assert Upload.objects.filter(pk__in=[upload.id, ready.id]).count() == 2
    assert lying(school) == before


def test_ends_an_unfinished_upload_after_a_day(school: School) -> None:
    begun(school)

    sweep.sweep(house(school), at=NOW + DAY + MINUTE)
    run_jobs(school, at=NOW + DAY + MINUTE)

    assert not Upload.objects.exists()
    assert lying(school) == []
    assert verbs(school) == ["documents.upload_expired"]


def test_ends_a_ready_upload_after_a_week(school: School) -> None:
    checked(school, "a.docx", docx_file())

    sweep.sweep(house(school), at=NOW + 7 * DAY + MINUTE)

    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()
    assert lying(school) == []
    assert verbs(school)[-1] == "documents.upload_expired"


def test_ends_a_refused_upload_after_a_day_without_a_word(school: School) -> None:
    checked(school, "a.docx", content_of("dde field"))

    sweep.sweep(house(school), at=NOW + DAY + MINUTE)

    assert not Upload.objects.exists()
    assert verbs(school) == ["documents.upload_refused"]


def test_keeps_the_file_of_a_used_upload(school: School) -> None:
    upload = checked(school, "a.pdf", pdf_file())
    shelf.take(school.actor("Lan"), upload.id, at=NOW)

    sweep.sweep(house(school), at=NOW + 31 * DAY, in_flight=False)
    sweep.sweep_store(house(school), at=NOW + 31 * DAY)

    assert not Upload.objects.exists()
    assert StoredFile.objects.count() == 1
    assert list(consistency.findings(house(school))) == []


def test_asks_again_for_a_check_that_never_came(school: School) -> None:
    sent(school, "a.pdf", pdf_file())
    _forget_jobs(school)

    sweep.sweep(house(school), at=NOW + 29 * MINUTE)
    assert waiting(school) == []
    for _ in range(2):
        sweep.sweep(house(school), at=NOW + 31 * MINUTE)

    assert [name for name, _ in waiting(school)] == ["documents.check"]


def test_bytes_of_two_files_stay_until_both_are_gone(school: School) -> None:
    same = pdf_file()
    first = checked(school, "a.pdf", same)
    second = checked(school, "b.pdf", same, who="Dũng")
    before = lying(school)

    uploads.discard(actor=school.actor("Lan"), upload_id=first.id, at=NOW)
    sweep.sweep(house(school), at=NOW, in_flight=False)
    assert lying(school) == before
    uploads.discard(actor=school.actor("Dũng"), upload_id=second.id, at=NOW)
    sweep.sweep(house(school), at=NOW + MINUTE)
    assert lying(school) == before
    sweep.sweep(house(school), at=NOW + 16 * MINUTE)

    assert lying(school) == []
    assert not Blob.objects.exists()


def test_bytes_wanted_again_are_not_swept(school: School) -> None:
    first = checked(school, "a.pdf", pdf_file())
    uploads.discard(actor=school.actor("Lan"), upload_id=first.id, at=NOW)

    checked(school, "b.pdf", pdf_file(), at=NOW + MINUTE)
    sweep.sweep(house(school), at=NOW + HOUR)

    assert list(consistency.findings(house(school))) == []
    assert StoredFile.objects.count() == 1


def test_removes_bytes_no_row_knows(school: School) -> None:
    upload = checked(school, "a.pdf", pdf_file())
    store().put(blob_key(school.id, "ab" * 32), BytesIO(b"lost"))
    assert [one.kind for one in consistency.findings(house(school))] == ["file_without_row"]
    assert list(consistency.findings(house(school), settled=False)) == []

    assert sweep.sweep_store(house(school), at=NOW) == 1

    assert list(consistency.findings(house(school))) == []
    assert Upload.objects.get(pk=upload.id).state == Upload.State.READY


def test_wanting_and_sweeping_the_same_bytes_at_once(school: School) -> None:
    """Whoever comes first: afterwards the row and the file are both there, or both not."""
    content = b"x" * 1000
    sha256 = "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"

    def want() -> None:
        try:
            reserved, _text = intake.put(house(school), BytesIO(content), sha256, "", NOW + DAY)
            with acting_in(school.id):
                blobs.keep(house(school), reserved)
        finally:
            connection.close()

    def end() -> None:
        try:
            with acting_in(school.id):
                Blob.objects.all().update(state="storing", touched_at=NOW)
                ids = list(Blob.objects.values_list("id", flat=True))
            for blob_id in ids:
                blobs.end(actor=house(school), blob_id=blob_id, before=NOW + MINUTE, at=NOW)
        finally:
            connection.close()

    for _round in range(15):
        with ThreadPoolExecutor(4) as threads:
            running: list[Any] = [threads.submit(one) for one in (want, end, want, end)]
        failures = [one.exception() for one in running if one.exception()]
        assert all(isinstance(failure, blobs.Swept) for failure in failures)
        kept = Blob.objects.filter(state="kept").exists()
        assert not kept or lying(school) == [blob_key(school.id, sha256)]


def test_names_altered_and_missing_bytes(school: School, files_dir: Path) -> None:
    first = checked(school, "a.pdf", pdf_file(pages=1))
    second = checked(school, "b.pdf", pdf_file(pages=3))
    assert first.file
    assert second.file
    altered = files_dir / blob_key(school.id, first.file.blob.sha256)
    altered.write_bytes(altered.read_bytes().replace(b"T", b"t", 1))
    store().delete(blob_key(school.id, second.file.blob.sha256))

    found = {one.kind: one.where for one in consistency.findings(house(school))}

    assert found == {
        "altered": blob_key(school.id, first.file.blob.sha256),
        "row_without_file": blob_key(school.id, second.file.blob.sha256),
    }


def test_names_a_lost_part(school: School) -> None:
    begun(school)
    store().delete(lying(school)[0])

    assert [one.kind for one in consistency.findings(house(school))] == ["lost_part"]


def test_removes_what_killed_processes_left_on_the_machine(
    school: School, files_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, new = files_dir / "on-the-way" / "old", files_dir / "on-the-way" / "new"
    folder, other = tmp_path / "truongso-abc", tmp_path / "khac"
    for place in (old.parent, folder, other):
        place.mkdir(parents=True)
    for file in (old, new):
        file.write_bytes(b"x")
    for path in (old, folder, other):
        os.utime(path, (0, 0))
    os.utime(new, (NOW.timestamp(), NOW.timestamp()))

    sweep.sweep_machine(at=NOW)

    assert [path.exists() for path in (old, new, folder, other)] == [False, True, False, True]


def _forget_jobs(school: School) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE (args ->> 'school_id')::bigint = %s", [school.id]
        )


def test_no_person_lets_bytes_come_or_go_by_hand(school: School) -> None:
    lan = school.actor("Lan")
    calls = [
        lambda: blobs.reserve(actor=lan, sizes={"0" * 64: 1}, at=NOW),
        lambda: blobs.adopt(actor=lan, sha256="0" * 64, size=1, at=NOW),
        lambda: blobs.end(actor=lan, blob_id=new_id(), before=NOW, at=NOW),
        lambda: upkeep.ask_again(actor=lan, upload_id=new_id(), before=NOW, at=NOW),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    assert not Blob.objects.exists()
