"""Files are matched to lessons by names as teachers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.matching import Candidate, match


def lesson(no: int, title: str, first: int, periods: int, week: int, *tokens: str) -> Candidate:
    return Candidate(no, no, title, first, periods, week, frozenset(tokens))


MATHS = [
    lesson(21, "bai 21. hinh co truc doi xung", 49, 2, 13, "toan", "6"),
    lesson(22, "bai 22. hinh co tam doi xung", 51, 2, 13, "toan", "6"),
    lesson(23, "luyen tap chung", 53, 2, 14, "toan", "6"),
    lesson(24, "bai 23. mo rong phan so. phan so bang nhau", 55, 2, 14, "toan", "6"),
]


@pytest.mark.parametrize(
    ("name", "no"),
    [
        ("bai 21 - hinh co truc doi xung.docx", 21),
        ("toan6_bai22.pdf", 22),
        ("b22 toan 6.pdf", 22),
        ("tiet 51-52.docx", 22),
        ("khbd toan 6 tuan 14 tiet 55,56.pdf", 24),
        ("luyen tap chung.pdf", 23),
        ("mo rong phan so.docx", 24),
        ("bai 23 phan so bang nhau.docx", 24),
        ("giao an.docx", None),
        ("scan0001.pdf", None),
        ("bai 30.docx", None),
        ("img_2022.pdf", None),
    ],
)
def test_finds_the_lesson_or_says_nothing(name: str, no: int | None) -> None:
    assert match([name], MATHS) == [no]


def test_a_lesson_is_given_to_one_file_only() -> None:
    assert match(["bai 21.docx", "bai 21 hinh co truc doi xung.docx"], MATHS) == [None, 21]


def test_five_files_of_a_week_find_their_places() -> None:
    names = [
        "tiet 49-50.pdf",
        "hinh co tam doi xung.docx",
        "luyen tap chung.docx",
        "bai 23.pdf",
        "x.pdf",
    ]
    assert match(names, MATHS) == [21, 22, 23, 24, None]


@given(st.lists(st.text(), max_size=6))
def test_never_fails_and_never_gives_one_lesson_twice(names: list[str]) -> None:
    found = [key for key in match(names, MATHS) if key is not None]
    assert len(found) == len(set(found))
