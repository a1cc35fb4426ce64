"""The things of the permission matrix: one of each kind that an address or a form names."""

from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.clients import account_of, signed_in
from tests.planning.scenes import decide, hand_in, handed_in, offer, submission
from tests.school import NOW, School, at, looking_at
from tests.uploads import ready
from truongso.access.models import Session
from truongso.access.sessions import shown_name
from truongso.documents.actions import uploads
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in
from truongso.notices.actions import make_feed
from truongso.notices.models import Notice
from truongso.office.actions.year_draft import prepare_year
from truongso.planning.actions.education import EducationPlan, hand_in_education_plan
from truongso.planning.models import LateLeave
from truongso.roster.models import Break, SubjectGroup
from truongso.rules.authority import Duty
from truongso.rules.years import YearDates

WEEK = timedelta(days=7)
LENT = (
    "planning.approve:lesson_plan",
    "planning.approve:teacher_plan",
    "planning.grant_late_leave",
)


def things_of(school: School) -> dict[str, Any]:
    """One thing of each kind that an address or a form names, by its name."""
    with ExitStack() as stack:
        stack.enter_context(looking_at(school.id))
        return plans_of(school) | files_of(school) | orders_of(school) | people_of(school)


def plans_of(school: School) -> dict[str, Any]:
    """Plans in each place of their way, and what they are about."""
    plan = handed_in(school, 13, text="Hoạt động 1. Mở đầu")
    decided = handed_in(school, 14)
    batch = new_id()
    decide(school, "Hoa", submission(school, decided), batch_id=batch)
    heads = hand_in(school, "Hoa", offer(school, "Hoa", "TOAN", 7, [13], ("7A",)))[0]
    teaching = education_plan(school, "Hoa", "teaching_plan", subject="TOAN", grade=7)
    yearly = education_plan(school, "Sơn", "school_plan")
    [draft] = hand_in(school, "Lan", offer(school, "Lan", "TOAN", 6, [15]), as_draft=True)
    return {
        "plan": plan.id,
        "submission": submission(school, plan).id,
        "heads_submission": submission(school, heads).id,
        "teaching_plan": teaching,
        "teaching_submission": submission(school, teaching).id,
        "school_submission": submission(school, yearly).id,
        "draft": draft,
        "decision": batch,
        "lesson": school.lesson("TOAN", 6, 16).id,
        "late_lesson": school.lesson("TOAN", 6, 2).id,
        "class": school.classes["6A"].id,
        "programme": school.programmes["TOAN", 6].id,
    }


def files_of(school: School) -> dict[str, Any]:
    """A file that is ready, and one on its way."""
    on_its_way = uploads.open_upload(
        actor=school.actor("Lan"), name="dang-gui.pdf", size=10, purpose="plan", at=NOW
    )
    morning = at(date(2026, 10, 14), "08:00:00")
    return {
        "upload": ready(school, "Lan", "moi.pdf", at=morning),
        "on_its_way": on_its_way.id,
    }


def orders_of(school: School) -> dict[str, Any]:
    """What was asked for, lent, laid and told."""
    leave = LateLeave.objects.create(
        school_id=school.id,
        author=school.staff["Lan"],
        lesson=school.lesson("TOAN", 6, 1),
        department=school.departments["TN"],
        reason="Đi tập huấn",
        asked_at=NOW,
    )
    lent = {"since": NOW - WEEK * 9, "until": NOW + WEEK}
    delegation = school.delegate("Bình", Duty.DEPARTMENT_HEAD, "Yến", LENT[0], **lent)
    holiday = Break.objects.create(
        school_id=school.id,
        year=school.year,
        name="Nghỉ bão",
        first=date(2026, 12, 7),
        last=date(2026, 12, 8),
    )
    dates = YearDates(date(2027, 8, 30), date(2028, 5, 31), date(2027, 9, 6))
    next_year = prepare_year(actor=school.actor("Nam"), dates=dates, now=NOW)
    notice = Notice.objects.create(
        school_id=school.id,
        to=school.staff["Lan"],
        kind="plan.approved",
        text="Kế hoạch đã được duyệt.",
        url="/ke-hoach/",
        about="x",
        shows_at=NOW - WEEK,
    )
    return {
        "leave": leave.id,
        "delegation": delegation.id,
        "holiday": holiday.id,
        "draft_year": next_year.year_id,
        "notice": notice.id,
        "token": make_feed(actor=school.actor("Lan"), now=NOW),
    }


def people_of(school: School) -> dict[str, Any]:
    """Who is named, and the device somebody else is signed in on."""
    return {
        "group": SubjectGroup.objects.of(school).get().id,
        "lan": school.staff["Lan"].id,
        "minh": school.staff["Minh"].id,
        "named": school.staff["Hà"].id,
        "hoas_duty": school.duties["Hoa", Duty.DEPARTMENT_HEAD].id,
        "device": _another_device(school),
    }


def education_plan(school: School, who: str, kind: str, **where: Any) -> UUID:
    """An education plan of a person, handed in."""
    asked = EducationPlan(kind, ready(school, who), **where)
    plan = hand_in_education_plan(
        actor=school.actor(who), batch_id=new_id(), asked=asked, as_draft=False, now=NOW
    )
    return plan.id


def _another_device(school: School) -> str:
    """The name of a session of Lan's on another device."""
    account_of(school, "Lan")
    signed_in(school, "Lan", at=NOW - timedelta(hours=1))
    with acting_in(school.id):
        row = Session.objects.filter(account__staff=school.staff["Lan"]).order_by("created_at")[0]
    return shown_name(row)
