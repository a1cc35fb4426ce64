"""English says everything that Vietnamese says."""

import importlib.util
from types import ModuleType

import pytest

from tests.environment import ROOT


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """The tool that keeps the catalogue."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_finds_sentences_in_code_templates_and_the_rule_book(messages: ModuleType) -> None:
    found = {message.id for message in messages.sources()}
    assert "Trang chủ" in found
    assert "Quên mật khẩu? Hãy liên hệ quản trị viên của trường để được cấp lại." in " ".join(
        sentence for sentence in found if isinstance(sentence, str)
    )
    assert any(isinstance(sentence, str) and "{minutes} phút" in sentence for sentence in found)


def test_no_sentence_lacks_its_english(messages: ModuleType) -> None:
    assert messages.problems() == []
