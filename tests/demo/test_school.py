"""The people of the demo school and who teaches what."""

from collections import Counter

from truongso.demo import school
from truongso.demo.story.due import DEPUTIES, GROUP_LEADERS, HEADS
from truongso.foundation.text import clean_line
from truongso.rules.authority import Duty
from truongso.rules.calendar import TERM_WEEKS
from truongso.rules.subjects import GRADES, subjects

NORM = 19
"""Periods a week of a teacher of lower secondary school, less what other duties count for."""

LESS_FOR = {Duty.HOMEROOM_TEACHER: 4, Duty.DEPARTMENT_HEAD: 3, Duty.DEPARTMENT_DEPUTY: 1}


def periods_of(login: str) -> int:
    return sum(slot.staff == login and not slot.afternoon for slot in school.timetable())


def test_staff_have_the_shape_of_the_school() -> None:
    people = list(school.staff().values())
    duties = Counter(duty for person in people for duty in person.duties)
    assert len(people) == 36
    assert duties[Duty.PRINCIPAL] == duties[Duty.VICE_PRINCIPAL] == 1
    assert duties[Duty.DEPARTMENT_HEAD] == duties[Duty.DEPARTMENT_DEPUTY] == 2
    assert duties[Duty.CLERK] == duties[Duty.IT_ADMIN] == 1
    assert duties[Duty.HOMEROOM_TEACHER] == len(school.CLASSES) == 16
    assert {officer.org for officer in school.officials().values()} == {"ward", "city"}


def test_nobody_shares_a_code_a_name_or_a_way_to_sign_in() -> None:
    people = [*school.staff().values(), *school.officials().values()]
    for each in ("login", "full_name", "email"):
        assert len({getattr(person, each) for person in people}) == len(people)
    assert len({person.code for person in school.staff().values()}) == 36
    for person in people:
        assert person.login.islower()
        assert person.login.isascii()
        assert person.email == f"{person.login}@example.test"
        assert person.full_name == clean_line(person.full_name)


def test_every_teacher_belongs_to_a_group_of_his_department() -> None:
    for person in school.staff().values():
        if Duty.TEACHER in person.duties:
            assert person.group in school.departments()[person.department].groups


def test_the_keys_that_the_story_uses_hold_those_duties() -> None:
    people = school.staff()
    for key in school.departments():
        assert Duty.DEPARTMENT_HEAD in people[HEADS[key]].duties
        assert Duty.DEPARTMENT_DEPUTY in people[DEPUTIES[key]].duties
        assert {people[HEADS[key]].department, people[DEPUTIES[key]].department} == {key}
    for subject, login in GROUP_LEADERS.items():
        assert {Duty.GROUP_LEADER, Duty.DEPARTMENT_HEAD} & set(people[login].duties)
        assert subject in school.departments()[people[login].department].subjects


def test_every_class_is_taught_every_subject_and_strand_by_one_teacher() -> None:
    taught = Counter(
        (each.school_class, each.subject, each.strand) for each in school.assignments()
    )
    wanted = [
        (name, subject.code, strand)
        for name in school.CLASSES
        for subject in subjects().values()
        for strand in subject.strands or ("",)
    ]
    extra = [(each.name, each.subject, "") for each in school.extra_classes()]
    assert taught == Counter(wanted + extra)


def test_only_teachers_teach_and_each_of_them_does() -> None:
    teaching = {each.staff for each in school.assignments()}
    teachers = {p.login for p in school.staff().values() if Duty.TEACHER in p.duties}
    assert teaching == teachers


def test_homeroom_teachers_teach_their_class_and_hold_the_duty() -> None:
    assert set(school.homerooms()) == set(school.CLASSES)
    for name, login in school.homerooms().items():
        assert Duty.HOMEROOM_TEACHER in school.staff()[login].duties
        assert any(e.staff == login and e.school_class == name for e in school.assignments())


def test_those_who_hand_in_for_an_integrated_subject_teach_it_in_the_grade() -> None:
    integrated = {code for code, subject in subjects().items() if subject.integrated}
    assert set(school.uploaders()) == {(code, grade) for code in integrated for grade in GRADES}
    for (code, grade), login in school.uploaders().items():
        assert any(
            (each.staff, each.subject) == (login, code) and each.school_class.startswith(str(grade))
            for each in school.assignments()
        )


def test_loads_keep_to_the_norm() -> None:
    for person in school.staff().values():
        if Duty.TEACHER not in person.duties:
            continue
        load = periods_of(person.login) + sum(LESS_FOR.get(duty, 0) for duty in person.duties)
        assert load <= NORM
        if Duty.PRINCIPAL in person.duties or Duty.VICE_PRINCIPAL in person.duties:
            assert load <= 4
        else:
            assert load >= 12


def test_extra_classes_keep_to_two_periods_a_week_and_forty_five_pupils() -> None:
    # Circular 29/2024/TT-BGDĐT: extra teaching in school.
    for extra in school.extra_classes():
        slots = [slot for slot in school.timetable() if slot.school_class == extra.name]
        assert len(slots) <= 2
        assert all(slot.afternoon and slot.staff == extra.staff for slot in slots)
        assert extra.count <= 45


def test_the_year_has_thirty_five_weeks() -> None:
    assert sum(TERM_WEEKS) == 35
