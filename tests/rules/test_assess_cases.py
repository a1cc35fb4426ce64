"""The worked cases of the rule book, A to F, and borderline ones, through the command."""

from typing import Any

import pytest

from tests.rules.worked import COMMENTED, Case, by_id, commented, one, pupil, scored

TERMS = {
    "A1": ("8 9 / 7 / 8", "7.9"),
    "A2": ("8 7 9 8 / 7.5 / 8", "7.9"),
    "A3": ("6.4 6.5 6.7 / 7 / 6", "6.5"),
    "A4": ("9 8.9 9 / 8.7 / 9.1", "9.0"),
    "A5": ("5 5 4.6 / 5 / 5", "5.0"),
    "A6": ("8 8 7.6 / 8 / 8", "8.0"),
    "A7": ("7 6 5 8 / 6.5 / 6", "6.3"),
    "A8": ("6 8 7.5 / 5 / 10", "7.7"),
    "A9": ("8 / 8 / 8", None),
    "A9 with a gap": ("8 – / 8 / 8", None),
    "nothing": ("– – / – / –", None),
    "zero": ("0 0 / 0 / 0", "0.0"),
    "ten": ("10 10.0 / 10 / 10", "10.0"),
    "decimals that say nothing": ("8.50 8.0 / 8.00 / 8", "8.1"),
}
YEARS = {
    "B1": (7.9, 8.5, "8.3"),
    "B2": (6.4, 6.5, "6.5"),
    "B3": (4.9, 5.0, "5.0"),
    "B4": (7.8, 8.0, "7.9"),
    "B5": (7.9, 8.0, "8.0"),
    "B6": (3.0, 3.7, "3.5"),
    "B7": (3.0, 3.6, "3.4"),
    "B8": (8.9, 9.0, "9.0"),
    "B9": (8.8, 9.0, "8.9"),
    "B10": (5.2, 4.8, "4.9"),
    "B11": (4.8, 5.2, "5.1"),
    "only term 2": (None, 8.0, None),
}
LEVELS = {
    "C1": ("6×8.0 2×6.5", 0, "tot", "tot"),
    "C2": ("5×8.0 7.9 2×6.5", 0, "kha", "kha"),
    "C3": ("7×9.0 6.4", 0, "kha", "kha"),
    "C4": ("7×8.5 5.0", 0, "kha", "kha"),
    "C5": ("7×8.5 4.9", 0, "kha", "kha"),
    "C6": ("7×8.5 3.5", 0, "kha", "kha"),
    "C7": ("7×8.5 3.4", 0, "dat", "dat"),
    "C8": ("6×8.5 2×4.9", 0, "dat", "dat"),
    "C9": ("6×8.5 6.4 4.9", 0, "dat", "dat"),
    "C10": ("8×8.5", 1, "kha", "kha"),
    "C11": ("8×7.0", 1, "dat", "dat"),
    "C12": ("8×8.5", 2, "chua_dat", "chua_dat"),
    "C13": ("7×8.5 4.0", 1, "dat", "dat"),
    "C14": ("7×7.0 4.0", 0, "dat", "dat"),
    "C15": ("7×7.0 3.4", 0, "dat", "dat"),
    "C16": ("6×6.5 2×5.0", 0, "kha", "kha"),
    "C17": ("5×6.5 6.4 2×5.0", 0, "dat", "dat"),
    "C18": ("6×5.0 2×3.5", 0, "dat", "dat"),
    "C19": ("6×5.0 4.5 3.2", 0, "chua_dat", "chua_dat"),
    "C20": ("5×5.0 3×4.9", 0, "chua_dat", "chua_dat"),
    "C21": ("5×8.0 2×7.0 4.0", 0, "dat", "kha"),
    "C22": ("6×8.0 7.0 4.0", 0, "kha", "kha"),
    "C23": ("6×6.5 6.0 3.4", 0, "dat", "dat"),
    "C24": ("5×6.5 2×6.0 3.4", 0, "chua_dat", "dat"),
    "C25": ("7×6.0 3.4", 0, "chua_dat", "chua_dat"),
    "C26": ("6×8.0 6.5 4.9", 0, "kha", "kha"),
    "C27": ("6×8.2 5.0 4.9", 0, "dat", "dat"),
    "C28": ("6×8.0 5.5 3.4", 0, "dat", "dat"),
    "a zero alone": ("7×10 0", 0, "dat", "dat"),
    "two just below": ("6×10 2×3.4", 0, "chua_dat", "chua_dat"),
    "one just below and a failed comment": ("7×10 3.4", 1, "chua_dat", "chua_dat"),
    "one short of the floor": ("6×6.5 5.0 4.9", 0, "dat", "dat"),
    "all ten": ("8×10", 0, "tot", "tot"),
    "all just under five": ("8×4.9", 0, "chua_dat", "chua_dat"),
    "all five": ("8×5", 0, "dat", "dat"),
    "three failed comments": ("8×10", 3, "chua_dat", "chua_dat"),
}
COMMENTS = {
    "D1": ("D D D D", "D D D D", "D", "D"),
    "D2": ("D C D D", "D D D D", "CD", "D"),
    "D3": ("D C D D", "D – D D", "CD", None),
    "D4": ("D D D D", "D D C D", "D", "CD"),
    "D5": ("D D D C", "D D D D", "CD", "D"),
    "D6": ("D D C D", "D D D D", "CD", "D"),
}
HONOURS = {
    "F1": ("6×9.0 2×6.5", "tot tot", "tot", "xuat_sac"),
    "F2": ("5×9.0 8.9 2×8.0", "tot tot", "tot", "gioi"),
    "F3": ("7×9.5 6.4", "tot tot", "kha", None),
    "F4": ("6×9.0 2×6.5", "tot kha", "tot", None),
    "F5": ("7×8.5 4.9", "tot tot", "kha", None),
    "conduct better in term 2": ("8×10", "kha tot", "tot", "xuat_sac"),
    "conduct worse in term 1": ("8×10", "dat tot", "tot", None),
}


def answers(cases: list[Case], *words: str) -> dict[Any, Any]:
    found = by_id(cases, *words)
    assert not [each for each in found.values() if "error" in each]
    return found


def test_averages_of_a_term() -> None:
    codes = {1: "TIN", 2: "TIN", 3: "CN", 4: "TOAN"}
    cases = []
    for name, (given, _) in TERMS.items():
        code = codes[len(given.split("/", maxsplit=1)[0].split())]
        cases.append(one(name, scored(code, given), grade=8))
    for name, found in answers(cases).items():
        (subject,) = found["subjects"].values()
        assert (name, subject["term1"]) == (name, TERMS[name][1])
        missing = "term1.marks.missing" in found["reasons"]
        assert missing is (TERMS[name][1] is None)


def test_averages_of_a_year() -> None:
    cases = [one(name, scored("TOAN", *given[:2])) for name, given in YEARS.items()]
    found = {name: each["subjects"]["TOAN"]["year"] for name, each in answers(cases).items()}
    assert found == {name: given[2] for name, given in YEARS.items()}


@pytest.mark.parametrize(("mode", "place"), [("exclude", 2), ("replace", 3)])
def test_levels_of_learning(mode: str, place: int) -> None:
    cases = [pupil(name, given[0], failed=given[1]) for name, given in LEVELS.items()]
    found = answers(cases, "--adjustment", mode)
    levels = {name: each["year"]["learning"] for name, each in found.items()}
    assert levels == {name: given[place] for name, given in LEVELS.items()}
    for name, each in found.items():
        for at in ("term1", "term2"):
            assert each[at]["learning"] == levels[name], "the terms have the same marks"
        doubtful = LEVELS[name][2] != LEVELS[name][3]
        assert ("year.learning.readings_differ" in each["reasons"]) is doubtful


def test_comments() -> None:
    cases = [one(name, commented("NT", *given[:2])) for name, given in COMMENTS.items()]
    for name, found in answers(cases).items():
        term1, year = COMMENTS[name][2:]
        assert found["subjects"]["NT"] == {
            "term1": term1,
            "term2": year,
            "year": year,
            "after_retest": None,
        }, name


def test_a_whole_pupil() -> None:
    rows = {
        "VAN": ("7 8 7.5 8 / 7.0 / 7.5", "7.4", "8 7.5 8 8 / 8 / 8", "7.9", "7.7"),
        "TOAN": ("9 8.5 9 10 / 8.5 / 9.0", "8.9", "9 9 9.5 9 / 9 / 9.3", "9.2", "9.1"),
        "NN1": ("6 6.5 7 6 / 6.0 / 6.5", "6.3", "6.5 7 6.5 7 / 6.5 / 6.8", "6.7", "6.6"),
        "GDCD": ("8 9 / 8.5 / 8", "8.3", "9 9 / 8.5 / 9", "8.9", "8.7"),
        "LSDL": ("7.5 8 8 8.5 / 8 / 7.8", "7.9", "8 8.5 8 9 / 8 / 8.3", "8.3", "8.2"),
        "KHTN": ("8 8 9 8.5 / 8 / 8.3", "8.3", "8 8.5 9 9 / 8.5 / 8.5", "8.6", "8.5"),
        "CN": ("9 8 / 8 / 8.5", "8.4", "9 9 / 9 / 8.5", "8.8", "8.7"),
        "TIN": ("9 10 / 9 / 9.5", "9.4", "10 9 / 9.5 / 9", "9.3", "9.3"),
    }
    case = pupil("E", "8×5")
    case["subjects"] = [
        *(scored(code, row[0], row[2]) for code, row in rows.items()),
        *(commented(code) for code in COMMENTED),
    ]
    found = answers([case])["E"]
    said = {code: found["subjects"][code] for code in rows}
    assert said == {
        code: {"term1": row[1], "term2": row[3], "year": row[4], "after_retest": None}
        for code, row in rows.items()
    }
    assert found["term1"] == {"learning": "kha", "conduct": "tot"}
    assert found["term2"] == found["year"] == {"learning": "tot", "conduct": "tot"}
    assert (found["decision"], found["honour"]) == ("promoted", "gioi")
    assert {"term1.learning.below_floor", "term1.learning.too_few_high"} <= set(found["reasons"])


def test_titles() -> None:
    cases = [pupil(name, given[0], conduct=given[1]) for name, given in HONOURS.items()]
    found = {n: (e["year"]["learning"], e["honour"]) for n, e in answers(cases).items()}
    assert found == {name: given[2:] for name, given in HONOURS.items()}
