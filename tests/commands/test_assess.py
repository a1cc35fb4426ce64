"""`truongso assess`: what it takes, what it refuses, and where it says the fault lies."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.worked import SCORED, Case, assessed, by_id, pupil, scored
from truongso.commands.assess import NEWEST, answers, read, write
from truongso.commands.trouble import Trouble
from truongso.rules.circular import circular_on

CIRCULAR = circular_on(NEWEST)
SHAPE = ["id", "subjects", "term1", "term2", "year", "decision", "honour", "reasons"]
DELETE = object()


def changed(place: str, value: Any) -> Case:
    """A good case with one thing changed; the place as in an error: `subjects[0].terms.1`."""
    case = pupil("x", "8×8.5")
    steps = [int(s) if s.isdigit() and s not in ("1", "2") else s
             for s in place.replace("[", ".").replace("]", "").split(".")]  # fmt: skip
    at: Any = case
    for step in steps[:-1]:
        at = at[int(step) if isinstance(at, list) else step]
    last = int(steps[-1]) if isinstance(at, list) else steps[-1]
    if value is DELETE:
        del at[last]
    else:
        at[last] = value
    return case


FIRST = "subjects[0].terms.1"
BAD = [
    ("grade", 5, "grade", "case.grade"),
    ("grade", 10, "grade", "case.grade"),
    ("grade", True, "grade", "case.grade"),
    ("grade", "6", "grade", "case.grade"),
    ("grade", 6.0, "grade", "case.grade"),
    ("grade", DELETE, "grade", "case.grade"),
    ("absent_sessions", -1, "absent_sessions", "case.sessions"),
    ("absent_sessions", 4.5, "absent_sessions", "case.sessions"),
    ("absent_sessions", "3", "absent_sessions", "case.sessions"),
    ("absent_sessions", False, "absent_sessions", "case.sessions"),
    ("absent_sessions", 10**30, "absent_sessions", "case.sessions"),
    ("subjects", DELETE, "subjects", "case.not_a_list"),
    ("subjects", {}, "subjects", "case.not_a_list"),
    ("subjects[3]", None, "subjects[3]", "case.not_an_object"),
    ("subjects[3].code", "", "subjects[3].code", "case.code"),
    ("subjects[3].code", 7, "subjects[3].code", "case.code"),
    ("subjects[3].code", "X" * 33, "subjects[3].code", "case.code"),
    ("subjects[3].code", "A\nB", "subjects[3].code", "case.code"),
    ("subjects[3].code", "toan", "subjects[3].code", "case.doubled_code"),
    ("subjects[3].assessed_by", "comments", "subjects[3].assessed_by", "case.assessed_by"),
    ("subjects[9].assessed_by", "scores", "subjects[9].assessed_by", "case.assessed_by"),
    ("subjects[3].assessed_by", "points", "subjects[3].assessed_by", "case.assessed_by"),
    ("subjects[3].assessed_by", DELETE, "subjects[3].assessed_by", "case.assessed_by"),
    ("subjects[3].exempt", "no", "subjects[3].exempt", "case.flag"),
    ("subjects[3].exemt", True, "subjects[3]", "case.unknown_key"),
    ("subjects[3].terms", [], "subjects[3].terms", "case.not_an_object"),
    ("subjects[3].terms", False, "subjects[3].terms", "case.not_an_object"),
    ("subjects[3].terms.3", {}, "subjects[3].terms", "case.unknown_key"),
    (FIRST, 8, FIRST, "case.not_an_object"),
    (f"{FIRST}.comments", ["D"], FIRST, "case.unknown_key"),
    (f"{FIRST}.regular", 8, f"{FIRST}.regular", "case.not_a_list"),
    (f"{FIRST}.regular", [8] * 5, f"{FIRST}.regular", "case.too_many"),
    (f"{FIRST}.regular[2]", "8", f"{FIRST}.regular[2]", "case.score"),
    (f"{FIRST}.regular[2]", True, f"{FIRST}.regular[2]", "case.score"),
    (f"{FIRST}.regular[2]", [8], f"{FIRST}.regular[2]", "case.score"),
    (f"{FIRST}.midterm", 8.55, f"{FIRST}.midterm", "case.score"),
    (f"{FIRST}.midterm", 10.1, f"{FIRST}.midterm", "case.score"),
    (f"{FIRST}.midterm", 85, f"{FIRST}.midterm", "case.score"),
    (f"{FIRST}.midterm", 100, f"{FIRST}.midterm", "case.score"),
    (f"{FIRST}.midterm", -1, f"{FIRST}.midterm", "case.score"),
    (f"{FIRST}.final", "D", f"{FIRST}.final", "case.score"),
    ("subjects[0].retest", "D", "subjects[0].retest", "case.score"),
    ("subjects[9].retest", 5, "subjects[9].retest", "case.comment"),
    ("subjects[9].terms.2.comments[1]", "Đ", "subjects[9].terms.2.comments[1]", "case.comment"),
    ("subjects[9].terms.2.final", 8, "subjects[9].terms.2.final", "case.comment"),
    ("subjects[9].terms.2.comments", ["D"] * 3, "subjects[9].terms.2.comments", "case.too_many"),
    ("conduct", [], "conduct", "case.not_an_object"),
    ("conduct.1", "Tốt", "conduct.1", "case.level"),
    ("conduct.2", 3, "conduct.2", "case.level"),
    ("conduct.summer", "gioi", "conduct.summer", "case.level"),
    ("conduct.3", "tot", "conduct", "case.unknown_key"),
    ("individual_plan", 1, "individual_plan", "case.flag"),
    ("id", DELETE, "[0].id", "case.id"),
    ("id", "", "[0].id", "case.id"),
    ("id", 1.5, "[0].id", "case.id"),
    ("id", True, "[0].id", "case.id"),
    ("id", None, "[0].id", "case.id"),
]


def told(given: Any) -> Any:
    """The answers to cases, read as the command reads them."""
    return list(answers(read(json.dumps(given).encode()), circular=CIRCULAR))


@pytest.mark.parametrize(("change", "value", "at", "code"), BAD)
def test_tells_the_place_of_a_fault(change: str, value: Any, at: str, code: str) -> None:
    bad, good = told([changed(change, value), pupil("y", "8×8.5")])
    assert (bad["at"], bad["code"]) == (at, code)
    assert bad["error"].startswith(f"{at}: ")
    assert bad.keys() == {"id", "error", "at", "code"}
    assert good["decision"] == "promoted", "the others are still answered"


RAW = [
    ('"midterm": 8.5', '"midterm": 1e1', f"{FIRST}.midterm", "case.score"),
    ('"midterm": 8.5', '"midterm": 85e-1', f"{FIRST}.midterm", "case.score"),
    ('"midterm": 8.5', '"midterm": NaN', f"{FIRST}.midterm", "case.score"),
    ('"midterm": 8.5', '"midterm": -Infinity', f"{FIRST}.midterm", "case.score"),
    ('"midterm": 8.5', '"midterm": -0', f"{FIRST}.midterm", "case.score"),
    ('"midterm": 8.5', '"midterm": 8.5, "midterm": 9', FIRST, "case.doubled_key"),
    ('"midterm": 8.5', f'"midterm": {"9" * 5000}', f"{FIRST}.midterm", "case.score"),
    ('"grade": 6', '"grade": 6, "grade": 7', "", "case.doubled_key"),
]


@pytest.mark.parametrize(("old", "new", "at", "code"), RAW)
def test_reads_numbers_as_they_stand(old: str, new: str, at: str, code: str) -> None:
    text = json.dumps([pupil("x", "8×8.5")]).replace(old, new, 1)
    (found,) = answers(read(text.encode()), circular=CIRCULAR)
    assert (found["at"], found["code"]) == (at, code)


def test_answers_in_the_order_and_shape_that_is_promised() -> None:
    found = by_id([pupil(name, "8×8.5") for name in ("b", "a")] + [pupil("c", "8×5") | {"id": 7}])
    assert list(found) == ["b", "a", 7]
    for each in found.values():
        assert list(each) == SHAPE
        assert list(each["subjects"])[:8] == list(SCORED)
    assert found["a"]["subjects"]["TOAN"] == {
        "term1": "8.5",
        "term2": "8.5",
        "year": "8.5",
        "after_retest": None,
    }


def test_a_name_is_used_once() -> None:
    found = told(
        [pupil("x", "8×8.5"), pupil("x", "8×4"), pupil("1", "8×6"), pupil("1", "8×6") | {"id": 1}]
    )
    assert [each.get("code") for each in found] == [None, "case.doubled_id", None, None]
    assert (found[1]["id"], found[1]["at"]) == ("x", "[1].id")


def test_what_is_not_a_case_is_told() -> None:
    found = told([None, 7, "x", [], pupil("a", "8×8.5")])
    assert [each.get("at") for each in found] == ["[0]", "[1]", "[2]", "[3]", None]


def test_leaves_what_other_software_says_beside() -> None:
    (found,) = told([pupil("x", "8×8.5", remark="chess", school_class="6A")])
    assert found["decision"] == "promoted"


def test_a_subject_outside_the_programme_counts_as_it_is_given() -> None:
    case = pupil("x", "8×8.5")
    case["subjects"][0] = scored("CHESS", "8 9 / 8 / 8", "8 8 8 / 8 / 8")
    (found,) = told([case])
    assert found["subjects"]["CHESS"] == {
        "term1": "8.1",
        "term2": "8.0",
        "year": "8.0",
        "after_retest": None,
    }
    assert "term1.marks.unknown_subject" in found["reasons"]
    case["subjects"][0] = scored("CHESS", "8 / 8 / 8")
    (found,) = told([case])
    assert found["subjects"]["CHESS"]["term1"] is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "không phải JSON (dòng 1, cột 1)"),
        (b"[{]", "không phải JSON"),
        (b"{}", "phải là một danh sách"),
        (b"null", "phải là một danh sách"),
        (b'"x"', "phải là một danh sách"),
        (b"7", "phải là một danh sách"),
        (b"[\xff]", "không phải UTF-8"),
        (b"[" * 200_000, "lồng nhau quá sâu"),
    ],
    ids=lambda each: str(each)[:12],
)
def test_refuses_an_input_as_a_whole_in_a_line(raw: bytes, said: str) -> None:
    with pytest.raises(Trouble, match=said.replace("(", r"\(").replace(")", r"\)")):
        read(raw)


def test_ends_with_2_and_a_sentence_when_the_whole_is_refused() -> None:
    said = assessed(b"{}", status=2)
    assert said == "truongso: Đầu vào phải là một danh sách JSON các ca ([...]).\n"
    assert "Không có quy định" in assessed([], "--on", "2020-01-01", status=2)


def test_an_empty_list_has_an_empty_answer() -> None:
    assert assessed([]) == []
    assert assessed(b"\xef\xbb\xbf[]") == []


def test_an_id_that_no_text_can_hold_comes_back() -> None:
    found = assessed(rb'[{"id": "\ud800", "grade": 6}, {"id": "\u0110", "grade": 5}]')
    assert [each["id"] for each in found] == ["\ud800", "Đ"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES = [change for change, value, *_ in BAD if value is not DELETE]


@given(st.sampled_from(PLACES), VALUES)
def test_never_fails_whatever_stands_there(change: str, value: Any) -> None:
    (found,) = told([changed(change, value)])
    assert ("error" in found) != ("decision" in found)


@given(VALUES)
def test_never_fails_whatever_the_case_is(value: Any) -> None:
    found = told([value, {"id": "a", "grade": 6, "subjects": value, "conduct": value}])
    assert len(found) == 2


def test_writes_a_case_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    write(answers([], circular=CIRCULAR), sys.stdout)
    write(iter([{"id": 1}, {"id": 2}]), sys.stdout)
    assert capsys.readouterr().out == '[]\n[\n{"id": 1},\n{"id": 2}\n]\n'
