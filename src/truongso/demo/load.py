"""Putting the demo school into an empty installation: founded, then its story replayed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.demo import founding, school
from truongso.demo.accounts import later_fates
from truongso.demo.calendar import lay_year
from truongso.demo.makers import makers
from truongso.demo.marks import enter_marks
from truongso.demo.replay import Replay
from truongso.demo.story import tell
from truongso.foundation.actor import SYSTEM_DUTY, system_actor
from truongso.foundation.days import day_begins, local_day
from truongso.foundation.tenancy import acting_in
from truongso.notices.models import Notice

ONE_EACH = (
    ("Hiệu trưởng", "principal"),
    ("Phó hiệu trưởng", "vice_principal"),
    ("Tổ trưởng chuyên môn", "department_head"),
    ("Tổ phó chuyên môn (được ủy nhiệm)", "department_deputy"),
    ("Nhóm trưởng chuyên môn", "group_leader"),
    ("Giáo viên", "teacher"),
    ("Văn thư", "clerk"),
    ("Quản trị viên", "it_admin"),
)
PREPARED_BEFORE = timedelta(days=14)
STILL_NEWS = timedelta(days=2)
TOGETHER = 200


def _accounts() -> tuple[tuple[str, str, str], ...]:
    """One account for each duty: whoever holds it and, for a teacher, nothing else."""
    found = []
    for words, duty in ONE_EACH:
        people = [p for p in school.staff().values() if duty in p.duties]
        plain = [p for p in people if len(p.duties) == 1]
        person = (plain if duty == "teacher" else people)[0]
        found.append((words, person.login, founding.PASSWORD))
    return tuple(found)


ACCOUNTS = _accounts()


def load(now: datetime, say: Callable[[str], None] = print) -> int:
    """Load the demo school as it stands at `now` (aware); returns its id.

    The installation must be empty. Progress is said in a line now and then.
    """
    year = lay_year(local_day(now))
    prepared = day_begins(year.starts_on) - PREPARED_BEFORE
    ids = founding.found_bodies(prepared)
    with acting_in(ids["school"]):
        founded = founding.found_school(ids["school"], year, at=prepared)
        deed = Deed("school.created", f"org:{founded.id}", facts={"name": school.bodies()[-1].name})
        journal.record(system_actor(founded.id, "Người vận hành"), SYSTEM_DUTY, deed, at=prepared)
    for person in school.officials().values():
        with acting_in(ids[person.org]):
            founding.found_official(ids[person.org], person, at=prepared)
    count = len(school.staff())
    say(f"  {count} cán bộ, {len(founded.classes)} lớp, {len(founded.lessons)} bài dạy")

    story = tell(year, now)
    fonts = settings.STATIC_ROOT / "built" / "fonts"
    with makers(story, story.steps, year, fonts) as making:
        replay = Replay(founded, story, lambda _step: making.next())
        lendings = sorted(story.lendings, key=lambda lending: lending.given_at)
        for first in range(0, len(story.steps), TOGETHER):
            with acting_in(founded.id):
                for step in story.steps[first : first + TOGETHER]:
                    while lendings and lendings[0].given_at <= step.at:
                        replay.lend(lendings.pop(0))
                    replay.play(step)
            done = min(first + TOGETHER, len(story.steps))
            say(f"  {done}/{len(story.steps)} việc đã qua: nộp, xem, duyệt, trả lại")
        with acting_in(founded.id):
            for lending in lendings:
                replay.lend(lending)
            later_fates(founded, now=now)
        with acting_in(founded.id):
            pages = enter_marks(founded, replay, year, now)
        say(f"  {pages} trang sổ điểm đã có điểm")
    _old_news(founded.id, now)
    return founded.id


def _old_news(school_id: int, now: datetime) -> None:
    """What people were told long ago they have read, and it is not mailed again."""
    with acting_in(school_id):
        rows = Notice.objects.filter(school_id=school_id)
        rows.update(mailed_at=now)
        rows.filter(shows_at__lt=now - STILL_NEWS).update(read_at=now)
