"""Reminding: teachers of what they owe, heads of who owes it."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.access.queries import in_force
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.planning.queries import reminders as queries
from truongso.roster import queries as roster
from truongso.rules.authority import Whose
from truongso.rules.deadlines import lesson_plan_due


@act
def remind(*, actor: Actor, now: datetime) -> int:
    """Tell whoever owes lesson plans whose due day is today or tomorrow, and the heads.

    The system's act, run on Friday and Saturday; returns how many people were told. Run twice on a
    day it tells nobody twice. Raises Missing (no school year), NotAllowed (only the system).
    """
    day = local_day(now)
    calendar = roster.calendar(actor, day)
    duty = gate.require(actor, "system.keep_house", Whose(), at=now)

    week = next((w for w in calendar.weeks if 0 <= (lesson_plan_due(w) - day).days <= 1), None)
    if week is None:
        return 0
    owed = queries.debts(actor, calendar, week)

    due_on = lesson_plan_due(week)
    about = f"week:{calendar.year.code}:{week.no}:{day}"
    for debt in owed:
        text = (
            f"Còn {len(debt.lessons)} kế hoạch bài dạy của tuần {week.no} chưa nộp, hạn hết ngày"
            f" {due_on:%d/%m/%Y}: {debt.words}"
        )
        message = post.Message("plan.reminder", text[:500], reverse("my_plans"), about)
        post.tell(actor, [debt.staff.id], message, shows_at=now)
    _tell_heads(actor, owed, about, week.no, now)

    if owed:
        facts = {"week": week.no, "people": len(owed)}
        deed = Deed("planning.reminded", f"week:{calendar.year.code}:{week.no}", facts=facts)
        journal.record(actor, duty, deed, at=now)
    return len(owed)


def _tell_heads(
    actor: Actor, owed: list[queries.Debt], about: str, week_no: int, now: datetime
) -> None:
    members: dict[UUID, list[str]] = {}
    for debt in owed:
        if debt.staff.department_id is not None:
            name = f"{debt.staff.full_name} ({len(debt.lessons)})"
            members.setdefault(debt.staff.department_id, []).append(name)
    heads = queries.heads_of(actor, list(members), in_force(now))
    for department_id, names in members.items():
        text = f"Tuần {week_no}: còn {len(names)} giáo viên chưa nộp đủ: {', '.join(names)}."
        url = f"{reverse('week_board')}?tuan={week_no}"
        message = post.Message("plan.reminder_head", text[:500], url, about)
        post.tell(actor, heads.get(department_id, []), message, shows_at=now)
