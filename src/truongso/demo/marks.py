"""The demo's gradebook: what teachers have entered until now, through the real acts.

Some pages are full, some wait for a column, a few marks were put right with a reason.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from truongso.demo.calendar import DemoYear
from truongso.demo.founded import Founded
from truongso.demo.replay import Replay
from truongso.demo.story.moments import on_day
from truongso.foundation.ids import new_id
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.actions.scores import save_scores
from truongso.gradebook.queries.place import Page, Place, place
from truongso.roster.models import ClassMember, TeachingAssignment
from truongso.rules.columns import Kind
from truongso.rules.gradebook import key_of
from truongso.rules.scores import as_typed
from truongso.rules.subjects import subjects

BUSY, LATE = 0.85, 0.5
"""How many pages have their first column, and how many of those a second one."""
SLIPS = 0.02
MIDDLE, SPREAD = 72, 13
PUT_RIGHT_AFTER, REASON = timedelta(days=2), "Cộng nhầm điểm"


def enter_marks(founded: Founded, replay: Replay, year: DemoYear, now: datetime) -> int:
    """Enter the marks of the first term until now; returns how many pages were written on."""
    pupils = _pupils(founded)
    pages = 0
    for login, class_id, subject in _taught(founded):
        dice = Random(f"{year.code}/marks/{subject}/{class_id}")
        if dice.random() > BUSY:
            continue
        found = place(founded, Page(class_id, subject, 1), now.date())
        for no, at in enumerate(_moments(year, now, dice), start=1):
            column = _cells(found, replay, login, pupils.get(class_id, []), no, dice)
            _save(found, replay, login, column, at)
            slips = [cell for cell in column if dice.random() < SLIPS]
            if at + PUT_RIGHT_AFTER < now:
                right = [
                    replace(c, text=_mark(found, dice), version=1, reason=REASON) for c in slips
                ]
                _save(found, replay, login, right, at + PUT_RIGHT_AFTER)
        pages += 1
    return pages


def _taught(founded: Founded) -> Iterator[tuple[str, UUID, str]]:
    """Who enters the marks of a class in a subject: of several teachers the first."""
    logins = {row.id: login for login, row in founded.staff.items()}
    rows = TeachingAssignment.objects.of(founded).filter(school_class__extra=False)
    seen = set()
    for row in rows.order_by("school_class__sort_key", "subject", "strand"):
        key = (row.school_class_id, row.subject)
        if key not in seen and row.subject in subjects():
            seen.add(key)
            yield logins[row.staff_id], *key


def _pupils(founded: Founded) -> dict[UUID, list[UUID]]:
    rows = ClassMember.objects.of(founded).filter(until=None, school_class__extra=False)
    found: dict[UUID, list[UUID]] = {}
    for class_id, pupil_id in rows.order_by("pupil__sort_key").values_list(
        "school_class_id", "pupil_id"
    ):
        found.setdefault(class_id, []).append(pupil_id)
    return found


def _moments(year: DemoYear, now: datetime, dice: Random) -> list[datetime]:
    weeks = [week for week in year.weeks if on_day(week.monday, dice) < now]
    count = 2 if len(weeks) > 1 and dice.random() < LATE else 1
    days = sorted(dice.sample(weeks, min(count, len(weeks))), key=lambda week: week.no)
    found = [on_day(week.monday + timedelta(days=dice.randrange(5)), dice) for week in days]
    return [at for at in found if at < now]


def _cells(
    found: Place, replay: Replay, login: str, pupils: list[UUID], no: int, dice: Random
) -> list[Cell]:
    """One regular column; none where it belongs to another teacher's strand."""
    regular = [c for c in found.columns if c.kind is Kind.REGULAR]
    column = regular[min(no, len(regular)) - 1]
    if not found.may_write(replay.founded.staff[login].id, column):
        return []
    return [Cell(pk, key_of(column), _mark(found, dice), 0) for pk in pupils]


def _save(found: Place, replay: Replay, login: str, cells: list[Cell], at: datetime) -> None:
    if cells:
        save_scores(
            actor=replay.actor(login, at),
            page=found.page,
            batch_id=new_id(),
            cells=cells,
            source="page",
            now=at,
        )


def _mark(found: Place, dice: Random) -> str:
    if found.comments:
        return "Đ" if dice.random() < 0.97 else "CĐ"
    tenths = min(max(round(dice.gauss(MIDDLE, SPREAD)), 20), 100)
    return as_typed(tenths // 5 * 5)
