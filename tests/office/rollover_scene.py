"""The little school at the end of its year: pupils in its classes, results, a year in preparation.

An, Bảo, Chi, Dung are in 6A; Em, Giang in 6B; Hải in 7A; Khoa and Linh in 9A, made for these tests.
Phúc of 6A has moved away. Lan leads 6A, Hoa 7A.
"""

from datetime import date
from typing import Any

from tests.school import School, at
from truongso.access.models import DutyHeld
from truongso.foundation.text import folded, sort_key
from truongso.office.actions.year_building import build_year
from truongso.office.actions.year_draft import prepare_year
from truongso.office.actions.year_opening import open_year
from truongso.office.actions.year_results import enter_results
from truongso.office.queries import rollover as queries
from truongso.roster import models as roster
from truongso.rules.authority import Duty
from truongso.rules.calendar import Break
from truongso.rules.years import Outcome, YearDates

UP, STAYS, SUMMER, DONE = Outcome.PROMOTED, Outcome.RETAINED, Outcome.SUMMER, Outcome.COMPLETED
JULY = at(date(2027, 7, 12))
AUGUST = at(date(2027, 8, 16))
DATES = YearDates(
    date(2027, 8, 30),
    date(2028, 5, 31),
    date(2027, 9, 6),
    (Break(date(2028, 1, 24), date(2028, 2, 6), "Tết Nguyên đán"),),
)
PUPILS = {
    "6A": ("An", "Bảo", "Chi", "Dung", "Phúc"),
    "6B": ("Em", "Giang"),
    "7A": ("Hải",),
    "9A": ("Khoa", "Linh"),
}
RESULTS = {
    "6A": {"An": UP, "Bảo": STAYS, "Chi": SUMMER, "Dung": UP},
    "6B": {"Em": UP, "Giang": UP},
    "7A": {"Hải": UP},
    "9A": {"Khoa": DONE, "Linh": DONE},
}


def fill_classes(school: School) -> dict[str, roster.Pupil]:
    """Add grade 9, the pupils and the homeroom teachers; returns the pupils by name."""
    school.classes["9A"] = roster.SchoolClass.objects.create(
        school_id=school.id, year=school.year, name="9A", grade=9, sort_key="9A"
    )
    pupils = {}
    for class_name, names in PUPILS.items():
        for name in names:
            pupils[name] = roster.Pupil.objects.create(
                school_id=school.id,
                code=f"HS{len(pupils) + 1:03}",
                full_name=f"Nguyễn Thị {name}",
                sort_key=sort_key(name),
                search_key=folded(name),
                sex="f",
                born_on=date(2015, 1, 1),
            )
            roster.ClassMember.objects.create(
                school_id=school.id,
                pupil=pupils[name],
                school_class=school.classes[class_name],
                since=school.year.starts_on,
            )
    leave(pupils["Phúc"], date(2027, 2, 20))
    for who, name in (("Lan", "6A"), ("Hoa", "7A")):
        school.duties[who, Duty.HOMEROOM_TEACHER] = DutyHeld.objects.create(
            school_id=school.id,
            staff=school.staff[who],
            duty=Duty.HOMEROOM_TEACHER.value,
            school_class=school.classes[name],
            since=at(school.year.starts_on),
        )
    return pupils


def leave(pupil: roster.Pupil, on: date) -> None:
    """Let a pupil have moved away."""
    pupil.status = roster.PupilStatus.MOVED_AWAY
    pupil.save()
    roster.ClassMember.objects.of(pupil).filter(pupil=pupil).update(until=on)


def enter(
    school: School, pupils: dict[str, roster.Pupil], class_name: str, who: str = "Thu"
) -> int:
    """Enter the results of a class as a person."""
    return enter_results(
        actor=school.actor(who, JULY),
        class_id=school.classes[class_name].id,
        outcomes={pupils[name].id: to for name, to in RESULTS[class_name].items()},
        now=JULY,
    )


def prepared(school: School, pupils: dict[str, roster.Pupil]) -> roster.YearDraft:
    """The next year laid as a draft, the results of the old one entered."""
    for class_name in RESULTS:
        enter(school, pupils, class_name)
    return prepare_year(actor=school.actor("Nam", JULY), dates=DATES, now=JULY)


def seen(school: School, row: roster.YearDraft) -> str:
    """The fingerprint of the changes as the page shows them."""
    return queries.fingerprint(queries.preview(school, row, JULY.date())[2])


def build(school: School, row: roster.YearDraft, who: str = "Nam") -> None:
    """Make the classes of the draft year as they are shown."""
    build_year(actor=school.actor(who, JULY), year_id=row.year_id, seen=seen(school, row), now=JULY)


def opened(school: School, pupils: dict[str, roster.Pupil]) -> roster.SchoolYear:
    """The next year, open; Chi is to be placed later."""
    row = prepared(school, pupils)
    build(school, row)
    return open_year(
        actor=school.actor("Sơn", AUGUST),
        year_id=row.year_id,
        unplaced={pupils["Chi"].id},
        now=AUGUST,
    )


def in_classes(school: School, year: roster.SchoolYear) -> dict[str, set[str]]:
    """Who stands in each class of a year, by the last part of the name."""
    rows = roster.SchoolClass.objects.of(school).filter(year=year)
    return {
        row.name: {
            member.pupil.full_name.rpartition(" ")[2]
            for member in row.members.of(school).select_related("pupil")
        }
        for row in rows
    }


def codes(raised: Any) -> list[str]:
    return [violation.code for violation in raised.value.violations]
