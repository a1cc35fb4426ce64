"""Friday and Saturday: whoever still owes is told, and the head is told who."""

from datetime import timedelta

import pytest

from tests.planning.scenes import handed_in
from tests.school import TODAY, School, at
from truongso.audit.models import JournalEntry
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import NotAllowed
from truongso.notices.models import Notice
from truongso.planning.actions.reminders import remind

FRIDAY, SATURDAY = TODAY + timedelta(days=2), TODAY + timedelta(days=3)


def told(school: School, who: str) -> list[str]:
    rows = Notice.objects.of(school).filter(to=school.staff[who]).order_by("shows_at")
    return list(rows.values_list("text", flat=True))


def test_tells_who_owes_what_until_when(school: School) -> None:
    handed_in(school, 13)
    remind(actor=system_actor(school.id, "Hệ thống"), now=at(FRIDAY, "16:00:00"))
    [text] = told(school, "Lan")
    assert text.startswith("Còn 1 kế hoạch bài dạy của tuần 7 chưa nộp, hạn hết ngày 17/10/2026")
    assert "Bài 14. Nội dung TOAN 6" in text
    assert told(school, "Hà") == []  # shares KHTN but is not named


def test_tells_the_head_of_the_own_department(school: School) -> None:
    remind(actor=system_actor(school.id, "Hệ thống"), now=at(FRIDAY, "16:00:00"))
    [own, of_others] = sorted(told(school, "Hoa"), key=lambda text: "giáo viên" in text)
    assert own.startswith("Còn 2 kế hoạch")
    assert "Nguyễn Ngọc Lan (2)" in of_others
    assert "Phan Kiều Oanh" not in of_others


def test_whoever_has_handed_in_is_left_alone(school: School) -> None:
    handed_in(school, 13)
    handed_in(school, 14)
    remind(actor=system_actor(school.id, "Hệ thống"), now=at(FRIDAY, "16:00:00"))
    assert told(school, "Lan") == []


def test_twice_on_a_day_tells_once_and_on_saturday_again(school: School) -> None:
    system = system_actor(school.id, "Hệ thống")
    for moment in (at(FRIDAY, "16:00:00"), at(FRIDAY, "16:05:00"), at(SATURDAY, "08:00:00")):
        remind(actor=system, now=moment)
    assert len(told(school, "Lan")) == 2
    assert JournalEntry.objects.of(school).filter(verb="planning.reminded").count() == 3


@pytest.mark.parametrize("days", [0, 1, 4])
def test_on_other_days_nobody_is_told(school: School, days: int) -> None:
    moment = at(TODAY + timedelta(days=days))
    assert remind(actor=system_actor(school.id, "Hệ thống"), now=moment) == 0
    assert not Notice.objects.of(school).exists()


def test_only_the_system_reminds(school: School) -> None:
    with pytest.raises(NotAllowed):
        remind(actor=school.actor("Sơn"), now=at(FRIDAY))
