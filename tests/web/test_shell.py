"""What stands around every page: the school, the person, what waits for him."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import account_of, signed_in
from tests.school import NOW, School
from truongso.foundation import clock
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in
from truongso.notices.models import Notice
from truongso.rules.authority import Duty
from truongso.web.queries import standing


def tell(school: School, name: str, number: int, minutes: int = -1, *, read: bool = False) -> None:
    now = clock.now()
    Notice.objects.create(
        id=new_id(),
        school_id=school.id,
        to=school.staff[name],
        kind="test",
        text="Một việc",
        about=str(number),
        shows_at=now + timedelta(minutes=minutes),
        read_at=now if read else None,
    )


def test_counts_unread_notices_that_show_by_now_in_one_statement(school: School) -> None:
    for number in range(3):
        tell(school, "Lan", number)
    tell(school, "Lan", 3, read=True)
    tell(school, "Lan", 4, minutes=5)
    tell(school, "Hoa", 5)
    actor = school.actor("Lan")
    with acting_in(school.id), CaptureQueriesContext(connection) as asked:
        found = standing(actor, now=clock.now())
    assert (found.school_short, found.unread) == ("THCS Bình Minh", 3)
    assert len(asked) == 1


def test_page_shows_school_person_and_duties(school: School) -> None:
    page = signed_in(school, "Hoa").get("/").content.decode()
    assert "Trường THCS Bình Minh" in page
    assert "Đặng Quỳnh Hoa" in page
    assert "Tổ trưởng chuyên môn, Giáo viên" in page


def test_page_says_in_whose_name_a_duty_is_held(school: School) -> None:
    now = clock.now()
    acts = ("Hoa", Duty.DEPARTMENT_HEAD, "Minh", "planning.approve:lesson_plan")
    school.delegate(*acts, since=NOW, until=now + timedelta(days=1))
    page = signed_in(school, "Minh").get("/").content.decode()
    assert "thay mặt Đặng Quỳnh Hoa (Tổ trưởng chuyên môn)" in page


def test_scripts_learn_the_account_and_words_without_any_secret(school: School) -> None:
    browser = signed_in(school, "Lan")
    page = browser.get("/").content.decode()
    account = account_of(school, "Lan")
    assert f'"account": "{account.id.hex}"' in page
    assert '"discard": "Bỏ nội dung này"' in page
    assert browser.cookies["phien"].value not in page


def test_part_of_a_page_asks_nothing_for_the_layout(school: School) -> None:
    browser = signed_in(school, "Lan")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/khong-co/", headers={"HX-Request": "true"})
    assert not [query for query in asked if "roster_org" in query["sql"]]
