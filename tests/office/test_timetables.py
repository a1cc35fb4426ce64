"""The timetable by hand: begun from a day, a class's week laid, clashes shown and refused."""

from datetime import date

import pytest

from tests.clients import signed_in
from tests.planning.test_page_cost import asked
from tests.school import NOW, School, found
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, Stale, sentence
from truongso.foundation.tenancy import acting_in
from truongso.office.actions.timetables import WeekAsked, begin_version, save_week
from truongso.office.queries import timetables as queries
from truongso.office.queries.timetables import Place, Taught, Week
from truongso.roster.models import TeachingAssignment, TimetableSlot, TimetableVersion

DAY, LATER = date(2026, 10, 19), date(2026, 11, 2)
FIRST, SECOND = Place(0, False, 1), Place(0, False, 2)


def begun(school: School, day: date = DAY, who: str = "Nam") -> TimetableVersion:
    return begin_version(actor=school.actor(who), day=day, now=NOW)


def week(school: School, version: TimetableVersion, name: str = "6A") -> Week:
    with acting_in(school.id):
        return queries.week_of(school, version, school.classes[name])


def taught(school: School, subject: str, name: str = "6A") -> Taught:
    row = TeachingAssignment.objects.of(school).get(
        subject=subject, school_class=school.classes[name], until=None
    )
    return Taught(row.subject, row.strand, row.staff_id)


def lay(
    school: School,
    version: TimetableVersion,
    cells: dict[Place, Taught],
    name: str = "6A",
    who: str = "Nam",
    seen: str | None = None,
) -> int:
    mark = week(school, version, name).mark if seen is None else seen
    wanted = WeekAsked(version.id, school.classes[name].id, cells, mark)
    return save_week(actor=school.actor(who), asked=wanted, now=NOW)


def test_a_week_is_laid_changed_and_copied_into_the_next_timetable(school: School) -> None:
    version, maths = begun(school), taught(school, "TOAN")
    assert lay(school, version, {FIRST: maths, SECOND: maths}) == 2
    assert lay(school, version, {FIRST: maths}) == 1
    assert lay(school, version, {FIRST: maths}) == 0
    after = begun(school, LATER)
    assert week(school, after).now == {FIRST: maths}
    lay(school, after, {})
    assert week(school, version).now == {FIRST: maths}
    with acting_in(school.id):
        entries = JournalEntry.objects.filter(verb__startswith="office.timetable_")
        assert sorted(entries.values_list("verb", flat=True)) == [
            "office.timetable_begun",
            "office.timetable_begun",
            "office.timetable_changed",
            "office.timetable_changed",
            "office.timetable_changed",
        ]


def test_two_timetables_never_begin_on_one_day_nor_outside_the_year(school: School) -> None:
    begun(school)
    with pytest.raises(RuleBroken, match="begins_already"):
        begun(school)
    with pytest.raises((RuleBroken, Missing)):
        begun(school, date(2031, 1, 1))


def test_a_teacher_who_teaches_elsewhere_then_is_shown_and_refused(school: School) -> None:
    version = begun(school)
    lan = taught(school, "TOAN", "6A")
    TeachingAssignment.objects.of(school).filter(
        subject="TOAN", school_class=school.classes["6B"]
    ).update(staff_id=lan.staff_id)
    lay(school, version, {FIRST: lan}, "6A")
    there = taught(school, "TOAN", "6B")
    shown = dict(week(school, version, "6B").options(FIRST))
    assert shown[there.key].startswith("⚠")
    assert "(6A)" in shown[there.key]
    assert not dict(week(school, version, "6B").options(SECOND))[there.key].startswith("⚠")
    with pytest.raises(RuleBroken) as refused:
        lay(school, version, {FIRST: there, SECOND: there}, "6B")
    [violation] = refused.value.violations
    assert "Thứ 2, tiết 1 buổi sáng" in sentence(violation)
    assert "lớp 6A" in sentence(violation)
    assert TimetableSlot.objects.of(school).filter(version=version).count() == 1


def test_nobody_teaches_what_he_is_not_assigned_to(school: School) -> None:
    version = begun(school)
    wrong = Taught("NGUVAN", "", school.staff["Quý"].id)
    with pytest.raises(RuleBroken, match="not_assigned"):
        lay(school, version, {FIRST: wrong})


def test_what_another_has_changed_meanwhile_is_not_overwritten(school: School) -> None:
    version, maths = begun(school), taught(school, "TOAN")
    seen = week(school, version).mark
    lay(school, version, {FIRST: maths})
    with pytest.raises(Stale):
        lay(school, version, {SECOND: maths}, seen=seen)


def test_needs_the_right_and_is_of_ones_own_school(school: School) -> None:
    version = begun(school)
    with pytest.raises(NotAllowed):
        begun(school, LATER, "Lan")
    with pytest.raises(NotAllowed):
        lay(school, version, {}, who="Lan")
    with found() as other, pytest.raises(Missing):
        lay(other, version, {}, seen="x")


def test_the_page_lays_a_week_and_says_a_clash_in_words(school: School) -> None:
    browser = signed_in(school, "Nam")
    assert "hãy bắt đầu bản đầu tiên" in browser.get("/thoi-khoa-bieu/sua/").content.decode()
    answer = browser.post("/thoi-khoa-bieu/ban-moi/", {"day": DAY.isoformat()})
    version = TimetableVersion.objects.of(school).get()
    assert answer.status_code == 302
    maths, place = taught(school, "TOAN"), school.classes["6A"].id
    page = browser.get(f"/thoi-khoa-bieu/sua/?ban={version.id}&lop={place}").content.decode()
    assert page.count(f'value="{maths.key}"') == len(queries.PLACES)
    sent = {"seen": week(school, version).mark, "o-0s1": maths.key}
    browser.post(f"/thoi-khoa-bieu/{version.id}/lop/{place}/", sent)
    assert week(school, version).now == {FIRST: maths}
    link = "/thoi-khoa-bieu/sua/"
    assert link in browser.get("/thoi-khoa-bieu/").content.decode()
    assert link not in signed_in(school, "Lan").get("/thoi-khoa-bieu/").content.decode()


def test_the_page_costs_a_handful(school: School) -> None:
    begun(school)
    few = asked(school, "Nam", "/thoi-khoa-bieu/sua/")
    lay(school, TimetableVersion.objects.of(school).get(), {FIRST: taught(school, "TOAN")})
    assert asked(school, "Nam", "/thoi-khoa-bieu/sua/") == few <= 16
