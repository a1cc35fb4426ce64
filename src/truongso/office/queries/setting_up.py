"""How far a new school has come: each step of setting it up, told from the data alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from truongso.access.models import Account, DutyHeld
from truongso.access.queries import in_force
from truongso.access.queries.duties import in_use
from truongso.foundation.days import local_day
from truongso.foundation.tenancy import InSchool
from truongso.office import account_lines
from truongso.roster import queries as roster
from truongso.roster.models import (
    ClassMember,
    Department,
    Org,
    Programme,
    SchoolClass,
    SchoolYear,
    TeachingAssignment,
    TimetableVersion,
)
from truongso.rules.authority import Duty


@dataclass(frozen=True, slots=True)
class Step:
    """A step of setting a school up: its name, how far it is, where it is done.

    `open`: what it stands on is there.
    """

    title: str
    text: str
    url: str
    done: bool
    open: bool = True


def steps(owner: InSchool, now: datetime) -> list[Step]:
    """Return the steps in their order."""
    years = roster.years(owner)
    if not years:
        return [_year(""), *_lists(owner, None, now), *_people(owner, now)]
    year = next((row for row in years if row.closed_at is None), years[0])
    return [_year(year.code), *_lists(owner, year.id, now), *_people(owner, now)]


def is_set_up(owner: InSchool, now: datetime) -> bool:
    """Tell whether nothing of the setting up is left."""
    return all(step.done for step in steps(owner, now))


def is_at_work(owner: InSchool, now: datetime) -> bool:
    """Tell in one statement whether the school is past its setting up: a year of it is closed, or
    its tables are in and its principal uses his account. What is left then is told elsewhere.
    """
    principals = DutyHeld.objects.of(owner).filter(in_force(now), duty=Duty.PRINCIPAL.value)
    signed = Account.objects.filter(in_use(owner), staff_id__in=principals.values("staff_id"))
    tables = (ClassMember, TeachingAssignment, Programme, TimetableVersion)
    begun = Q(Exists(signed))
    for table in tables:
        begun &= Q(Exists(table._default_manager.filter(school_id=owner.school_id)))
    closed = SchoolYear.objects.of(owner).filter(closed_at__isnull=False)
    return Org.objects.filter(Q(Exists(closed)) | begun, pk=owner.school_id).exists()


def _year(code: str) -> Step:
    text = code or _("Ngày bắt đầu, ngày kết thúc, kỳ nghỉ; 35 tuần được xếp tự động.")
    return Step(_("Mở năm học"), text, reverse("rollover"), bool(code))


def _lists(owner: InSchool, year: UUID | None, now: datetime) -> Iterator[Step]:
    """The tables that come in, in the order in which one stands on another."""
    of_class = {"school_class__year_id": year}
    departments = Department.objects.of(owner).count()
    homerooms = DutyHeld.objects.of(owner).filter(
        in_force(now), duty=Duty.HOMEROOM_TEACHER.value, **of_class
    )
    people = roster.staff(owner, local_day(now)).count() - 1
    classes = SchoolClass.objects.of(owner).filter(year_id=year, extra=False).count()
    pupils = ClassMember.objects.of(owner).filter(until=None, **of_class).count()
    teaching = TeachingAssignment.objects.of(owner).filter(until=None, **of_class).count()
    programmes = Programme.objects.of(owner).filter(year_id=year).count()
    timetables = TimetableVersion.objects.of(owner).filter(year_id=year).count()
    words = {"departments": departments, "homerooms": homerooms.count()}
    for kind, title, count, text in (
        (
            "staff",
            _("Cán bộ, giáo viên và các tổ"),
            people,
            _("%(count)d người, %(departments)d tổ"),
        ),
        (
            "classes",
            _("Lớp và giáo viên chủ nhiệm"),
            classes,
            _("%(count)d lớp, %(homerooms)d lớp có giáo viên chủ nhiệm"),
        ),
        ("pupils", _("Học sinh"), pupils, _("%(count)d học sinh đã có lớp")),
        ("assignments", _("Phân công giảng dạy"), teaching, _("%(count)d phân công")),
        ("programmes", _("Phân phối chương trình"), programmes, _("%(count)d chương trình")),
        ("timetable", _("Thời khóa biểu"), timetables, _("%(count)d thời khóa biểu")),
    ):
        told = text % {**words, "count": count} if count > 0 else _("Nhập từ tệp Excel.")
        url = reverse("new_import", args=[kind])
        yield Step(title, told, url, count > 0, open=year is not None)


def _people(owner: InSchool, now: datetime) -> Iterator[Step]:
    """Accounts, the first principal, the other duties, everybody's signature."""
    without, unsigned = account_lines.waiting(owner, now)
    many = roster.staff(owner, local_day(now)).count() > 1
    held = DutyHeld.objects.of(owner).filter(in_force(now))
    principal = held.filter(duty=Duty.PRINCIPAL.value).select_related("staff").first()
    heads = held.filter(duty=Duty.DEPARTMENT_HEAD.value).values("department_id").distinct().count()
    departments = Department.objects.of(owner).count()
    teachers = held.filter(duty=Duty.TEACHER.value).count()
    yield Step(
        _("Hiệu trưởng và các nhiệm vụ"),
        _("Hiệu trưởng: %(name)s; %(heads)d/%(all)d tổ có tổ trưởng; %(teachers)d giáo viên")
        % {
            "name": principal.staff.full_name if principal else "–",
            "heads": heads,
            "all": departments,
            "teachers": teachers,
        },
        reverse("proposed_duties"),
        principal is not None and heads >= departments > 0 and teachers > 0,
        open=many,
    )
    yield Step(
        _("Tài khoản cho mọi người"),
        _("%(count)d người chưa có tài khoản") % {"count": without}
        if without
        else _("Ai cũng đã có tài khoản"),
        reverse("accounts"),
        many and not without,
        open=many,
    )
    yield Step(
        _("Giao phiếu, mọi người ký nhận"),
        _("%(count)d người chưa ký nhận") % {"count": unsigned}
        if unsigned
        else _("In phiếu mật khẩu rồi giao tận tay."),
        reverse("accounts") + "?trang-thai=new",
        many and not without and not unsigned,
        open=many and not without,
    )
