"""The hatch for rooms above: an upload is taken once, its facts and text shown, let go."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.documents.making import docx_file, pdf_file, typeset_pdf
from tests.documents.ordinary import CORPUS
from tests.documents.uploading import checked, house, lying, sent
from tests.jobs import run_jobs
from tests.school import NOW, School, found
from truongso.documents import consistency, shelf, sweep
from truongso.documents.models import StoredFile, Upload
from truongso.documents.serving import Altered
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.files import blob_key, store
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in

pytestmark = pytest.mark.usefixtures("no_converter")


def test_takes_a_checked_upload_once(school: School) -> None:
    upload = checked(school, "Bài 1.pdf", pdf_file())
    lan = school.actor("Lan")

    file = shelf.take(lan, upload.id, at=NOW)

    assert (file.id, file.name, file.added_by_id) == (upload.file_id, "Bài 1.pdf", lan.person)
    assert len(file.blob.sha256) == 64
    assert Upload.objects.get().state == Upload.State.USED
    with pytest.raises(RuleBroken) as refused:
        shelf.take(lan, upload.id, at=NOW)
    assert refused.value.violations[0].code == "file.already_used"


def test_takes_it_only_with_the_act_that_uses_it(school: School) -> None:
    upload = checked(school, "Bài 1.pdf", pdf_file())

    with pytest.raises(LookupError), acting_in(school.id):
        _take_and_fail(school, upload)

    assert Upload.objects.get().state == Upload.State.READY


def _take_and_fail(school: School, upload: Upload) -> None:
    shelf.take(school.actor("Lan"), upload.id, at=NOW)
    raise LookupError


def test_refuses_what_is_not_checked(school: School) -> None:
    waits = sent(school, "a.pdf", pdf_file())
    with pytest.raises(RuleBroken) as refused:
        shelf.take(school.actor("Lan"), waits, at=NOW)
    assert refused.value.violations[0].code == "file.not_ready"

    refused_upload = checked(school, "b.pdf", b"MZ")
    with pytest.raises(RuleBroken):
        shelf.take(school.actor("Lan"), refused_upload.id, at=NOW)


def test_takes_nobody_elses(school: School) -> None:
    upload = checked(school, "a.pdf", pdf_file())

    with pytest.raises(Missing):
        shelf.take(school.actor("Dũng"), upload.id, at=NOW)
    with pytest.raises(Missing):
        shelf.take(school.actor("Lan"), new_id(), at=NOW)
    with found() as other, pytest.raises(Missing):
        shelf.take(other.actor("Lan"), upload.id, at=NOW)


def test_two_acts_at_once_take_it_once(school: School) -> None:
    upload = checked(school, "a.pdf", pdf_file())
    lan = school.actor("Lan")

    def take() -> str:
        try:
            shelf.take(lan, upload.id, at=NOW)
        except RuleBroken as error:
            return error.violations[0].code
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(6) as threads:
        running = [threads.submit(take) for _ in range(6)]

    answers = sorted(one.result() for one in running)
    assert answers == ["file.already_used"] * 5 + ["taken"]


def test_shows_facts_in_one_query(school: School, django_assert_num_queries: object) -> None:
    pdf = checked(school, "a.pdf", typeset_pdf())
    word = checked(school, "b.docx", CORPUS["comments"].make())
    assert pdf.file_id
    assert word.file_id

    with django_assert_num_queries(1):  # type: ignore[operator]
        facts = shelf.facts(school, [pdf.file_id, word.file_id, new_id()])

    assert len(facts) == 2
    first, second = facts[pdf.file_id], facts[word.file_id]
    assert (first.pages, first.readable_pages, first.rendition) == (3, 3, "itself")
    assert first.readable
    assert (second.pages, second.readable_pages, second.rendition) == (None, None, "no_converter")
    assert not second.readable
    assert second.notes[0].params["count"] == 1


def test_gives_the_text_of_a_file(school: School) -> None:
    pdf = checked(school, "a.pdf", typeset_pdf())
    word = checked(school, "b.docx", docx_file())
    scan = checked(school, "c.pdf", CORPUS["phone scanner"].make())
    assert pdf.file_id
    assert word.file_id
    assert scan.file_id

    text = shelf.text_of(school, pdf.file_id)
    assert text
    assert text.count("\f") == 2
    assert "Phép cộng và phép trừ phân số" in text
    assert (shelf.text_of(school, word.file_id) or "").startswith("KẾ HOẠCH BÀI DẠY\n")
    assert shelf.text_of(school, scan.file_id) is None
    with pytest.raises(Missing):
        shelf.text_of(school, new_id())


def test_an_altered_text_is_not_given(school: School) -> None:
    from io import BytesIO

    word = checked(school, "b.docx", docx_file())
    assert word.file
    assert word.file.text_blob
    store().put(blob_key(school.id, word.file.text_blob.sha256), BytesIO(b"x"))

    with pytest.raises(Altered):
        shelf.text_of(school, word.file.id)


def test_lets_go_of_a_file_nothing_uses(school: School) -> None:
    upload = checked(school, "a.pdf", pdf_file())
    file = shelf.take(school.actor("Lan"), upload.id, at=NOW)

    with acting_in(school.id):
        shelf.let_go(school.actor("Lan"), [file.id], at=NOW)
    run_jobs(school, at=NOW)
    sweep.sweep(house(school), at=NOW, in_flight=False)

    assert not StoredFile.objects.exists()
    assert lying(school) == []
    assert list(consistency.findings(house(school))) == []
