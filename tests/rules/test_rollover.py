"""Rolling a year over, on a small school by hand: who goes where, and who teaches there."""

from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from truongso.rules import rollover
from truongso.rules.rollover import (
    FOLLOW,
    Choices,
    OldClass,
    OldHomeroom,
    OldPupil,
    OldTeaching,
    OldYear,
)
from truongso.rules.years import Outcome

UP, STAYS, SUMMER, DONE = Outcome.PROMOTED, Outcome.RETAINED, Outcome.SUMMER, Outcome.COMPLETED


def uid(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def pupil(name: str, class_name: str, outcome: Outcome | None = UP) -> OldPupil:
    return OldPupil(uid(name), name, name, uid(class_name), outcome)


def taught(who: str, class_name: str, subject: str = "TOAN", *, works: bool = True) -> OldTeaching:
    return OldTeaching(uid(class_name), uid(who), who, subject, "", works)


OLD = OldYear(
    classes=tuple(OldClass(uid(n), n, int(n[0])) for n in ("6A", "6B", "7A", "9A")),
    pupils=(
        pupil("An", "6A"),
        pupil("Bảo", "6A", STAYS),
        pupil("Chi", "6A", SUMMER),
        pupil("Dung", "6B"),
        pupil("Em", "6B", None),
        pupil("Giang", "7A"),
        pupil("Hải", "7A", STAYS),
        pupil("Khoa", "9A", DONE),
        pupil("Linh", "9A", STAYS),
    ),
    teaching=(
        taught("Lan", "6A"),
        taught("Mận", "6B"),
        taught("Hoa", "7A"),
        taught("Oanh", "7A", "VAN", works=False),
        taught("Sen", "9A"),
    ),
    homerooms=(OldHomeroom(uid("6A"), uid("Lan"), "Lan"),),
    left=("Phúc",),
)
USUAL = rollover.usual(OLD)


def placed(choices: Choices, old: OldYear = OLD) -> dict[str, list[str]]:
    return {
        row.name: [place.pupil.name for place in row.pupils]
        for row in rollover.change(old, choices).classes
    }


def teachers(choices: Choices, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Who teaches a new class, and which of its subjects nobody does, with why."""
    row = next(row for row in rollover.change(OLD, choices).classes if row.name == name)
    return {t.subject: t.staff for t in row.teaching}, {gap.subject: gap.why for gap in row.gaps}


def test_classes_go_up_whole_and_whoever_repeats_stays_in_his_grade() -> None:
    assert placed(USUAL) == {
        "6A": ["Bảo"],
        "6B": [],
        "7A": ["An", "Hải"],
        "7B": ["Dung"],
        "8A": ["Giang"],
    }
    found = rollover.change(OLD, USUAL)
    assert [place.pupil.name for place in found.promoted] == ["An", "Dung", "Giang"]
    assert [place.pupil.name for place in found.retained] == ["Bảo", "Hải"]


def test_nobody_is_placed_who_is_done_undecided_or_without_a_class() -> None:
    found = rollover.change(OLD, USUAL)
    assert [place.pupil.name for place in found.completed] == ["Khoa"]
    assert [place.pupil.name for place in found.undecided] == ["Chi", "Em"]
    assert [place.pupil.name for place in found.unplaced] == ["Linh"]  # grade 9 has no new class
    assert found.left == ("Phúc",)


def test_classes_are_renamed_merged_and_split() -> None:
    merged = replace(USUAL, next_names=dict(USUAL.next_names) | {uid("6B"): ("7A",)})
    assert placed(merged)["7A"] == ["An", "Dung", "Hải"]
    more = tuple(pupil(name, "6B") for name in ("Gia", "Hân", "Ích"))
    old = replace(OLD, pupils=(*OLD.pupils, *more))
    split = replace(USUAL, next_names=dict(USUAL.next_names) | {uid("6B"): ("7B", "7C")})
    assert placed(split, old)["7B"] == ["Dung", "Hân"]
    assert placed(split, old)["7C"] == ["Gia", "Ích"]


def test_a_retained_pupil_goes_where_he_was_put() -> None:
    chosen = replace(USUAL, retained={uid("Bảo"): "6B"})
    assert placed(chosen)["6B"] == ["Bảo"]
    wrong = replace(USUAL, retained={uid("Bảo"): "7A"})
    assert "Bảo" in [place.pupil.name for place in rollover.change(OLD, wrong).unplaced]


def test_teachers_stay_in_their_grade() -> None:
    assert teachers(USUAL, "6A") == ({"TOAN": "Lan"}, {})
    assert teachers(USUAL, "7A") == ({"TOAN": "Hoa"}, {"VAN": "left"})
    assert teachers(USUAL, "7B") == ({}, {"TOAN": "nobody", "VAN": "nobody"})


def test_teachers_follow_their_class() -> None:
    follow = replace(USUAL, teachers=FOLLOW)
    assert teachers(follow, "7A") == ({"TOAN": "Lan"}, {"VAN": "nobody"})
    assert teachers(follow, "8A") == ({"TOAN": "Hoa"}, {"VAN": "left"})
    assert teachers(follow, "6A") == ({}, {"TOAN": "nobody"})
    merged = replace(follow, next_names=dict(USUAL.next_names) | {uid("6B"): ("7A",)})
    assert teachers(merged, "7A")[1] == {"TOAN": "several", "VAN": "nobody"}


def test_homeroom_teachers_follow_or_stay() -> None:
    def led(choices: Choices) -> dict[str, str]:
        rows = rollover.change(OLD, choices).classes
        return {row.name: row.homeroom.staff for row in rows if row.homeroom}

    assert led(USUAL) == {"7A": "Lan"}
    assert led(replace(USUAL, homerooms="stay")) == {"6A": "Lan"}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({uid("6A"): ()}, ["rollover.no_name", "rollover.retained_without_class"]),
        ({uid("6A"): ("8A",)}, ["rollover.two_grades", "rollover.retained_without_class"]),
        ({uid("6B"): ("7" * 31,)}, ["rollover.long_name", "rollover.retained_without_class"]),
    ],
)
def test_says_what_must_be_mended(changed: dict[UUID, tuple[str, ...]], codes: list[str]) -> None:
    chosen = replace(USUAL, next_names=dict(USUAL.next_names) | changed)
    found = [violation.code for violation in rollover.check_choices(OLD, chosen)]
    assert found[0] == codes[0]
    assert set(found) == set(codes)  # Linh of 9A always lacks a class: there is no new grade 9


def test_nothing_is_wrong_when_everybody_has_a_place() -> None:
    old = replace(OLD, pupils=tuple(p for p in OLD.pupils if p.name != "Linh"))
    assert list(rollover.check_choices(old, USUAL)) == []
