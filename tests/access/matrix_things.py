"""The things of the permission matrix: one of each kind that an address or a form names."""

from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.access.factors import app_of
from tests.access.matrix_keys import keys_of
from tests.access.matrix_marks import a_score_file, corrections_of
from tests.access.matrix_records import reports_of
from tests.clients import account_of, signed_in
from tests.office.tables import xlsx
from tests.planning.scenes import decide, hand_in, handed_in, offer, submission
from tests.school import NOW, School, at, looking_at
from tests.uploads import ready
from truongso.access.models import Session
from truongso.access.sessions import shown_name
from truongso.documents import papers
from truongso.documents.actions import uploads
from truongso.documents.kinds.account_handover import facts as handover
from truongso.documents.kinds.common import Party
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in
from truongso.foundation.text import sort_key
from truongso.notices.actions import make_feed
from truongso.notices.models import Notice
from truongso.office.actions.imports import begin
from truongso.office.actions.year_draft import prepare_year
from truongso.office.models import ImportLine
from truongso.planning.actions.education import EducationPlan, hand_in_education_plan
from truongso.planning.models import LateLeave
from truongso.retention.models import Proposal
from truongso.roster import queries as roster
from truongso.roster.models import (
    Break,
    ClassMember,
    Pupil,
    PupilMove,
    SchoolClass,
    SubjectGroup,
    TeachingAssignment,
    TimetableVersion,
)
from truongso.rules.authority import Duty
from truongso.rules.years import YearDates
from truongso.support.actions.requests import Asking, PageState, ask, close

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
        parts = (plans_of, files_of, orders_of, people_of, requests_of)
        found = {name: thing for part in parts for name, thing in part(school).items()}
        pupil = found["pupil"]
        return found | corrections_of(school, pupil) | keys_of(school) | reports_of(school, pupil)


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
        "import": an_import(school),
        "score_file": a_score_file(school),
        "upload": ready(school, "Lan", "moi.pdf", at=morning),
        "on_its_way": on_its_way.id,
    }


def an_import(school: School) -> UUID:
    """An import whose rows have been compared: one new class."""
    table = xlsx(["Lớp", "Khối"], ["9Z", 9])
    file = ready(school, "Nam", "lop.xlsx", content=table, purpose="import")
    run = begin(actor=school.actor("Nam"), kind="classes", upload_id=file, now=NOW)
    headings = [{"key": "lop", "heading": "Lớp", "letter": "A", "field": "school_class"}]
    run.layout = {"sheets": [{"name": "Sheet1", "first": 0, "last": 0}], "ignored": []}
    run.layout["headings"] = [one | {"code": "", "samples": []} for one in headings]
    run.state, run.counts = run.State.CHECKED, {"new": 1}
    run.save()
    line = ImportLine(school_id=school.id, run=run, no=1, sheet="Sheet1", row=2, verdict="new")
    line.label, line.values = "9Z", {"school_class": "9Z", "grade": 9}
    line.save(force_insert=True)
    return run.id


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
    timetable = TimetableVersion.objects.create(
        school_id=school.id, year=school.year, name="Bản 1", valid_from=date(2027, 5, 24)
    )
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
        "timetable": timetable.id,
        "leave": leave.id,
        "delegation": delegation.id,
        "holiday": holiday.id,
        "draft_year": next_year.year_id,
        "notice": notice.id,
        "proposal": _proposal(school, notice.id),
        "token": make_feed(actor=school.actor("Lan"), now=NOW),
    }


def _proposal(school: School, notice_id: UUID) -> UUID:
    """A proposal to remove a notice; its fingerprint is "x"."""
    row = Proposal(school_id=school.id, kind="notices", made_at=NOW, cutoff=NOW.date())
    row.ids, row.count, row.fingerprint, row.step = [notice_id], 1, "x", "open"
    row.save(force_insert=True)
    return row.id


def requests_of(school: School) -> dict[str, Any]:
    """What Lan asked the admin: one request that is open, one that is closed."""
    lan = school.actor("Lan")
    asking = Asking("Nộp bài tuần 7", "Báo tệp hỏng", PageState(route="my_plans"))
    first, second = (ask(actor=lan, asking=asking, now=NOW) for _ in range(2))
    close(actor=lan, request_id=second.id, now=NOW)
    return {"asked": first.id, "answered": second.id}


def people_of(school: School) -> dict[str, Any]:
    """Who is named, and the device somebody else is signed in on."""
    return {
        "group": SubjectGroup.objects.of(school).get().id,
        "lan": school.staff["Lan"].id,
        "minh": school.staff["Minh"].id,
        "named": school.staff["Hà"].id,
        "lans_duty": school.duties["Lan", Duty.TEACHER].id,
        "maths_colleague": _teaching_maths(school),
        "without": school.staff["Quý"].id,
        "lans_account": account_of(school, "Lan").id,
        "principals_account": account_of(school, "Sơn").id,
        "paper": _lans_paper(school),
        "hoas_duty": school.duties["Hoa", Duty.DEPARTMENT_HEAD].id,
        "device": _another_device(school),
        "department": school.departments["TN"].id,
        "other_class": school.classes["6B"].id,
        **pupil_of(school),
        "factor": app_of(school, "Lan", at=NOW)[0].id,
        "account": account_of(school, "Lan").id,
        "thus_account": app_of(school, "Thu", at=NOW)[0].account_id,
        "sons_account": app_of(school, "Sơn", at=NOW)[0].account_id,
    }


def pupil_of(school: School) -> dict[str, Any]:
    """A pupil of 6A who has moved once: came back from leave."""
    row = Pupil.objects.create(
        school_id=school.id,
        code="HS001",
        full_name="Đỗ Văn An",
        sort_key=sort_key("Đỗ Văn An"),
        search_key="do van an",
        sex="m",
        born_on=date(2015, 5, 9),
    )
    ClassMember.objects.create(
        school_id=school.id,
        pupil=row,
        school_class=school.classes["6A"],
        since=date(2026, 8, 29),
    )
    moves = [
        PupilMove.objects.create(
            school_id=school.id, pupil=row, status=status, on=day, recorded_at=at(day)
        )
        for status, day in (("on_leave", date(2026, 9, 10)), ("studying", date(2026, 9, 20)))
    ]
    extra, other = [
        SchoolClass.objects.create(
            school_id=school.id, year=school.year, name=name, grade=6, sort_key="x", extra=True
        )
        for name in ("Toán 6 nâng cao", "Tiếng Anh 6 nâng cao")
    ]
    place = ClassMember.objects.create(
        school_id=school.id, pupil=row, school_class=other, since=date(2026, 9, 7)
    )
    return {
        "pupil": row.id,
        "move": moves[-1].id,
        "extra_class": extra.id,
        "extra_place": place.id,
    }


def _teaching_maths(school: School) -> UUID:
    """Hà, who teaches maths of grade 6 as well, in a class of her own."""
    TeachingAssignment.objects.create(
        school_id=school.id,
        staff=school.staff["Hà"],
        school_class=school.classes["6B"],
        subject="TOAN",
        strand="Ôn tập",
        since=date(2026, 8, 29),
    )
    return school.staff["Hà"].id


def _lans_paper(school: School) -> UUID:
    """The minutes of Lan's account."""
    org = roster.school_org(school)
    both = (Party("Tạ Hoài Nam", "Quản trị viên"), Party("Nguyễn Ngọc Lan", "Giáo viên"))
    told = {"username": "lan", "address": "http://localhost", "duties": ""}
    paper = papers.draw_up(
        school.actor("Nam"),
        handover.KIND,
        school.staff["Lan"].id,
        lambda number: handover.facts(org, number, both, told, at=NOW),
        at=NOW,
    )
    return paper.id


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
