"""The pupils of the demo school."""

from collections import Counter

from truongso.demo.people import members, pupils
from truongso.demo.school import CLASSES, extra_classes, staff
from truongso.foundation.text import clean_line


def test_there_are_six_hundred_and_forty_in_classes_of_ordinary_size() -> None:
    drafts = pupils(2026)
    sizes = Counter(pupil.school_class for pupil in drafts)
    assert len(drafts) == 640
    assert set(sizes) == set(CLASSES)
    assert set(sizes.values()) <= set(range(38, 43))


def test_the_same_year_gives_the_same_pupils() -> None:
    assert pupils(2026) == pupils(2026)


def test_codes_have_ten_digits_and_are_nobody_elses() -> None:
    codes = [pupil.code for pupil in pupils(2026)]
    assert len(set(codes)) == 640
    assert all(len(code) == 10 and code.isdigit() for code in codes)


def test_ages_fit_the_grade() -> None:
    for pupil in pupils(2026):
        age = 2026 - pupil.born_on.year - int(pupil.school_class[0])
        assert age in (5, 6)


def test_names_are_whole_and_tell_pupils_of_a_class_apart() -> None:
    drafts = pupils(2026)
    assert len({(pupil.school_class, pupil.full_name) for pupil in drafts}) == 640
    grown_ups = {person.full_name for person in staff().values()}
    for pupil in drafts:
        assert pupil.full_name == clean_line(pupil.full_name)
        assert len(pupil.full_name.split()) >= 3
        assert pupil.full_name not in grown_ups
    assert 280 <= sum(pupil.sex == "f" for pupil in drafts) <= 360


def test_extra_classes_take_pupils_from_all_classes_they_may() -> None:
    drafts = pupils(2026)
    for extra in extra_classes():
        chosen = members(extra, drafts)
        assert len({pupil.code for pupil in chosen}) == extra.count
        assert {pupil.school_class for pupil in chosen} == set(extra.of)
