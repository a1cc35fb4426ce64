"""A school in which every page has something to show."""

from typing import Any
from uuid import UUID

from tests.access.matrix_scene import add_people
from tests.access.matrix_things import things_of
from tests.browser.files import FACTS, lesson_file
from tests.planning.scenes import decide, handed_in, lend_to_minh, submission
from tests.school import LONG_AGO, NOW, School
from tests.uploads import ready
from truongso.approvals.flow import Note
from truongso.planning.actions import versions
from truongso.planning.models import Plan
from truongso.rules.approval import Move

REMARK = "Cần nêu rõ sản phẩm của hoạt động 2."
MENDED = "Sản phẩm: phiếu học tập số 2."


def real_plan(school: School, no: int) -> Plan:
    """A maths plan of Lan with a real PDF of several pages, handed in."""
    content = lesson_file("Bài dạy.pdf", no)["buffer"]
    return handed_in(school, no, content=content, pages=4, text=f"{FACTS.teacher}\nBài {no}")


def send_back(school: School, plan: Plan) -> None:
    """Hoa sends a plan back with a remark on page 2, so long ago that its author knows."""
    notes = [Note(REMARK, 2)]
    decide(school, "Hoa", submission(school, plan), move=Move.SEND_BACK, notes=notes)


def mend(school: School, plan: Plan, no: int) -> None:
    """Lan hands in the second version of a plan."""
    content = lesson_file("Đã sửa.pdf", no, MENDED)["buffer"]
    text = f"{FACTS.teacher}\nBài {no}\n{MENDED}"
    upload = ready(school, "Lan", "Đã sửa.pdf", content=content, pages=4, text=text)
    versions.hand_in_new_version(
        actor=school.actor("Lan"),
        plan_id=plan.id,
        upload_id=upload,
        note="Đã bổ sung sản phẩm",
        seen_no=1,
        as_draft=False,
        now=NOW,
    )


def furnished(school: School) -> dict[str, Any]:
    """Fill the school; return what its pages are about, by name."""
    add_people(school)
    things = things_of(school)
    lend_to_minh(school, since=LONG_AGO, days=365)
    plan, returned = real_plan(school, 16), real_plan(school, 12)
    send_back(school, plan)
    mend(school, plan, 16)
    send_back(school, returned)
    return things | {"mended": _id(plan), "returned": _id(returned)}


def _id(plan: Plan) -> UUID:
    identity: UUID = plan.id
    return identity
