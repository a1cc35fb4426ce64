"""The timetable of the demo school holds: no clash, and just what the assignments say."""

from collections import Counter

from truongso.demo import school
from truongso.demo.programmes import programme
from truongso.rules.calendar import TERM_WEEKS

SATURDAY = 5


def test_no_class_and_no_teacher_is_at_two_places_at_once() -> None:
    slots = school.timetable()
    for whose in ("school_class", "staff"):
        taken = Counter(
            (getattr(slot, whose), slot.weekday, slot.afternoon, slot.period) for slot in slots
        )
        assert max(taken.values()) == 1


def test_every_slot_is_taught_by_the_one_assigned() -> None:
    assigned = {(e.school_class, e.subject, e.strand): e.staff for e in school.assignments()}
    for slot in school.timetable():
        assert slot.staff == assigned[slot.school_class, slot.subject, slot.strand]
        assert 0 <= slot.weekday <= SATURDAY
        assert 1 <= slot.period <= 5


def test_each_class_has_as_many_periods_as_its_programmes_ask_in_term_one() -> None:
    for name in school.CLASSES:
        slots = [slot for slot in school.timetable() if slot.school_class == name]
        assert len(slots) == 29
        held = Counter((slot.subject, slot.strand) for slot in slots)
        for (subject, strand), count in held.items():
            lessons = programme(subject, int(name[0])).lessons
            periods = sum(
                lesson.periods
                for lesson in lessons
                if lesson.strand == strand and lesson.last_week <= TERM_WEEKS[0]
            )
            assert abs(periods - count * TERM_WEEKS[0]) <= 4


def test_flag_ceremony_opens_and_class_hour_closes_the_week() -> None:
    for name in school.CLASSES:
        slots = {
            (slot.weekday, slot.period): slot.subject
            for slot in school.timetable()
            if slot.school_class == name
        }
        assert slots[0, 1] == "HDTN"
        assert slots[max(slots)] == "HDTN"


def test_no_subject_fills_a_day_and_sport_is_not_in_the_last_period() -> None:
    held = Counter(
        (slot.school_class, slot.weekday, slot.subject)
        for slot in school.timetable()
        if not slot.afternoon
    )
    assert max(held.values()) == 2
    assert not any(slot.subject == "GDTC" and slot.period == 5 for slot in school.timetable())
