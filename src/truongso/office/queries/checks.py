"""A school's records as the data checks see them, in a dozen statements; the checks in words."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_noop

from truongso.access.models import DutyHeld
from truongso.access.queries import in_force
from truongso.access.words import duty_name
from truongso.foundation.days import day_begins
from truongso.foundation.tenancy import InSchool
from truongso.office.queries.pupils import on_day
from truongso.roster import queries as roster
from truongso.roster.models import (
    ClassMember,
    Department,
    Programme,
    Pupil,
    SchoolClass,
    Staff,
    TeachingAssignment,
)
from truongso.rules import data_checks as rules
from truongso.rules import records as told
from truongso.rules.authority import Duty

WORDS: dict[str, tuple[str, str]] = {
    "no-class": (
        gettext_noop("Học sinh chưa có lớp"),
        gettext_noop("Mở hồ sơ học sinh và xếp lớp, hoặc ghi biến động nếu em đã nghỉ."),
    ),
    "two-classes": (
        gettext_noop("Học sinh đang ở hai lớp"),
        gettext_noop("Mở danh sách lớp cũ và chuyển học sinh sang lớp đúng."),
    ),
    "twins": (
        gettext_noop("Học sinh trùng họ tên và ngày sinh"),
        gettext_noop("So hai hồ sơ; nếu là một em, ghi thôi học cho hồ sơ thừa với lí do trùng."),
    ),
    "births": (
        gettext_noop("Ngày sinh không hợp lí"),
        gettext_noop("Mở hồ sơ và sửa ngày sinh theo giấy khai sinh."),
    ),
    "identifiers": (
        gettext_noop("Mã định danh sai dạng hoặc không khớp hồ sơ"),
        gettext_noop("Đối chiếu với giấy tờ rồi sửa mã, ngày sinh hoặc giới tính."),
    ),
    "shared-identifiers": (
        gettext_noop("Hai người cùng một mã định danh"),
        gettext_noop("Đối chiếu với giấy tờ rồi sửa mã của người sai."),
    ),
    "no-homeroom": (
        gettext_noop("Lớp chưa có giáo viên chủ nhiệm"),
        gettext_noop("Phân công giáo viên chủ nhiệm cho lớp."),
    ),
    "too-large": (
        gettext_noop("Lớp quá 45 học sinh"),
        gettext_noop("Chuyển bớt học sinh sang lớp khác cùng khối."),
    ),
    "no-programme": (
        gettext_noop("Môn đang dạy chưa có phân phối chương trình"),
        gettext_noop("Thêm phân phối chương trình của môn cho khối, hoặc kết thúc phân công."),
    ),
    "no-teacher": (
        gettext_noop("Môn trong chương trình chưa có người dạy"),
        gettext_noop("Phân công giáo viên dạy môn này ở lớp."),
    ),
    "two-teachers": (
        gettext_noop("Một môn có hai người dạy cùng lúc ở một lớp"),
        gettext_noop("Kết thúc một trong hai phân công."),
    ),
    "timetable": (
        gettext_noop("Thời khóa biểu khác phân công giảng dạy"),
        gettext_noop("Sửa phân công, hoặc làm thời khóa biểu mới."),
    ),
    "no-department": (
        gettext_noop("Giáo viên chưa thuộc tổ nào"),
        gettext_noop("Mở hồ sơ giáo viên và chọn tổ chuyên môn."),
    ),
    "no-teaching": (
        gettext_noop("Giáo viên chưa được phân công dạy lớp nào"),
        gettext_noop("Phân công giảng dạy, hoặc kết thúc nhiệm vụ giáo viên."),
    ),
    "duties": (
        gettext_noop("Nhiệm vụ trùng nhau"),
        gettext_noop("Kết thúc nhiệm vụ của người không còn làm."),
    ),
    "no-head": (
        gettext_noop("Tổ chưa có tổ trưởng"),
        gettext_noop("Bổ nhiệm tổ trưởng cho tổ chuyên môn."),
    ),
    "weeks": (
        gettext_noop("Năm học thiếu tuần"),
        gettext_noop("Mở lịch năm học và xếp lại các tuần."),
    ),
}
"""Each check: its name, and how to mend what it finds."""

DETAILS = {
    "two-classes": gettext_noop("Đang ở các lớp: {classes}"),
    "twins": gettext_noop("Ngày sinh {born_on}"),
    "births": gettext_noop("Ngày sinh {born_on}"),
    "shared-identifiers": gettext_noop("Mã {text}, trùng với {others}"),
    "too-large": gettext_noop("{count} học sinh"),
    "no-programme": gettext_noop("{subject}"),
    "no-teacher": gettext_noop("{subject}"),
    "two-teachers": gettext_noop("{subject}: {count} người"),
    "timetable": gettext_noop("{subject}: {teacher} có tiết nhưng chưa được phân công"),
}
IDENTIFIERS = {
    "identifier.moet_form": gettext_noop("Mã định danh Bộ GD&ĐT sai dạng"),
    "identifier.citizen_form": gettext_noop("Số định danh cá nhân sai dạng"),
    "identifier.citizen_unlike_person": gettext_noop(
        "Số định danh không khớp năm sinh hoặc giới tính"
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A check on the results page: its name, how to mend, and what was found."""

    code: str
    name: str
    mend: str
    findings: list[told.Finding]


def checked(owner: InSchool, calendar: roster.Calendar) -> list[Line]:
    """Return every check with what it finds now."""
    found = rules.check_all(records(owner, calendar))
    return [
        Line(code, gettext(WORDS[code][0]), gettext(WORDS[code][1]), findings)
        for code, findings in found.items()
    ]


def detail(code: str, finding: told.Finding) -> str:
    """Return in words what is wrong with a thing; "" when its name says it all."""
    said = dict(finding.said)
    if "duty" in said:
        return duty_name(Duty(str(said["duty"])))
    if "code" in said:
        return gettext(IDENTIFIERS[str(said["code"])])
    if said.get("born_on"):
        said["born_on"] = f"{said['born_on']:%d/%m/%Y}"
    return gettext(DETAILS[code]).format_map(said) if code in DETAILS else ""


def records(owner: InSchool, calendar: roster.Calendar) -> told.Records:
    """Return the records of a school on a day of its year."""
    day, year_id = calendar.day, calendar.year.id
    classes = {
        row.id: told.Class(row.id, row.name, row.grade, row.extra)
        for row in SchoolClass.objects.of(owner).filter(year_id=year_id).order_by("sort_key")
    }
    places = ClassMember.objects.of(owner).filter(on_day(day), school_class__year_id=year_id)
    programmes = Programme.objects.of(owner).filter(year_id=year_id)
    return told.Records(
        day=day,
        pupils=_pupils(owner),
        staff=_staff(owner, roster.working_on(day)),
        classes=classes,
        places=list(places.values_list("pupil_id", "school_class_id")),
        teaching=_teaching(owner, calendar),
        slots=_slots(owner, calendar, classes),
        duties=_duties(owner, calendar),
        programmes=frozenset(programmes.values_list("subject", "grade", "school_class_id")),
        departments=dict(Department.objects.of(owner).order_by("name").values_list("id", "name")),
        weeks=[told.Week(week.no, week.monday) for week in calendar.weeks],
    )


def _pupils(owner: InSchool) -> list[told.Person]:
    rows = Pupil.objects.of(owner).order_by("sort_key").values_list(
        "id", "full_name", "search_key", "born_on", "sex", "moet_id", "details__citizen_id",
        "status",
    )  # fmt: skip
    return [
        told.Person(pk, name, key, born, sex, moet, citizen or "", status)
        for pk, name, key, born, sex, moet, citizen, status in rows
    ]


def _staff(owner: InSchool, working: Q) -> list[told.Person]:
    rows = Staff.objects.of(owner).filter(working).order_by("sort_key").values_list(
        "id", "full_name", "search_key", "details__born_on", "details__sex", "details__moet_id",
        "details__citizen_id", "department_id",
    )  # fmt: skip
    return [
        told.Person(
            pk, name, key, born, sex or "", moet or "", citizen or "", department=department
        )
        for pk, name, key, born, sex, moet, citizen, department in rows
    ]


def _teaching(owner: InSchool, calendar: roster.Calendar) -> list[told.Teaching]:
    rows = TeachingAssignment.objects.of(owner).filter(
        on_day(calendar.day), school_class__year_id=calendar.year.id
    )
    rows = rows.order_by("school_class__sort_key", "subject", "strand")
    return [
        told.Teaching(*row)
        for row in rows.values_list("school_class_id", "staff_id", "subject", "strand")
    ]


def _slots(
    owner: InSchool, calendar: roster.Calendar, classes: dict[UUID, told.Class]
) -> list[told.Teaching]:
    version = roster.timetable(owner, calendar.year.id, calendar.day)
    if version is None:
        return []
    rows = roster.slots(owner, version.id).filter(school_class_id__in=classes)
    return [
        told.Teaching(*row)
        for row in rows.values_list("school_class_id", "staff_id", "subject", "strand")
    ]


def _duties(owner: InSchool, calendar: roster.Calendar) -> list[told.DutyOf]:
    rows = DutyHeld.objects.of(owner).filter(in_force(day_begins(calendar.day)))
    over = Coalesce("department_id", "group_id", "school_class_id")
    return [
        told.DutyOf(*row) for row in rows.values_list("staff_id", "duty", over).order_by("since")
    ]
