"""Names of files: what deceives or breaks is taken out, what people wrote stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.documents.names import MOST_BYTES, clean_name, disposition
from truongso.foundation.text import has_forbidden


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Bài 5. Phân số.docx", "Bài 5. Phân số.docx"),
        (unicodedata.normalize("NFD", "Đề ôn tập.pdf"), "Đề ôn tập.pdf"),
        ("../../etc/passwd.docx", "passwd.docx"),
        ("C:\\Users\\gv\\Bài.doc", "Bài.doc"),
        ("a\0b.pdf", "ab.pdf"),
        ("dòng\nhai.pdf", "dòng hai.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.docx", "_lpt1.docx"),
        ("Contents.pdf", "Contents.pdf"),
        ("gnp\u202efdp.exe", "gnpfdp.exe"),
        ("a.pdf. . ", "a.pdf"),
        ('"<a>|b?*.pdf', "--a--b--.pdf"),
        ("\ufefftệp.pdf", "tệp.pdf"),
        ("😀 vui.pdf", "😀 vui.pdf"),
        ("", "tep"),
        ("..", "tep"),
    ],
)
def test_cleans_a_name(raw: str, name: str) -> None:
    assert clean_name(raw) == name


def test_a_long_name_keeps_its_suffix_and_whole_letters() -> None:
    name = clean_name("ễ" * 300 + ".docx")

    assert name.endswith("ễ.docx")
    assert len(name.encode()) <= MOST_BYTES


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_kept(raw: str) -> None:
    name = clean_name(raw)

    assert name
    assert len(name.encode()) <= MOST_BYTES
    assert not has_forbidden(name)
    assert not {"/", "\\", "\n", "\r", '"'} & set(name)
    assert name == unicodedata.normalize("NFC", name)
    assert clean_name(name) == name


@given(st.text(max_size=100))
def test_the_download_header_is_one_plain_line(raw: str) -> None:
    header = disposition(clean_name(raw), attachment=True)

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
