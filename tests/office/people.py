"""Pupils for tests of the office: three in 6A, which Oanh leads, and one in 7A."""

from datetime import date
from typing import Any

from tests.school import School
from tests.school_rows import LONG_AGO
from truongso.access.models import DutyHeld
from truongso.foundation.text import folded, sort_key
from truongso.office.profile_fields import PUPIL_FIELDS, empty
from truongso.roster.models import ClassMember, Pupil
from truongso.rules.authority import Duty

SINCE = date(2026, 8, 29)
CHILDREN = (
    ("An", "Phạm Thị Ánh", "f", date(2015, 3, 2), "6A"),
    ("Đức", "Đỗ Văn An", "m", date(2015, 5, 9), "6A"),
    ("Ân", "Lê Thị Ân", "f", date(2015, 1, 30), "6A"),
    ("Bảy", "Bùi Gia Bảy", "m", date(2014, 7, 7), "7A"),
)


def children(school: School) -> dict[str, Pupil]:
    """Make the pupils; Oanh leads class 6A."""
    made = {}
    for number, (short, name, sex, born_on, place) in enumerate(CHILDREN, start=1):
        made[short] = Pupil.objects.create(
            school_id=school.id,
            code=f"HS{number:03}",
            full_name=name,
            sort_key=sort_key(name),
            search_key=folded(name),
            sex=sex,
            born_on=born_on,
        )
        ClassMember.objects.create(
            school_id=school.id,
            pupil=made[short],
            school_class=school.classes[place],
            since=SINCE,
        )
    lead(school, "Oanh", "6A")
    return made


def lead(school: School, who: str, place: str) -> DutyHeld:
    """Give somebody the duty of homeroom teacher of a class."""
    return DutyHeld.objects.create(
        school_id=school.id,
        staff=school.staff[who],
        duty=Duty.HOMEROOM_TEACHER.value,
        school_class=school.classes[place],
        since=LONG_AGO,
    )


def values(**told: Any) -> dict[str, Any]:
    """The values of a pupil's profile, all others not told."""
    given = {
        "full_name": "Vũ Thị Mới",
        "born_on": date(2015, 9, 1),
        "sex": "f",
        "code": "HS900",
    }
    return {field.name: empty(field) for field in PUPIL_FIELDS} | given | told
