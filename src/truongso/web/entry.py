"""A line of the menu: what it says, where it leads, who finds it."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from truongso.rules.authority import Duty

WORK = gettext_noop("Công việc")
DEPARTMENT = gettext_noop("Tổ chuyên môn")
SCHOOL = gettext_noop("Nhà trường")
MINE = gettext_noop("Của tôi")

LEADING = (
    Duty.PRINCIPAL,
    Duty.VICE_PRINCIPAL,
    Duty.DEPARTMENT_HEAD,
    Duty.DEPARTMENT_DEPUTY,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `acts`: one of these, or of those beginning so when it ends in ":".

    `badge`: the name of a count given with the menu. `short`: its name where there is little room.
    `thumb`: its rank among those under a phone's thumb, 1 the first; 0 is never there.
    """

    title: str
    route: str
    icon: str
    group: str
    acts: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    badge: str = ""
    thumb: int = 0
    about: str = ""
    short: str = ""
