"""What helps a new school: homeroom teachers with the classes, duties proposed, steps counted."""

import pytest

from tests.clients import signed_in
from tests.jobs import run_jobs
from tests.office.tables import begun, checked, lines, written, xlsx
from tests.school import NOW, School
from truongso.access.actions.giving import GivingAsked, give_duty
from truongso.access.models import DutyHeld
from truongso.access.queries.proposals import proposals
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.office.actions import imports as acts
from truongso.office.models import ImportRun
from truongso.office.queries import setting_up
from truongso.roster.models import SchoolClass
from truongso.rules.authority import Duty
from truongso.rules.duties import GIVE


def homeroom_of(school: School, name: str) -> list[str]:
    """Who is the homeroom teacher of a class now or to come, after an import."""
    rows = DutyHeld.objects.of(school).filter(
        duty=Duty.HOMEROOM_TEACHER.value, until=None, school_class=school.classes[name]
    )
    return [row.staff.full_name for row in rows]


def test_a_class_list_gives_the_homeroom_duty_from_now_and_ends_the_one_before(
    school: School,
) -> None:
    written(school, checked(school, "classes", xlsx(["Lớp", "GVCN"], ["6A", "Nguyễn Ngọc Lan"])))
    file = xlsx(["Lớp", "GVCN"], ["6A", "Trần Việt Dũng"], ["6B", None])
    run = checked(school, "classes", file)
    assert [line.verdict for line in lines(school, run)] == ["changed", "same"]
    assert lines(school, run)[0].changes == [["homeroom", "Nguyễn Ngọc Lan", "Trần Việt Dũng"]]
    written(school, run)
    assert homeroom_of(school, "6A") == ["Trần Việt Dũng"]
    row = DutyHeld.objects.of(school).get(
        duty=Duty.HOMEROOM_TEACHER.value, until=None, school_class=school.classes["6A"]
    )
    assert (row.since, row.given_by_id) == (NOW, school.staff["Nam"].id)


@pytest.mark.parametrize(("who", "teacher"), [("Thu", "Trần Việt Dũng"), ("Nam", "Tạ Hoài Nam")])
def test_nobody_gives_a_homeroom_duty_by_a_list_who_may_not_by_hand(
    school: School, who: str, teacher: str
) -> None:
    name = school.staff["Nam"].full_name if teacher == "Tạ Hoài Nam" else teacher
    run = checked(school, "classes", xlsx(["Lớp", "GVCN"], ["6A", name]))
    before = homeroom_of(school, "6A")
    with pytest.raises(NotAllowed):
        acts.confirm(actor=school.actor(who), run_id=run.id, past_wrong=False, now=NOW)
    assert homeroom_of(school, "6A") == before


def test_duties_are_proposed_from_posts_and_teaching_and_given_only_when_confirmed(
    school: School,
) -> None:
    clerk = school.staff["Quý"]
    clerk.position = "Văn thư"
    clerk.save()
    actor = school.actor("Nam")
    found = [one for one in proposals(actor, {GIVE}, NOW) if one.staff.id == clerk.id]
    assert Duty.CLERK in {one.duty for one in found}
    assert not DutyHeld.objects.of(school).filter(staff=clerk, duty=Duty.CLERK.value).exists()
    give_duty(actor=actor, asked=GivingAsked(clerk.id, Duty.CLERK, None, NOW), now=NOW)
    again = [one.duty for one in proposals(actor, {GIVE}, NOW) if one.staff.id == clerk.id]
    assert Duty.CLERK not in again


def test_leading_duties_are_not_proposed_to_an_admin_once_there_was_a_principal(
    school: School,
) -> None:
    person = school.staff["Lan"]
    person.position = "Phó Hiệu trưởng"
    person.save()
    duties = {one.duty for one in proposals(school.actor("Nam"), {GIVE}, NOW)}
    assert duties.isdisjoint({Duty.PRINCIPAL, Duty.VICE_PRINCIPAL, Duty.IT_ADMIN})


def test_the_page_tells_the_steps_from_the_data(school: School) -> None:
    steps = setting_up.steps(school, NOW)
    assert [step.title for step in steps if step.done][:2] == [
        "Mở năm học",
        "Cán bộ, giáo viên và các tổ",
    ]
    answer = signed_in(school, "Nam").get("/thiet-lap/")
    assert answer.status_code == 200
    assert "Thiết lập trường" in answer.content.decode()


def test_a_missing_homeroom_teacher_leads_to_the_form_with_the_class_chosen(
    school: School,
) -> None:
    class_id = school.classes["6B"].id
    browser = signed_in(school, "Nam")
    page = browser.get(f"/nhiem-vu/?giao=homeroom_teacher&cua={class_id}").content.decode()
    assert f'<option value="{class_id}" selected>' in page
    assert '<option value="homeroom_teacher" selected>' in page
    assert (
        f"?giao=homeroom_teacher&amp;cua={class_id}"
        in browser.get("/kiem-tra-du-lieu/no-homeroom/").content.decode()
    )


def test_an_import_that_is_left_leads_back_to_another_file(school: School) -> None:
    run_id = begun(school, "classes", xlsx(["Lớp", "Khối"], ["6C", 6]))
    answer = signed_in(school, "Nam").post(f"/nhap-du-lieu/lan/{run_id}/bo/")
    assert answer.headers["Location"] == "/nhap-du-lieu/classes/"


def test_an_import_stuck_while_writing_can_be_left_and_its_job_then_does_nothing(
    school: School,
) -> None:
    run = checked(school, "classes", xlsx(["Lớp", "Khối"], ["6C", 6]))
    acts.confirm(actor=school.actor("Nam"), run_id=run.id, past_wrong=False, now=NOW)
    acts.give_up(actor=school.actor("Nam"), run_id=run.id, now=NOW)
    run_jobs(school, at=NOW)
    assert not SchoolClass.objects.of(school).filter(name="6C").exists()
    assert not ImportRun.objects.of(school).filter(pk=run.id).exists()


def test_an_import_that_is_written_cannot_be_left(school: School) -> None:
    run = written(school, checked(school, "classes", xlsx(["Lớp", "Khối"], ["6C", 6])))
    with pytest.raises(RuleBroken):
        acts.give_up(actor=school.actor("Nam"), run_id=run.id, now=NOW)
    assert SchoolClass.objects.of(school).filter(name="6C").exists()
