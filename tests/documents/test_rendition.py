"""Word files become PDF: made behind walls, inspected, kept once; without a converter they wait."""

import socket
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.documents import ordinary
from tests.documents.conftest import needs_converter
from tests.documents.hostile import content_of
from tests.documents.making import docx_file, field, pdf_file, with_body, with_relation
from tests.documents.uploading import URL, ask, checked, house, lying, verbs
from tests.jobs import run_jobs, waiting
from tests.school import NOW, School
from truongso.documents import consistency, converter, rendition, shelf
from truongso.documents.converter import ConversionFailed
from truongso.documents.models import StoredFile, Upload

Rendition = StoredFile.Rendition


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A converter that returns these PDFs in turn, and fails when there is none left."""
    pdfs: list[bytes] = []

    @contextmanager
    def converted(_source: object, _suffix: str) -> Any:
        if not pdfs:
            raise ConversionFailed("exit 1")
        with tempfile.TemporaryFile() as file:
            file.write(pdfs.pop(0))
            file.flush()
            yield file

    monkeypatch.setattr(converter, "program", lambda: Path("/stand-in"))
    monkeypatch.setattr(converter, "converted", converted)
    return pdfs


def test_a_word_file_gets_its_pdf(school: School, stand_in: list[bytes], lan: Client) -> None:
    stand_in.append(pdf_file(pages=3))

    upload = checked(school, "Bài 1.docx", docx_file())

    assert upload.file
    facts = shelf.facts(school, [upload.file.id])[upload.file.id]
    assert (facts.rendition, facts.pages, facts.readable_pages) == ("done", None, 3)
    answer = lan.get(f"{URL}{upload.id}/xem")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert "Bai 1.pdf" in answer["Content-Disposition"]
    assert verbs(school) == ["documents.upload_accepted", "documents.rendition_kept"]
    assert list(consistency.findings(house(school))) == []


def test_the_same_bytes_are_converted_once(school: School, stand_in: list[bytes]) -> None:
    stand_in.append(pdf_file())
    content = docx_file()
    checked(school, "a.docx", content)

    second = checked(school, "b.docx", content, who="Dũng")

    assert second.file
    assert second.file.rendition == Rendition.DONE
    assert StoredFile.objects.values("rendition_blob").distinct().count() == 1


def test_without_a_converter_the_original_goes_through(school: School, no_converter: None) -> None:
    upload = checked(school, "a.docx", docx_file())

    assert upload.state == Upload.State.READY
    assert upload.file
    assert upload.file.rendition == Rendition.NO_CONVERTER
    assert shelf.take(school.actor("Lan"), upload.id, at=NOW).id == upload.file_id


def test_what_waited_is_converted_when_a_converter_comes(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(converter, "program", lambda: None)
        checked(school, "a.docx", docx_file())
        ask(school, "documents.convert_waiting")
        run_jobs(school, at=NOW)
        assert rendition.ask_for_waiting(house(school), at=NOW) == 0

    monkeypatch.setattr(converter, "program", lambda: Path("/stand-in"))
    ask(school, "documents.convert_waiting")
    monkeypatch.setattr(rendition, "make", lambda *_, **__: None)
    assert run_jobs(school, at=NOW) == ["documents.convert_waiting", "documents.convert"]


def test_a_conversion_whose_job_was_given_up_is_asked_for_again(
    school: School, stand_in: list[bytes]
) -> None:
    checked(school, "a.docx", docx_file())

    assert rendition.ask_for_waiting(house(school), at=NOW + timedelta(hours=5)) == 0
    assert rendition.ask_for_waiting(house(school), at=NOW + timedelta(hours=7)) == 1


def test_a_failure_is_tried_twice_more(school: School, stand_in: list[bytes]) -> None:
    upload = checked(school, "a.docx", docx_file())
    assert upload.file
    file = upload.file
    assert file.rendition == Rendition.WAITING

    run_jobs(school, at=NOW + timedelta(minutes=1))
    run_jobs(school, at=NOW + timedelta(minutes=3))

    file.refresh_from_db()
    assert (file.rendition, file.rendition_tries) == (Rendition.FAILED, 3)
    assert waiting(school) == []
    assert verbs(school).count("documents.rendition_failed") == 3


def test_a_second_try_may_succeed(school: School, stand_in: list[bytes]) -> None:
    checked(school, "a.docx", docx_file())
    stand_in.append(pdf_file())

    run_jobs(school, at=NOW + timedelta(minutes=1))

    assert StoredFile.objects.get().rendition == Rendition.DONE


def test_a_pdf_that_is_not_good_is_not_kept(school: School, stand_in: list[bytes]) -> None:
    stand_in.append(content_of("pdf launch"))

    checked(school, "a.docx", docx_file())

    assert StoredFile.objects.get().rendition == Rendition.WAITING
    assert len(lying(school)) == 2  # the original and its text


@needs_converter
def test_converts_a_real_word_file(school: School, lan: Client) -> None:
    upload = checked(school, "Bài 1.docx", docx_file())

    assert upload.file
    assert upload.file.rendition == Rendition.DONE
    pdf = b"".join(lan.get(f"{URL}{upload.id}/xem").streaming_content)  # type: ignore[attr-defined]
    made = checked(school, "lại.pdf", pdf)
    assert made.file_id
    assert "vận dụng vào bài toán thực tế" in (shelf.text_of(school, made.file_id) or "")


@needs_converter
def test_converts_an_old_word_file_and_reads_its_text(school: School, tmp_path: Path) -> None:
    old = old_word_by_libreoffice(tmp_path)

    upload = checked(school, "Bài 1.doc", old)

    assert upload.problems == []
    assert upload.file
    assert upload.file.rendition == Rendition.DONE
    assert "KẾ HOẠCH BÀI DẠY" in (shelf.text_of(school, upload.file.id) or "")


@needs_converter
def test_formulas_are_not_lost(school: School) -> None:
    with converter.converted(BytesIO(ordinary.CORPUS["equations of Word"].make()), ".docx") as pdf:
        made = checked(school, "a.pdf", pdf.read())

    assert made.file_id
    assert {"a", "b"} <= set((shelf.text_of(school, made.file_id) or "").split())


@needs_converter
def test_vietnamese_letters_come_from_one_font() -> None:
    assert converter.times_font() in converter.GOOD_TIMES


@needs_converter
def test_fetches_nothing_while_converting(school: School, tmp_path: Path) -> None:
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("MATKHAU123")
    linked = with_relation("image", f"file://{secret}")
    picture = with_body(field(f'INCLUDEPICTURE "file://{secret}" \\d'), linked)

    with converter.converted(BytesIO(picture), ".docx") as pdf:
        content = pdf.read()

    assert content.startswith(b"%PDF-")
    assert b"MATKHAU123" not in content


@needs_converter
def test_reaches_nobody_while_converting(school: School) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        linked = with_body(field(f'INCLUDEPICTURE "{address}"'), with_relation("image", address))
        with _converted(linked) as pdf:
            assert pdf.read(5) == b"%PDF-"
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


@needs_converter
def test_what_is_no_word_file_fails_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(ConversionFailed), converter.converted(BytesIO(b"\0"), ".docx"):
        pass

    assert list(tmp_path.iterdir()) == []


@needs_converter
def test_a_conversion_that_takes_too_long_is_ended(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converter, "WALL_SECONDS", 0.05)

    with pytest.raises(ConversionFailed, match="time"), _converted(docx_file()):
        pass


def _converted(content: bytes) -> Any:
    return converter.converted(BytesIO(content), ".docx")


def test_the_named_converter_must_be_libreoffice(settings: Any) -> None:
    settings.CONVERTER = "/bin/true"
    assert converter.program() is None
    settings.CONVERTER = "khong-co"
    assert converter.program() is None


def old_word_by_libreoffice(folder: Path) -> bytes:
    """A real .doc, as LibreOffice writes it."""
    import subprocess

    source = folder / "van-ban.docx"
    source.write_bytes(docx_file())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "doc", "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    return (folder / "van-ban.doc").read_bytes()
