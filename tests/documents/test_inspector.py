"""The parent of an inspection: a verdict whatever happens, little memory, an end in time."""

import os
import signal
import tempfile
import tracemalloc
from collections.abc import Iterator
from typing import IO

import pytest

from tests.documents.hostile import content_of
from tests.documents.making import pdf_file, png, with_parts
from truongso.documents import inspector
from truongso.documents.inspector import InspectorFailed, Verdict, inspect

CODE = "truongso.documents.inspection"


@pytest.fixture
def file() -> Iterator[IO[bytes]]:
    """A file that is a good PDF."""
    with tempfile.TemporaryFile() as made:
        made.write(pdf_file())
        made.flush()
        yield made


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the child be other code."""
    monkeypatch.setattr(inspector, "python", lambda _: [os.sys.executable, "-c", code])  # type: ignore[attr-defined]


def codes(verdict: Verdict) -> list[str]:
    """The codes of the problems."""
    return [problem.code for problem in verdict.problems]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SIGSEGV", "file.damaged"),
        ("SIGABRT", "file.damaged"),
        ("SIGXCPU", "file.too_heavy"),
    ],
)
def test_a_crash_of_the_child_is_a_verdict(
    file: IO[bytes], monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    number = int(getattr(signal, name))
    instead(monkeypatch, f"import os; os.kill(os.getpid(), {number})")

    assert codes(inspect(file, ".pdf")) == [code]


def test_a_child_that_never_ends_is_ended(file: IO[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspector, "WALL_SECONDS", 0.3)
    instead(monkeypatch, "import time; time.sleep(60)")

    assert codes(inspect(file, ".pdf")) == ["file.too_heavy"]


@pytest.mark.parametrize("status", [1, 70, 72])
def test_our_own_fault_is_no_verdict(
    file: IO[bytes], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    instead(monkeypatch, f"import sys; sys.stderr.write('why'); sys.exit({status})")

    with pytest.raises(InspectorFailed, match="why"):
        inspect(file, ".pdf")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{}",
        "[" * 100_000,
        '{"kind":"pdf","pages":"x","problems":[],"notes":[],"text":""}',
        '{"kind":"pdf","pages":1,"problems":[{"code":"made.up","params":{}}],"notes":[],"text":""}',
    ],
)
def test_an_answer_of_another_form_is_no_verdict(
    file: IO[bytes], monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    instead(monkeypatch, f"print({answer!r})")

    with pytest.raises(InspectorFailed):
        inspect(file, ".pdf")


def test_a_child_killed_from_outside_is_no_verdict(
    file: IO[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, "import os; os.kill(os.getpid(), 9)")

    with pytest.raises(InspectorFailed):
        inspect(file, ".pdf")


def test_the_parent_never_holds_the_file() -> None:
    large = with_parts({"word/media/image1.png": png(10, 10) + os.urandom(15_000_000)})
    with tempfile.TemporaryFile() as made:
        made.write(large)
        made.flush()
        tracemalloc.start()
        verdict = inspect(made, ".docx")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert verdict.problems == ()
    assert most < 1_000_000


def test_nothing_secret_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")

    assert not {"DATABASE_URL", "DATA_DIR"} & set(inspector.surroundings())


def test_a_bomb_costs_the_parent_nothing() -> None:
    with tempfile.TemporaryFile() as made:
        made.write(content_of("pdf bomb"))
        made.flush()
        tracemalloc.start()
        inspect(made, ".pdf")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert most < 1_000_000
