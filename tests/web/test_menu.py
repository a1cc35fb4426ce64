"""Who sees which line of the menu, and where he is in it."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.school import TODAY
from truongso.foundation.actor import Actor
from truongso.rules.authority import Duty, Held, Loan
from truongso.web.entry import WORK, Entry
from truongso.web.menu import acts_of, menu_of

NOBODY = UUID(int=1)


def actor(*duties: Duty, lent: tuple[Duty, str] | None = None) -> Actor:
    held = [Held(NOBODY, duty) for duty in duties]
    if lent:
        loan = Loan(NOBODY, NOBODY, "Đặng Quỳnh Hoa", lent[0], frozenset({lent[1]}))
        held.append(Held(NOBODY, lent[0], None, loan))
    return Actor(school_id=1, name="Lan", duties=tuple(held))


def titles(who: Actor, *entries: Entry) -> list[str]:
    return [link.title for link in menu_of(who, TODAY, entries=entries).links]


REVIEW = Entry("Duyệt", "home", "inbox", WORK, acts=("planning.approve:",))
BOARD = Entry("Bảng tuần", "home", "board", WORK, acts=("planning.see_board",))
OFFICE = Entry("Văn thư", "home", "files", WORK, duties=(Duty.CLERK,))


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (actor(Duty.TEACHER), ["Bảng tuần"]),
        (actor(Duty.DEPARTMENT_HEAD), ["Duyệt", "Bảng tuần"]),
        (actor(Duty.CLERK), ["Duyệt", "Văn thư"]),
        (actor(Duty.IT_ADMIN), []),
        (actor(), []),
        (
            actor(Duty.IT_ADMIN, lent=(Duty.DEPARTMENT_HEAD, "planning.approve:lesson_plan")),
            ["Duyệt"],
        ),
        (actor(lent=(Duty.DEPARTMENT_HEAD, "planning.grant_late_leave")), []),
        (actor(lent=(Duty.CLERK, "x")), []),
    ],
)
def test_shows_what_a_duty_own_or_lent_opens(who: Actor, seen: list[str]) -> None:
    assert titles(who, REVIEW, BOARD, OFFICE) == seen


def test_loan_opens_only_the_acts_that_were_lent() -> None:
    who = actor(lent=(Duty.DEPARTMENT_HEAD, "planning.approve:lesson_plan"))
    assert acts_of(who, TODAY) == {"planning.approve:lesson_plan"}


def test_passes_over_rooms_that_are_not_there() -> None:
    assert titles(actor(), Entry("Sổ điểm", "no_such_route", "book", WORK)) == []


@dataclass
class Place:
    path: str
    current: list[str]


@pytest.mark.parametrize(
    "place",
    [
        Place("/", ["Trang chủ"]),
        Place("/tai-khoan/", ["Tài khoản"]),
        Place("/tai-khoan/mat-khau/", ["Tài khoản"]),
        Place("/khac/", []),
    ],
)
def test_marks_where_the_page_is(place: Place) -> None:
    links = menu_of(actor(), TODAY, path=place.path).links
    assert [link.title for link in links if link.current] == place.current


def test_shows_counts_and_divides_itself_for_a_phone() -> None:
    names = [f"Mục {number}" for number in range(6)]
    entries = [Entry(name, "home", "home", WORK, badge="unread", thumb=True) for name in names]
    menu = menu_of(actor(), TODAY, counts={"unread": 3}, entries=entries)
    assert [link.count for link in menu.links] == [3] * 6
    assert len(menu.thumb) == 4
    assert [link.title for link in menu.rest] == names[4:]
    assert [name for name, _ in menu.groups] == ["Công việc"]
