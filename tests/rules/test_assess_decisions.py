"""Who goes up, is assessed again, trains in the summer or repeats: through the command."""

from typing import Any, NamedTuple

import pytest

from tests.rules.worked import Case, by_id, pupil, scored

G3 = "6.0 3.4 4.8 7.0 6.2 4.5 6.6 7.0"


class Expected(NamedTuple):
    """What a case comes to: decision, learning of the year, and reasons that must be told."""

    decision: str
    learning: str | None
    reasons: tuple[str, ...] = ()


CASES: dict[str, tuple[Case, Expected]] = {}


def case(name: str, notation: str, *expected: Any, **more: Any) -> None:
    decision, learning, *reasons = expected
    CASES[name] = pupil(name, notation, **more), Expected(decision, learning, tuple(reasons))


case("G1", "6×5.0 2×4.9", "promoted", "dat", conduct="kha kha", absent=45)
case("G2", "6×5.0 2×4.9", "repeat", "dat", "year.promotion.absent_too_long", absent=46)
case("G3", G3, "retest", "chua_dat", "year.promotion.retest", conduct="dat dat")
after = {"TOAN": 5.0, "NN1": 4.8, "KHTN": 4.5}
case("G4", G3, "promoted", "chua_dat", "summer.promotion.retest_passed", retest=after)
after = {"TOAN": 3.4, "NN1": 5.5, "KHTN": 5.5}
case("G5", G3, "repeat", "chua_dat", "summer.promotion.retest_failed", retest=after)
case("G6", "5×5.0 3×4.9", "retest", "chua_dat", conduct="dat dat")
case("G7", "8×8.5", "retest", "chua_dat", failed=2)
passed_one = {"HDTN": "D", "GDDP": "CD"}
case("G7 after", "8×8.5", "promoted", "chua_dat", failed=2, retest=passed_one)
case("G8", "8×8.5", "promoted", "kha", "year.learning.one_subject", failed=1)
case("G9", "8×6.0", "summer_conduct", "dat", conduct="tot chua_dat")
both = "retest_and_summer_conduct"
case("G10", "5×5.0 3×4.9", both, "chua_dat", "year.promotion.both_remedies", conduct="dat chua_dat")
case("G11", "8×6.0", "promoted", "dat", conduct="chua_dat tot")
case("G12", "7×8.5 3.4", "promoted", "dat", "year.learning.one_subject")

# Borderline ones of our own.
case("absent 0", "8×6.0", "promoted", "dat", absent=0)
case("absent 46, the best", "8×10", "repeat", "tot", "year.honour.not_promoted", absent=46)
case("absent 46, retest", G3, "repeat", "chua_dat", absent=46)
case(
    "absences not counted",
    "8×6.0",
    "incomplete",
    "dat",
    "year.promotion.absences_unknown",
    absent=None,
)
case("no conduct", "8×6.0", "incomplete", "dat", "term2.conduct.missing", conduct="tot –")
case("no conduct in term 1", "8×6.0", "incomplete", "dat", "term1.conduct.missing", conduct="– tot")
case("no conduct, absent 46", "8×6.0", "repeat", "dat", conduct="– –", absent=46)
case("grade 9", "8×6.0", "promoted", "dat", "year.promotion.completed", grade=9)
trained = {"conduct": "dat chua_dat"}
case(
    "trained", "8×6.0", "promoted", "dat", "summer.promotion.summer_passed", summer="dat", **trained
)
case(
    "trained in vain",
    "8×6.0",
    "repeat",
    "dat",
    "summer.promotion.summer_failed",
    summer="chua_dat",
    **trained,
)
case(
    "trained, not due",
    "8×6.0",
    "promoted",
    "dat",
    "summer.promotion.summer_not_due",
    summer="chua_dat",
)
done = {"LSDL": 5.0, "KHTN": 5.0, "CN": 5.0, "TIN": 5.0}
case("both, trained", "5×5.0 3×4.9", "retest", "chua_dat", summer="dat", **trained)
case("both, trained in vain", "5×5.0 3×4.9", "repeat", "chua_dat", summer="chua_dat", **trained)
case("both, tested", "5×5.0 3×4.9", "summer_conduct", "chua_dat", retest=done, **trained)
case("both, both done", "5×5.0 3×4.9", "promoted", "chua_dat", retest=done, summer="kha", **trained)
case("both, tested in vain", "5×5.0 3×4.9", "repeat", "chua_dat",
     retest=dict.fromkeys(("KHTN", "CN", "TIN"), 4.9), **trained)  # fmt: skip
case("one of three is enough", "5×5.0 3×4.9", "promoted", "chua_dat", retest={"TIN": 5.0})
case("one of three is not", "4×5.0 4×4.9", "retest", "chua_dat",
     "summer.promotion.retest_outstanding", retest={"TIN": 5.0})  # fmt: skip
case("just under five again", "5×5.0 3×4.9", "repeat", "chua_dat",
     retest=dict.fromkeys(("KHTN", "CN", "TIN"), 4.9))  # fmt: skip
case("worse than before", "7×6.0 3.4", "repeat", "chua_dat", retest={"TIN": 0})
case("mended to 3,5", "7×6.0 3.4", "promoted", "chua_dat", retest={"TIN": 3.5})
case("mended to 3,4", "7×6.0 3.4", "repeat", "chua_dat", retest={"TIN": 3.4})
case("only by the clause", "6×8.0 2×3.4", "promoted", "chua_dat",
     "summer.promotion.retest_adjusted", retest={"CN": 6.5, "TIN": 3.4})  # fmt: skip
case(
    "not on the list",
    "8×6.0",
    "promoted",
    "dat",
    "summer.promotion.retest_not_due",
    retest={"TIN": 0},
)
case("five is not on the list", "5×5.0 3×4.9", "retest", "chua_dat", retest={"VAN": 10})
case("a failed comment and low scores", "5×5.0 3×4.9", "retest", "chua_dat", failed=1)
case("conduct khá, chưa đạt", "8×6.0", "promoted", "dat", conduct="chua_dat kha")
case("an individual plan", "8×6.0", "incomplete", "dat", "year.promotion.principal_decides",
     individual_plan=True)  # fmt: skip


def test_there_are_enough() -> None:
    from tests.rules import test_assess_cases as others

    tables = (others.TERMS, others.YEARS, others.LEVELS, others.COMMENTS, others.HONOURS, CASES)
    assert sum(map(len, tables)) > 100


@pytest.fixture(scope="module")
def found() -> dict[Any, Any]:
    return by_id([given for given, _ in CASES.values()])


@pytest.mark.parametrize("name", CASES)
def test_decides(found: dict[Any, Any], name: str) -> None:
    answer, expected = found[name], CASES[name][1]
    assert answer["decision"] == expected.decision
    assert answer["year"]["learning"] == expected.learning
    assert set(expected.reasons) <= set(answer["reasons"])


def test_lists_what_is_assessed_again() -> None:
    names = ("G3", "G6", "G7", "a failed comment and low scores")
    answers = by_id([CASES[name][0] for name in names], "--explain")
    said = {
        name: each["text"]
        for name in names
        for each in answers[name]["explanations"]
        if each["code"] == "promotion.retest"
    }
    assert said == {
        "G3": "Được đánh giá lại trong hè: môn TOAN, NN1, KHTN.",
        "G6": "Được đánh giá lại trong hè: môn KHTN, CN, TIN.",
        "G7": "Được đánh giá lại trong hè: môn HDTN, GDDP.",
        "a failed comment and low scores": "Được đánh giá lại trong hè: môn KHTN, CN, TIN, GDDP.",
    }


def test_shows_the_result_of_re_assessment_only_where_it_counts(found: dict[Any, Any]) -> None:
    after = {code: each["after_retest"] for code, each in found["G4"]["subjects"].items()}
    assert {code: each for code, each in after.items() if each} == {
        "TOAN": "5.0",
        "NN1": "4.8",
        "KHTN": "4.5",
    }
    assert found["G4"]["subjects"]["TOAN"]["year"] == "3.4"
    assert found["G7 after"]["subjects"]["GDDP"]["after_retest"] == "CD"
    assert found["not on the list"]["subjects"]["TIN"]["after_retest"] is None


def test_a_school_may_read_article_14_strictly() -> None:
    names = ("G10", "both, trained", "both, both done", "G9", "G3")
    answers = by_id([CASES[name][0] for name in names], "--one-remedy")
    assert [answers[name]["decision"] for name in names] == [
        "repeat",
        "repeat",
        "repeat",
        "summer_conduct",
        "retest",
    ]
    assert "year.promotion.retest_barred" in answers["G10"]["reasons"]


def test_exempt_subjects_count_in_nothing() -> None:
    case = pupil("a", "7×8.5 0", failed=1)
    case["subjects"][7]["exempt"] = case["subjects"][11]["exempt"] = True
    few = pupil("b", "5×8.5 3×0")
    for place in (5, 6, 7):
        few["subjects"][place]["exempt"] = True
    found = by_id([case, few])
    assert found["a"]["year"]["learning"] == "tot"
    assert found["a"]["subjects"]["TIN"] == found["a"]["subjects"]["GDDP"]
    assert set(found["a"]["subjects"]["TIN"].values()) == {None}
    assert (found["b"]["year"]["learning"], found["b"]["decision"]) == (None, "incomplete")
    assert "year.learning.too_few_subjects" in found["b"]["reasons"]


def test_an_elective_counts_and_the_six_do_not_grow() -> None:
    case = pupil("a", "5×8.0 3×7.0")
    case["subjects"].insert(8, scored("NN2", 8.0, 8.0, count=4))
    assert by_id([case])["a"]["year"]["learning"] == "tot"


def test_without_term_2_nothing_is_decided() -> None:
    case = pupil("a", "8×8.5")
    for subject in case["subjects"]:
        del subject["terms"]["2"]
    case["conduct"] = {"1": "tot"}
    found = by_id([case])["a"]
    assert found["term1"] == {"learning": "tot", "conduct": "tot"}
    assert found["term2"] == found["year"] == {"learning": None, "conduct": None}
    assert (found["decision"], found["honour"]) == ("incomplete", None)


def test_fewer_marks_than_the_circular_asks_leave_the_result_open() -> None:
    case = pupil("a", "8×8.5")
    del case["subjects"][1]["terms"]["2"]["regular"][3]
    found = by_id([case], "--explain")["a"]
    assert found["subjects"]["TOAN"]["term2"] is None
    assert (found["term1"]["learning"], found["term2"]["learning"]) == ("tot", None)
    assert found["decision"] == "incomplete"
    said = [each["text"] for each in found["explanations"] if each["code"] == "marks.missing"]
    assert said == ["Môn TOAN còn thiếu TX4."]
