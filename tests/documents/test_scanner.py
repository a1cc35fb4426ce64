"""The virus scanner, where there is one: what it finds is refused, while it is down all waits."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.documents.making import pdf_file, with_parts
from tests.documents.uploading import lying, sent, verbs
from tests.jobs import run_jobs, waiting
from tests.school import NOW, School
from truongso.documents import scanner
from truongso.documents.models import Upload

pytestmark = pytest.mark.usefixtures("no_converter")
MARK = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """A scanner that speaks as clamd does and knows one virus."""

    def __init__(self, listening: socket.socket) -> None:
        self.listening = listening
        self.answer = ""
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self.listening.accept()
            except OSError:
                return
            with link:
                self._one(link)

    def _one(self, link: socket.socket) -> None:
        reading = link.makefile("rb")
        command = b""
        while not command.endswith(b"\0"):
            command += reading.read(1)
        if command == b"zPING\0":
            link.sendall(b"PONG\0")
            return
        content = b""
        while size := struct.unpack(">I", reading.read(4))[0]:
            content += reading.read(size)
        found = "stream: Eicar-Test-Signature FOUND" if MARK in content else "stream: OK"
        link.sendall((self.answer or found).encode() + b"\0")


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[Clamd]:
    """A scanner at the place the settings name."""
    if request.param == "tcp":
        listening = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD = f"127.0.0.1:{listening.getsockname()[1]}"
    else:
        listening = socket.socket(socket.AF_UNIX)
        settings.CLAMD = str(tmp_path / "clamd.sock")
        listening.bind(settings.CLAMD)
        listening.listen()
    made = Clamd(listening)
    yield made
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    made.thread.join(5)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf_file() + b"\n% " + MARK),
        ("a.docx", with_parts({"word/media/image1.emf": MARK})),
    ],
)
def test_refuses_what_the_scanner_finds(
    school: School, clamd: Clamd, name: str, content: bytes
) -> None:
    if name.endswith("docx"):
        clamd.answer = "stream: Eicar-Test-Signature FOUND"  # it unpacks, our stand-in does not
    upload_id = sent(school, name, content)
    run_jobs(school, at=NOW)

    upload = Upload.objects.get(pk=upload_id)
    assert upload.problems == [["file.virus", {"virus": "Eicar-Test-Signature"}]]
    assert lying(school) == []
    assert verbs(school) == ["documents.upload_refused"]


def test_lets_a_clean_file_pass(school: School, clamd: Clamd) -> None:
    sent(school, "a.pdf", pdf_file())
    run_jobs(school, at=NOW)

    assert scanner.answers()
    assert Upload.objects.get().state == Upload.State.READY


@pytest.mark.parametrize("where", ["127.0.0.1:1", "/nowhere/clamd.sock", "no port"])
def test_a_file_waits_while_the_scanner_is_down(school: School, settings: Any, where: str) -> None:
    settings.CLAMD = where
    sent(school, "a.pdf", pdf_file())

    with pytest.raises(scanner.ScannerDown):
        run_jobs(school, at=NOW)

    assert not scanner.answers()
    assert Upload.objects.get().state == Upload.State.CHECKING
    assert [name for name, _ in waiting(school)] == ["documents.check"]
    settings.CLAMD = ""
    run_jobs(school, at=NOW)
    assert Upload.objects.get().state == Upload.State.READY


@pytest.mark.parametrize("answer", ["INSTREAM size limit exceeded. ERROR", "stream: ERROR", "?"])
def test_an_answer_that_is_no_verdict_lets_nothing_pass(
    school: School, clamd: Clamd, answer: str
) -> None:
    clamd.answer = answer
    sent(school, "a.pdf", pdf_file())

    with pytest.raises(scanner.ScannerDown):
        run_jobs(school, at=NOW)
