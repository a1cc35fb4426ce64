"""The journal's pages: the whole for the principal, the own acts for everybody else."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from tests.clients import signed_in
from tests.school import NOW, School, found
from truongso.audit import journal, queries, words
from truongso.audit.journal import Deed
from truongso.audit.models import JournalEntry
from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import acting_in
from truongso.rules.authority import Duty

TITLE = "Bài 5. Phân số"


def do(
    school: School, actor: Actor, verb: str, *, target: str = "plan:1", minutes: int = 0
) -> None:
    """Let somebody have done something."""
    duty = next((held for held in actor.duties if held.loan), actor.duties[0])
    deed = Deed(
        verb,
        target,
        [("state", "draft", "submitted")],
        reason="=1+1",
        facts={"title": TITLE, "version": 2},
    )
    with acting_in(school.id):
        journal.record(actor, duty, deed, at=NOW + timedelta(minutes=minutes))


@pytest.fixture
def told(school: School) -> School:
    """Lan handed in, Minh approved in Hoa's name, Oanh signed in."""
    school.delegate(
        "Hoa",
        Duty.DEPARTMENT_HEAD,
        "Minh",
        "planning.approve:lesson_plan",
        since=NOW - timedelta(days=1),
        until=NOW + timedelta(days=9),
    )
    do(school, school.actor("Lan"), "planning.plan_handed_in")
    do(school, school.actor("Minh"), "planning.plan_approved", minutes=1)
    do(school, school.actor("Oanh"), "access.signed_in", target="account:1", minutes=2)
    return school


def text(client: Client, query: str = "", path: str = "/nhat-ky/") -> str:
    """The page as text."""
    answer = client.get(f"{path}{query}")
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_shows_the_principal_everything_as_sentences(told: School) -> None:
    shown = text(signed_in(told, "Sơn"))
    assert "Nộp “Bài 5. Phân số” (phiên bản 2)" in shown
    assert "thay mặt Đặng Quỳnh Hoa" in shown
    assert "trạng thái: bản nháp → chờ duyệt" in shown
    assert "10.0.0.1" in shown
    assert "Đăng nhập</a>" in shown
    assert "09:00, 14/10/2026" in shown


def test_shows_others_only_what_they_did_and_what_was_done_in_their_name(told: School) -> None:
    lan, hoa, nam = (text(signed_in(told, name)) for name in ("Lan", "Hoa", "Nam"))
    assert "Nộp “Bài 5" in lan
    assert "Duyệt “Bài 5" not in lan
    assert "Duyệt “Bài 5" in hoa
    assert "Nộp “Bài 5" not in hoa
    assert "“Bài 5" not in nam
    assert "Xuất Excel" not in lan


def test_cannot_be_asked_for_more_than_the_own_acts(told: School) -> None:
    oanh = told.staff["Oanh"].id
    shown = text(signed_in(told, "Lan"), f"?nguoi={oanh}")
    assert "Không có việc nào" in shown
    assert text(signed_in(told, "Lan"), "?noi-dung=account:1").count("<time") == 0


def test_shows_nothing_of_another_school(told: School) -> None:
    with found() as other:
        shown = text(signed_in(other, "Sơn"))
    assert "Bài 5" not in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?nhom=planning", 2),
        ("?nhom=access", 1),
        ("?nhom=%27%20OR%201=1", 3),
        ("?noi-dung=plan:1", 2),
        ("?tu=2026-10-14&den=2026-10-14", 3),
        ("?tu=2026-10-15", 0),
        ("?den=2026-10-13", 0),
        ("?tu=hôm-qua&nguoi=x&truoc=x_y", 3),
        ("?truoc=2026-10-14T02:01:30%2B00:00_ffffffff-ffff-ffff-ffff-ffffffffffff", 2),
    ],
)
def test_is_narrowed_by_what_is_looked_for(told: School, query: str, count: int) -> None:
    assert text(signed_in(told, "Sơn"), query, "/nhat-ky/in/").count("<time") == count


def test_is_narrowed_to_a_person_who_is_offered_by_name(told: School) -> None:
    lan = told.staff["Lan"].id
    shown = text(signed_in(told, "Sơn"), f"?nguoi={lan}")
    assert f'<option value="{lan}" selected>Nguyễn Ngọc Lan</option>' in shown
    assert shown.count("<time") == 1


def test_turns_pages_without_losing_or_repeating_an_entry(told: School, monkeypatch: Any) -> None:
    son = told.actor("Sơn")
    right = queries.right_to_read(son, at=NOW)
    for _ in range(6):
        do(told, told.actor("Lan"), "planning.plan_handed_in", minutes=1)
    seen: list[UUID] = []
    place = None
    while True:
        rows = queries.entries(son, right, queries.Wanted())  # type: ignore[arg-type]
        page, place = queries.lines(rows, before=place, count=2)
        seen += [line.id for line in page]
        if place is None:
            break
    assert len(seen) == len(set(seen)) == JournalEntry.objects.of(told).count()


def test_can_be_taken_out_by_the_principal_and_says_so(told: School) -> None:
    answer = signed_in(told, "Sơn").post("/nhat-ky/xuat/", {"nhom": "planning"})
    assert answer.status_code == 200
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert rows[1][1:3] == ("Vũ Quang Minh", "Đặng Quỳnh Hoa")
    assert rows[1][6] == "=1+1"
    assert book.active.cell(2, 7).data_type == "s"
    entry = JournalEntry.objects.of(told).get(verb="audit.exported")
    assert entry.actor_id == told.staff["Sơn"].id
    assert words.told(entry.payload).what == "xuất 2 dòng nhật ký ra tệp Excel"


def test_is_not_given_out_to_anybody_else(told: School) -> None:
    answer = signed_in(told, "Lan").post("/nhat-ky/xuat/")
    assert answer.status_code == 403
    assert not JournalEntry.objects.of(told).filter(verb="audit.exported").exists()


def test_finds_its_people_without_reading_every_entry(told: School) -> None:
    with acting_in(told.id), connection.cursor() as cursor:
        assert [name for _, name in queries.people(told.actor("Sơn"))] == [
            "Nguyễn Ngọc Lan",
            "Vũ Quang Minh",
            "Phan Kiều Oanh",
        ]
        # In a small table with fresh statistics any way is as cheap; in a large one it is not.
        for way in ("enable_seqscan", "enable_sort", "enable_incremental_sort"):
            cursor.execute(f"SET LOCAL {way} = off")
        cursor.execute(f"EXPLAIN {queries.PEOPLE}", {"school": told.id})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "audit_entry_actor" in plan


def test_shows_a_verb_without_words_plainly(school: School) -> None:
    do(school, school.actor("Lan"), "kitchen.soup_cooked")
    assert "Thực hiện “kitchen.soup_cooked”" in text(signed_in(school, "Sơn"))


def test_is_closed_to_those_without_a_duty(told: School) -> None:
    from truongso.access.models import DutyHeld

    with acting_in(told.id):
        DutyHeld.objects.filter(staff=told.staff["Vân"]).update(until=clock.now())
    assert signed_in(told, "Vân").get("/nhat-ky/").status_code == 403


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (None, "–"),
        ("", "–"),
        (True, "có"),
        (False, "không"),
        (0, "0"),
        ("2026-10-14", "14/10/2026"),
        ("2026-10-14T02:00:00+00:00", "09:00 14/10/2026"),
        (["Tết", "2027-02-01"], "Tết, 01/02/2027"),
        ("approved", "đã duyệt"),
        ("01a208c9-da68-70ab-9942-8810f4e3d15d", "…e3d15d"),
        ("chữ thường", "chữ thường"),
    ],
)
def test_shows_values_as_a_reader_expects_them(given: object, shown: str) -> None:
    assert words.value(given) == shown
