"""Asking the school's admin: what is kept, who is told, who sees it, who may close it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.school import NOW, School
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, Stale, TooMany
from truongso.foundation.tenancy import acting_in
from truongso.notices.models import Notice
from truongso.rules.messages import SENTENCES
from truongso.support import state
from truongso.support.actions.requests import (
    MOST_AN_HOUR,
    Asking,
    PageState,
    ask,
    close,
    reopen,
    reply,
)
from truongso.support.models import HelpReply, HelpRequest
from truongso.support.queries import requests as queries

ASKING = Asking("Nộp bài tuần 7", "Báo tệp hỏng", PageState(route="my_plans"))
CHROME = "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36"


def told(school: School, name: str) -> list[str]:
    rows = Notice.objects.of(school).filter(to=school.staff[name], kind__startswith="support.")
    return list(rows.order_by("shows_at", "id").values_list("kind", flat=True))


def asked(school: School, who: str = "Lan") -> HelpRequest:
    return ask(actor=school.actor(who), asking=ASKING, now=NOW)


def test_it_is_kept_told_to_the_admin_and_journalled_without_its_words(school: School) -> None:
    row = asked(school)
    assert (row.wanted, row.happened, row.closed_at) == ("Nộp bài tuần 7", "Báo tệp hỏng", None)
    assert told(school, "Nam") == ["support.asked"]
    assert told(school, "Sơn") == []
    entry = JournalEntry.objects.of(school).get(verb="support.asked")
    assert "Báo tệp hỏng" not in entry.payload
    assert json.loads(entry.payload)["facts"] == {"page": "my_plans"}


def test_the_principal_is_told_where_there_is_no_admin(school: School) -> None:
    from truongso.access.models import DutyHeld

    DutyHeld.objects.of(school).filter(duty="it_admin").update(until=NOW - timedelta(days=1))
    asked(school)
    assert told(school, "Sơn") == ["support.asked"]


def test_an_answer_is_told_to_the_asker_and_an_addition_to_the_admin(school: School) -> None:
    row = asked(school)
    reply(actor=school.actor("Nam"), request_id=row.id, text="Thầy cô thử lại", now=NOW)
    assert told(school, "Lan") == ["support.replied"]
    reply(actor=school.actor("Lan"), request_id=row.id, text="Vẫn chưa được", now=NOW)
    assert told(school, "Nam") == ["support.asked", "support.replied"]
    assert HelpReply.objects.of(school).count() == 2


def test_it_is_closed_and_opened_again_each_time_told(school: School) -> None:
    row = asked(school)
    close(actor=school.actor("Nam"), request_id=row.id, now=NOW)
    row.refresh_from_db()
    assert (row.closed_at, row.closed_by_id) == (NOW, school.staff["Nam"].id)
    with pytest.raises(Stale):
        close(actor=school.actor("Nam"), request_id=row.id, now=NOW)
    with pytest.raises(Stale):
        reply(actor=school.actor("Lan"), request_id=row.id, text="Còn hỏi", now=NOW)
    reopen(actor=school.actor("Lan"), request_id=row.id, now=NOW)
    row.refresh_from_db()
    assert row.closed_at is None
    assert told(school, "Lan") == ["support.closed"]
    assert told(school, "Nam") == ["support.asked", "support.reopened"]
    with pytest.raises(Stale):
        reopen(actor=school.actor("Lan"), request_id=row.id, now=NOW)


def test_nobody_else_finds_it(school: School) -> None:
    row = asked(school)
    for name in ("Dũng", "Hoa", "Thu"):
        with acting_in(school.id), pytest.raises(Missing):
            queries.request(school.actor(name), row.id, NOW)
        with pytest.raises(Missing):
            reply(actor=school.actor(name), request_id=row.id, text="x", now=NOW)
    with acting_in(school.id), pytest.raises(NotAllowed):
        queries.of_school(school.actor("Lan"), queries.Wanted(), NOW)


def test_ten_in_an_hour_are_enough(school: School) -> None:
    for _ in range(MOST_AN_HOUR):
        asked(school)
    with pytest.raises(TooMany):
        asked(school)
    later = NOW + timedelta(minutes=61)
    assert ask(actor=school.actor("Lan"), asking=ASKING, now=later)


def test_the_list_is_searched_by_words_and_by_name_without_accents(school: School) -> None:
    asked(school)
    asked(school, "Dũng")
    admin = school.actor("Nam")
    with acting_in(school.id):
        found = queries.of_school(admin, queries.Wanted(search="dung"), NOW)
        assert [row.asker_id for row in found] == [school.staff["Dũng"].id]
        assert queries.of_school(admin, queries.Wanted(search="tệp hỏng"), NOW).count() == 2
        assert queries.of_school(admin, queries.Wanted(closed=True), NOW).count() == 0


def test_what_is_sent_along_cannot_hold_anybodys_data(school: School) -> None:
    sentence = SENTENCES["authority.lenders_paper"].format(giver="Trần Thị Bí Mật")
    fields = {
        "wanted": "Duyệt bài",
        "page": "/hoc-sinh/?tim=Nguyễn Văn A&trang=2",
        "problem": sentence,
        "width": "390",
    }
    browser = signed_in(school, "Lan")
    answer = browser.post("/ho-tro/gui/", fields, headers={"User-Agent": CHROME})
    assert answer.status_code == 302
    row = HelpRequest.objects.of(school).get()
    assert (row.path, row.route) == ("/hoc-sinh/", "pupils")
    assert (row.problem, row.width) == ("authority.lenders_paper", 390)
    assert row.browser == "Chrome, Android"
    assert "Giáo viên" in row.duties
    kept = " ".join(str(value) for value in vars(row).values())
    assert "Bí Mật" not in kept
    assert "Nguyễn Văn A" not in kept
    page = browser.get(f"/ho-tro/{row.id}/").content.decode()
    assert "do … (người ủy quyền) nộp" in page


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://evil.example/hoc-sinh/", ""),
        ("//evil.example/hoc-sinh/", "/hoc-sinh/"),
        ("/khong-co-trang/", ""),
        ("/tai-khoan/?next=/x#y", "/tai-khoan/"),
        ("Nguyễn Văn A", ""),
    ],
)
def test_an_address_is_one_of_ours_or_none(address: str, kept: str) -> None:
    assert state.clean_path(address) == kept


def test_a_sentence_becomes_its_code_or_nothing() -> None:
    assert state.code_of("Em Nguyễn Văn A bị ốm") == ""
    assert state.code_of(SENTENCES["support.closed_already"]) == "support.closed_already"
    assert state.code_of("core.missing") == "core.missing"
    assert state.clean_width("390") == 390
    assert state.clean_width("99999999") is None


def test_a_form_without_words_is_shown_again_with_what_was_typed(school: School) -> None:
    browser = signed_in(school, "Lan")
    answer = browser.post("/ho-tro/gui/", {"wanted": "", "happened": "Màn hình trắng"})
    assert answer.status_code == 422
    assert "Màn hình trắng" in answer.content.decode()
    as_data = browser.post("/ho-tro/gui/", {}, headers={"Accept": "application/json"})
    assert as_data.json()["problems"][0]["at"] == "wanted"


def test_pages_of_the_asker_and_the_admin(school: School) -> None:
    row = asked(school)
    lan, nam = signed_in(school, "Lan"), signed_in(school, "Nam")
    assert "Nộp bài tuần 7" in lan.get("/ho-tro/cua-toi/").content.decode()
    assert "Nộp bài tuần 7" in nam.get("/ho-tro/").content.decode()
    answer = nam.post(f"/ho-tro/{row.id}/tra-loi/", {"text": "Đã sửa <b>xong</b>"})
    assert answer.status_code == 302
    page = lan.get(f"/ho-tro/{row.id}/").content.decode()
    assert "Đã sửa &lt;b&gt;xong&lt;/b&gt;" in page
    nam.post(f"/ho-tro/{row.id}/dong/")
    assert "Nộp bài tuần 7" in nam.get("/ho-tro/?xem=dong").content.decode()
    assert "Không còn yêu cầu nào đang mở" in nam.get("/ho-tro/").content.decode()
    assert "Mở lại" in lan.get(f"/ho-tro/{row.id}/").content.decode()


def test_the_list_costs_the_same_for_one_and_for_thirty(school: School) -> None:
    browser = signed_in(school, "Nam")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked_of:
            assert browser.get("/ho-tro/").status_code == 200
        return len(asked_of)

    asked(school)
    cost()
    first = cost()
    for minute in range(29):
        ask(actor=school.actor("Dũng"), asking=ASKING, now=NOW + timedelta(minutes=7 * minute))
    assert cost() == first
    assert first <= 12
