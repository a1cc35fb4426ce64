"""The table of rights in words, and the list of who is charged with what at this school."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from truongso.access.models import Delegation, DutyHeld, RightsReading
from truongso.access.queries import holders, in_force_of
from truongso.access.words import act_labels, duty_name, reach_name, until_in_words
from truongso.foundation.days import local
from truongso.foundation.tenancy import InSchool
from truongso.rules.authority import Duty, Grant
from truongso.rules.grants import grants_on
from truongso.rules.policy import RecordKind, kinds_on

CHARGED = (
    Duty.PRINCIPAL,
    Duty.VICE_PRINCIPAL,
    Duty.DEPARTMENT_HEAD,
    Duty.DEPARTMENT_DEPUTY,
    Duty.GROUP_LEADER,
    Duty.CLERK,
)
NOT_LISTED = (Duty.SYSTEM,)


@dataclass(frozen=True, slots=True)
class RightLine:
    """One right in words: whose duty, over whose things, and to whom it may be lent."""

    duty: str
    reach: str
    lendable_to: str
    not_own: bool


@dataclass(frozen=True, slots=True)
class ActLines:
    """An act with everybody who may do it."""

    act: str
    name: str
    lines: list[RightLine]


def table(day: date) -> list[ActLines]:
    """Return the table of rights in force on a day: act by act, who may do it to whose things."""
    by_act: dict[str, list[Grant]] = {}
    for grant in grants_on(day):
        if grant.duty not in NOT_LISTED:
            by_act.setdefault(grant.act, []).append(grant)
    names = act_labels(day)
    return [
        ActLines(act, names[act], [_line(grant) for grant in dict.fromkeys(grants)])
        for act, grants in by_act.items()
    ]


def _line(grant: Grant) -> RightLine:
    receivers = sorted(grant.lendable_to, key=list(Duty).index)
    return RightLine(
        duty_name(grant.duty),
        reach_name(grant.reach),
        ", ".join(duty_name(duty) for duty in receivers),
        grant.not_own,
    )


@dataclass(slots=True)
class Charged:
    """A person with his position and the tasks he is charged with, for the decision's appendix."""

    staff_id: UUID
    name: str
    position: str
    tasks: list[str]


def charged(owner: InSchool, now: datetime) -> list[Charged]:
    """Return who approves and organises which records, in the order of rank.

    Source: Decision 20/QĐ-THCS of 21 Aug 2025, appendix (list of who approves electronic records).
    """
    day = local(now).date()
    loans: dict[UUID, list[Delegation]] = defaultdict(list)
    for loan in in_force_of(owner, now):
        loans[loan.receiver_id].append(loan)
    found: dict[UUID, Charged] = {}
    rows = holders(owner, CHARGED, now)
    for row in sorted(rows, key=lambda row: CHARGED.index(Duty(row.duty))):
        tasks = _tasks(Duty(row.duty), day)
        tasks += [_lent(loan, day) for loan in loans.pop(row.staff_id, [])]
        if tasks:
            line = Charged(row.staff_id, row.staff.full_name, _position(row), [])
            found.setdefault(row.staff_id, line).tasks += tasks
    for staff_id, others in loans.items():
        tasks = [_lent(loan, day) for loan in others]
        receiver = others[0].receiver
        found[staff_id] = Charged(staff_id, receiver.full_name, receiver.position, tasks)
    return list(found.values())


def fingerprint(owner: InSchool, now: datetime) -> str:
    """Return the SHA-256 of the table of rights and the list of who is charged, as they stand.

    Made of Vietnamese words, whatever the reader's language: the same table has one fingerprint.
    """
    with override("vi"):
        said = [
            [asdict(line) for line in table(local(now).date())],
            [asdict(person) for person in charged(owner, now)],
            sorted((str(row.staff_id), _position(row)) for row in holders(owner, CHARGED, now)),
        ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def last_reading(owner: InSchool) -> RightsReading | None:
    """Return the principal's latest yes to the table of rights, if there is one."""
    rows = RightsReading.objects.of(owner).select_related("by")
    return rows.order_by("-at", "-id").first()


def _position(row: DutyHeld) -> str:
    name = duty_name(Duty(row.duty))
    over = row.department or row.group
    if over is None:
        return name
    if row.staff.position and row.group is None:
        return str(row.staff.position)
    return f"{name}, {over.name}"


def _tasks(duty: Duty, day: date) -> list[str]:
    """What a duty is charged with: approving by kind, then what it organises."""
    own = [grant for grant in grants_on(day) if grant.duty is duty]
    kinds = kinds_on(day)
    tasks = [
        _approving(kinds[code], grant)
        for grant in own
        for code in [grant.act.partition(":")[2]]
        if grant.act.startswith("planning.approve:") and code in kinds
    ]
    names = act_labels(day)
    organising = ("planning.grant_late_leave", "planning.designate_uploader")
    tasks += [_organising(names, grant) for grant in own if grant.act in organising]
    if duty is Duty.GROUP_LEADER:
        tasks += _handing_in(own, kinds.values())
    if any(grant.lendable_to for grant in own if grant.act.startswith("planning.approve:")):
        tasks.append(_("Ủy quyền cho tổ phó phê duyệt thay trong thời gian ghi rõ"))
    return tasks


def _approving(kind: RecordKind, grant: Grant) -> str:
    words = {"kind": _(kind.name), "whose": reach_name(grant.reach)}
    if kind.external:
        return _("Ghi nhận kết quả cấp trên phê duyệt: %(kind)s") % words
    return _("Phê duyệt: %(kind)s %(whose)s") % words


def _organising(names: Mapping[str, str], grant: Grant) -> str:
    words = {"what": names[grant.act], "whose": reach_name(grant.reach)}
    return _("%(what)s %(whose)s") % words


def _handing_in(own: Sequence[Grant], kinds: Iterable[RecordKind]) -> list[str]:
    acts = {grant.act for grant in own}
    return [
        _("Nộp: %(kind)s") % {"kind": _(kind.name)}
        for kind in kinds
        if f"planning.submit:{kind.code}" in acts
    ]


def _lent(loan: Delegation, day: date) -> str:
    names = act_labels(day)
    words = {
        "acts": "; ".join(names.get(act, act) for act in loan.acts),
        "name": loan.giver.full_name,
        "duty": duty_name(Duty(loan.giver_duty.duty)),
        "since": f"{local(loan.since):%d/%m/%Y}",
        "until": until_in_words(loan.until),
    }
    return _("%(acts)s (thay mặt %(name)s, %(duty)s, từ %(since)s đến %(until)s)") % words
