"""Duties in words, as they stand on pages and beside a decision."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext, gettext_noop

from truongso.access.models import DutyHeld
from truongso.foundation.days import local
from truongso.rules.authority import Duty, Held, Reach
from truongso.rules.grants import act_names

DUTY_NAMES = {
    Duty.PRINCIPAL: gettext_noop("Hiệu trưởng"),
    Duty.VICE_PRINCIPAL: gettext_noop("Phó hiệu trưởng"),
    Duty.DEPARTMENT_HEAD: gettext_noop("Tổ trưởng chuyên môn"),
    Duty.DEPARTMENT_DEPUTY: gettext_noop("Tổ phó chuyên môn"),
    Duty.GROUP_LEADER: gettext_noop("Nhóm trưởng chuyên môn"),
    Duty.TEACHER: gettext_noop("Giáo viên"),
    Duty.HOMEROOM_TEACHER: gettext_noop("Giáo viên chủ nhiệm"),
    Duty.CLERK: gettext_noop("Văn thư"),
    Duty.IT_ADMIN: gettext_noop("Quản trị viên"),
    Duty.WARD_OFFICER: gettext_noop("Cán bộ phường, xã"),
    Duty.CITY_OFFICER: gettext_noop("Cán bộ Sở"),
    Duty.SYSTEM: gettext_noop("Hệ thống"),
}


def duty_name(duty: Duty) -> str:
    """Return the name of a duty (nhiệm vụ)."""
    return gettext(DUTY_NAMES[duty])


def duty_with_over(row: DutyHeld) -> str:
    """Return a duty with what it is held over: "Tổ trưởng chuyên môn (Tổ Khoa học tự nhiên)".

    Always in Vietnamese: for papers, notices and the journal.
    """
    over = row.department or row.group or row.school_class
    name = DUTY_NAMES[Duty(row.duty)]
    return f"{name} ({over.name})" if over else name


def posts_of(duties: Iterable[Held]) -> list[str]:
    """Return a person's own duties by rank, always in Vietnamese: for papers."""
    own = {held.duty for held in duties if held.loan is None}
    return [DUTY_NAMES[duty] for duty in Duty if duty in own]


REACH_WORDS = {
    Reach.OWN: gettext_noop("của chính mình"),
    Reach.READER: gettext_noop("do đồng nghiệp nộp cho lớp mình dạy"),
    Reach.GROUP: gettext_noop("của nhóm mình"),
    Reach.DEPARTMENT: gettext_noop("của tổ mình"),
    Reach.HEADS: gettext_noop("của các tổ trưởng"),
    Reach.SCHOOL: gettext_noop("của toàn trường"),
}


def reach_name(reach: Reach) -> str:
    """Return over whose things a right reaches, as the table of rights says it."""
    return gettext(REACH_WORDS[reach])


def act_labels(day: date) -> dict[str, str]:
    """Return the name of every act in the table of rights on a day, by code."""
    return {code: gettext(name) for code, name in act_names(day).items()}


def until_in_words(moment: datetime) -> str:
    """Return the moment at which something ends, as people say it: the last whole day, if it is."""
    end = local(moment)
    if end.time() == time.min:
        return gettext("hết ngày %(day)s") % {"day": f"{end - timedelta(days=1):%d/%m/%Y}"}
    return f"{end:%H:%M, %d/%m/%Y}"


def duty_in_words(held: Held) -> str:
    """Return a duty held; a lent one says in whose name it is done."""
    if held.loan is None:
        return duty_name(held.duty)
    words = {"name": held.loan.giver_name, "duty": duty_name(held.loan.giver_duty)}
    return gettext("thay mặt %(name)s (%(duty)s)") % words


def duties_in_words(duties: Iterable[Held]) -> list[str]:
    """Return duties held in words, each once: in the order of `Duty`, lent ones last."""
    order = list(Duty)
    ranked = sorted(duties, key=lambda held: (held.loan is not None, order.index(held.duty)))
    return list(dict.fromkeys(duty_in_words(held) for held in ranked))


FACTOR_NAMES = {
    "password": gettext_noop("mật khẩu"),
    "totp": gettext_noop("mật khẩu và mã của ứng dụng"),
    "recovery": gettext_noop("mật khẩu và mã dự phòng"),
    "passkey": gettext_noop("khóa truy cập"),
    "sso": gettext_noop("đăng nhập một lần"),
}


def factor_name(factor: str) -> str:
    """Return by what a person proved himself when he signed in; "" when it was not kept."""
    return gettext(FACTOR_NAMES[factor]) if factor in FACTOR_NAMES else ""
