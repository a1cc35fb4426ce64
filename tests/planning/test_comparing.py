"""What changed between two versions: words marked, equal lines folded, nothing to wait for."""

import time

import pytest

from truongso.planning.comparing import Line, Piece, compare

LINES = [f"Dòng {number}" for number in range(1, 21)]


def text(*lines: str) -> str:
    return "\n".join(lines)


def kinds(old: str, new: str) -> list[str]:
    return [line.kind for line in compare(old, new).lines]


def test_is_not_known_without_both_texts() -> None:
    assert not compare(None, "a").known
    assert not compare("a", None).known


def test_marks_the_words_that_changed_within_a_line() -> None:
    result = compare("Ngày soạn: 15/11 – Tuần 4", "Ngày soạn: 16/11 – Tuần 4")
    removed, added = result.lines
    assert removed == Line(
        "removed",
        (Piece("same", "Ngày soạn: "), Piece("removed", "15/11"), Piece("same", " – Tuần 4")),
    )
    assert [piece.kind for piece in added.pieces] == ["same", "added", "same"]
    assert (result.added, result.removed) == (1, 1)


def test_shows_new_lines_whole() -> None:
    result = compare(text("a", "b"), text("a", "x", "y", "b"))
    assert [line.kind for line in result.lines] == ["same", "added", "added", "same"]
    assert (result.added, result.removed) == (2, 0)


def test_folds_equal_lines_away_but_for_those_beside_a_change() -> None:
    changed = [*LINES[:10], "khác", *LINES[11:]]
    shown = compare(text(*LINES), text(*changed)).lines
    assert [line.kind for line in shown] == [
        *("gap", "same", "same", "removed", "added", "same", "same", "gap")
    ]
    assert [piece.text for piece in shown[0].pieces] == LINES[:8]
    assert [piece.text for piece in shown[-1].pieces] == LINES[13:]


def test_folds_nothing_that_is_short() -> None:
    assert kinds(text("a", "b", "x"), text("a", "b", "y")) == ["same", "same", "removed", "added"]


def test_says_nothing_changed_where_only_spaces_did() -> None:
    result = compare("Mục  tiêu\n\n", " Mục tiêu")
    assert result.known
    assert (result.added, result.removed) == (0, 0)


def test_passes_over_the_numbers_of_pages() -> None:
    old = "Mục tiêu\n1\fHoạt động\n2"
    new = "Mục tiêu\nHoạt động\n1"
    assert (compare(old, new).added, compare(old, new).removed) == (0, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 9000, "a\n" * 8990),
        ("a\nb\n" * 4000, "b\na\nc\n" * 3000),
        ("x y z " * 20_000, "y x z " * 20_000),
    ],
)
def test_is_not_kept_busy_by_a_crafted_file(old: str, new: str) -> None:
    begun = time.monotonic()
    assert compare(old, new).known
    assert time.monotonic() - begun < 2
