"""The profiles of the demo school's pupils and staff: invented, mostly whole, some with a fault.

The faults are there so that the data checks have something to show: a pupil without a class, a
twin, numbers of a wrong form or of another sex, a day of birth that cannot be.
"""

from datetime import date, datetime, timedelta
from random import Random

from truongso.demo import people
from truongso.demo.calendar import DemoYear
from truongso.demo.founded import Founded
from truongso.foundation.days import day_begins
from truongso.foundation.ids import new_id
from truongso.roster import models as roster
from truongso.roster.models import PupilStatus

SEED = 20260905
CLERK = "van.cb"
WARD = "phường Sông Mây"
JOBS = ("Nông dân", "Công nhân", "Buôn bán", "Kĩ sư", "Y tá", "Lái xe", "Thợ xây", "Viên chức")
SCHOOLS = ("THCS Hoa Sen", "THCS Cánh Buồm", "THCS Đồng Xanh")
MORNING = timedelta(hours=8)


def lay_profiles(founded: Founded, year: DemoYear) -> None:
    """Make the profiles, how some pupils came and went, and the faults."""
    dice = Random(SEED)
    pupils = list(roster.Pupil.objects.of(founded).order_by("code"))
    details = [_of_pupil(dice, row, number) for number, row in enumerate(pupils)]
    _faults(pupils, details)
    roster.PupilDetail.objects.bulk_create(details)
    roster.StaffDetail.objects.bulk_create(
        _of_staff(dice, row, number) for number, row in enumerate(founded.staff.values())
    )
    _moves(founded, pupils, year)
    _twin(founded, pupils[300], year)


def _of_pupil(dice: Random, row: roster.Pupil, number: int) -> roster.PupilDetail:
    surname = row.full_name.split()[0]
    mother = f"{dice.choice(list(people.SURNAMES))} Thị {dice.choice(people.GIRLS_GIVEN)}"
    father = f"{surname} Văn {dice.choice(people.BOYS_GIVEN)}"
    home = f"Tổ dân phố {dice.randrange(1, 15)}, {WARD}"
    return roster.PupilDetail(
        school_id=row.school_id,
        pupil=row,
        citizen_id=citizen_id(row.born_on, row.sex, number),
        ethnicity="Kinh" if dice.random() < 0.97 else "Tày",
        nationality="Việt Nam",
        birthplace=f"Bệnh viện đa khoa {WARD}",
        hometown=WARD,
        residence=home,
        address=home if dice.random() < 0.8 else "",
        father_name=father,
        father_born=row.born_on.year - dice.randrange(25, 40),
        father_job=dice.choice(JOBS),
        father_phone=f"0900{number:06}",
        mother_name=mother,
        mother_born=row.born_on.year - dice.randrange(22, 38),
        mother_job=dice.choice(JOBS),
        mother_phone=f"0901{number:06}",
        poor_household=dice.random() < 0.04,
        policy_group="Con thương binh" if dice.random() < 0.01 else "",
        youth_union="Đội viên",
    )


def citizen_id(born_on: date, sex: str, number: int) -> str:
    """Return an invented citizen's number that fits the bearer."""
    century = 2 * (born_on.year // 100 - 19) + (sex == "f")
    return f"031{century}{born_on.year % 100:02}{number:06}"


def _of_staff(dice: Random, row: roster.Staff, number: int) -> roster.StaffDetail:
    born = date(dice.randrange(1970, 1998), dice.randrange(1, 13), dice.randrange(1, 28))
    sex = "f" if dice.random() < 0.6 else "m"
    return roster.StaffDetail(
        school_id=row.school_id,
        staff=row,
        citizen_id=citizen_id(born, sex, 900_000 + number),
        sex=sex,
        born_on=born,
        ethnicity="Kinh",
        phone=f"0902{number:06}",
        address=f"Tổ dân phố {dice.randrange(1, 15)}, {WARD}",
        qualification="Đại học",
        contract="Viên chức, không xác định thời hạn",
        joined_sector_on=born.replace(year=born.year + 23),
    )


def _faults(pupils: list[roster.Pupil], details: list[roster.PupilDetail]) -> None:
    """A number of eleven digits, two that tell the other sex, profiles half empty, a wrong year."""
    details[40].citizen_id = details[40].citizen_id[:-1]
    for place in (120, 455):
        other = "m" if pupils[place].sex == "f" else "f"
        details[place].citizen_id = citizen_id(pupils[place].born_on, other, place)
    for detail in details[7::90]:
        detail.citizen_id = detail.birthplace = detail.ethnicity = ""
    wrong = pupils[210]
    wrong.born_on = wrong.born_on.replace(year=wrong.born_on.year - 12, day=1)
    wrong.save(update_fields=["born_on"])
    details[210].citizen_id = ""


def _moves(founded: Founded, pupils: list[roster.Pupil], year: DemoYear) -> None:
    """Some move away, one is on leave, one came from another school, one has lost his class."""
    second, third = (year.week(no).monday for no in (2, 3))
    for place, (row, day) in enumerate(((pupils[15], second), (pupils[333], third))):
        told = {"other_school": SCHOOLS[place], "papers": f"Đơn số {place + 11}, học bạ"}
        _move(founded, row, PupilStatus.MOVED_AWAY, day, **told)
        roster.ClassMember.objects.of(founded).filter(pupil=row).update(until=day)
    _move(founded, pupils[88], PupilStatus.ON_LEAVE, third, reason="Phẫu thuật, nghỉ hai tháng")
    came = {"other_school": SCHOOLS[2], "papers": "Giấy giới thiệu số 21, học bạ"}
    _move(founded, pupils[512], PupilStatus.STUDYING, year.starts_on, **came)
    lost = roster.ClassMember.objects.of(founded).filter(pupil=pupils[600])
    lost.filter(school_class__extra=False).update(until=third)


def _move(
    founded: Founded, row: roster.Pupil, status: PupilStatus, day: date, **told: str
) -> roster.PupilMove:
    made = roster.PupilMove.objects.create(
        id=new_id(),
        school_id=founded.id,
        pupil=row,
        status=status,
        on=day,
        recorded_at=_morning(day),
        recorded_by=founded.staff[CLERK],
        **told,
    )
    row.status = status
    row.save(update_fields=["status"])
    return made


def _morning(day: date) -> datetime:
    return day_begins(day) + MORNING


def _twin(founded: Founded, row: roster.Pupil, year: DemoYear) -> None:
    """The same pupil entered once more, with another code: one of the two is too many."""
    place = roster.ClassMember.objects.of(founded).filter(pupil=row).first()
    twin = roster.Pupil(
        id=new_id(),
        school_id=founded.id,
        code=f"{row.code[:-1]}X",
        full_name=row.full_name,
        sort_key=row.sort_key,
        search_key=row.search_key,
        sex=row.sex,
        born_on=row.born_on,
    )
    twin.save(force_insert=True)
    if place is not None:
        roster.ClassMember.objects.create(
            school_id=founded.id,
            pupil=twin,
            school_class=place.school_class,
            since=year.starts_on,
        )
