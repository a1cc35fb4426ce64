"""Text of old fonts: the words of the rule book, and what must never be taken for old."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.foundation.old_letters import (
    decoded,
    from_tcvn3,
    from_vni,
    is_syllable,
    judge,
    one_byte_text,
)

TCVN3 = {
    "NguyÔn": "Nguyễn",
    "TrÇn": "Trần",
    "§ç": "Đỗ",
    "HuyÒn": "Huyền",
    "Ph¹m": "Phạm",
    "Hång": "Hồng",
    "Lª ThÞ": "Lê Thị",
    "Bïi": "Bùi",
    "Vò": "Vũ",
    "H¶i Phßng": "Hải Phòng",
    "H\u00adng": "Hưng",
}
VNI = {
    "Nguyeãn": "Nguyễn",
    "Tröôøng": "Trường",
    "Leâ Thò": "Lê Thị",
    "Ñoã": "Đỗ",
    "ÑÖÙC": "ĐỨC",
    "Phöông": "Phương",
}


@pytest.mark.parametrize(("old", "new"), TCVN3.items())
def test_tcvn3(old: str, new: str) -> None:
    assert from_tcvn3(old) == new


@pytest.mark.parametrize(("old", "new"), VNI.items())
def test_vni(old: str, new: str) -> None:
    assert from_vni(old) == new


def test_a_column_is_judged_as_a_whole() -> None:
    assert judge(["NguyÔn V¨n An", "Bïi Vò"]) == "tcvn3"
    assert judge(["Nguyeãn Vaên An", "Leâ Thò"]) == "vni"
    assert judge(["Nguyễn Văn An", "Bùi Vò"]) == ""
    assert judge(["Bùi", "Vò"]) == ""
    assert judge(["abc", "2014"]) == ""


def test_the_font_decides_where_both_readings_are_words() -> None:
    assert judge(["Vò"], ".VnTime") == "tcvn3"
    assert judge(["Nguyễn Văn"], ".VnTime") == ""


def test_a_font_of_capitals_shows_capitals() -> None:
    assert decoded("NguyÔn", "tcvn3", capital=True) == "NGUYỄN"


def test_windows_1258_reads_as_vietnamese_and_others_stay() -> None:
    assert one_byte_text("Ngọc Lan".encode().replace("ọ".encode(), b"o\xf2")) == "Ngọc Lan"
    assert from_tcvn3(one_byte_text("NguyÔn ThÞ".encode("latin-1"))) == "Nguyễn Thị"


@given(st.text(), st.sampled_from(["", "tcvn3", "vni"]))
def test_never_fails(text: str, code: str) -> None:
    decoded(text, code)  # type: ignore[arg-type]
    judge([text, text])
    is_syllable(text or "a")


@given(st.binary())
def test_any_bytes_are_some_text(data: bytes) -> None:
    assert isinstance(one_byte_text(data), str)


@given(st.sampled_from([*TCVN3.values(), *VNI.values()]), st.integers(1, 20))
def test_unicode_is_never_taken_for_old(text: str, times: int) -> None:
    assert judge([text] * times) == ""
