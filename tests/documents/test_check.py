"""Checking what came in: hostile files are refused with their sentence, ordinary ones pass."""

import pytest

from tests.documents import hostile, ordinary
from tests.documents.making import docx_file, pdf_file
from tests.documents.uploading import checked, lying, verbs
from tests.school import School
from truongso.audit.models import JournalEntry
from truongso.documents import queries
from truongso.documents.models import Blob, StoredFile, Upload
from truongso.foundation.errors import sentence
from truongso.rules.messages import SENTENCES

pytestmark = pytest.mark.usefixtures("no_converter")


@pytest.mark.parametrize("kind", hostile.corpus())
def test_refuses_a_hostile_file_and_keeps_nothing_of_it(school: School, kind: str) -> None:
    one = hostile.corpus()[kind]

    upload = checked(school, one.name, hostile.content_of(kind))

    assert upload.state == Upload.State.REFUSED
    assert one.code in [code for code, _ in upload.problems]
    for problem in queries.violations(upload.problems, upload.name):
        assert "–" not in sentence(problem).replace(one.name, "")
    assert lying(school) == []
    assert not Blob.objects.exists()
    assert not StoredFile.objects.exists()
    assert verbs(school) == ["documents.upload_refused"]


@pytest.mark.parametrize("kind", ordinary.CORPUS)
def test_accepts_an_ordinary_file(school: School, kind: str) -> None:
    one = ordinary.CORPUS[kind]

    upload = checked(school, one.name, one.make())

    assert upload.problems == []
    assert upload.state == Upload.State.READY
    assert upload.file is not None
    facts = queries.facts_of(upload.file)
    assert tuple(note.code for note in facts.notes) == one.notes
    assert all(sentence(note) for note in facts.notes)
    assert (facts.rendition == "itself") == one.name.lower().endswith(".pdf")
    assert not [key for key in lying(school) if key.startswith("parts/")]
    assert set(Blob.objects.values_list("state", flat=True)) == {Blob.State.KEPT}


def test_the_journal_tells_of_a_refusal_without_content(school: School) -> None:
    upload = checked(school, "Đề bí mật.docx", hostile.content_of("dde field"))

    entry = JournalEntry.objects.of(school).get()
    assert entry.target == f"upload:{upload.id}"
    assert '"codes":["file.dde"]' in entry.payload
    assert "bí mật" not in entry.payload


def test_the_same_bytes_are_kept_once(school: School) -> None:
    content = docx_file()
    first = checked(school, "Bài 1.docx", content)
    second = checked(school, "Bài một.docx", content, who="Dũng")

    assert first.file
    assert second.file
    assert first.file_id != second.file_id
    assert first.file.blob_id == second.file.blob_id
    assert len(lying(school)) == 2  # the file and its text


def test_every_problem_is_told_at_once(school: School) -> None:
    both = hostile.with_two_faults()

    upload = checked(school, "bai.docx", both)

    assert {code for code, _ in upload.problems} >= {"file.dde", "file.macro"}


def test_every_finding_has_a_sentence() -> None:
    codes = {one.code for one in hostile.corpus().values()}
    notes = {note for one in ordinary.CORPUS.values() for note in one.notes}

    assert codes | notes <= set(SENTENCES)
    assert len(hostile.corpus()) >= 35


def test_a_part_that_is_missing_refuses_the_upload(school: School) -> None:
    from tests.documents.uploading import sent
    from tests.jobs import run_jobs
    from tests.school import NOW
    from truongso.foundation.files import store

    upload_id = sent(school, "bai.pdf", pdf_file())
    store().delete(lying(school)[0])
    run_jobs(school, at=NOW)

    upload = Upload.objects.get(pk=upload_id)
    assert [code for code, _ in upload.problems] == ["file.incomplete"]
