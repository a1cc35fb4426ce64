"""The pages of corrections: the list, one case, and what waits for a person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from truongso.access import gate
from truongso.documents import shelf
from truongso.documents.models import PaperConfirmed
from truongso.documents.shelf import FileFacts
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.gradebook.models import (
    Correction,
    CorrectionCell,
    CorrectionEvidence,
    SheetLine,
)
from truongso.gradebook.queries import corrections as queries
from truongso.gradebook.queries.place import place
from truongso.rules import marks
from truongso.rules.authority import Duty, Held, Right, Whose
from truongso.rules.corrections import Role, State
from truongso.rules.gradebook import title_of

READ, WITNESS = "gradebook.read_corrections", "gradebook.witness_correction"
GROUPS = {
    "cho": (State.ASKED,),
    "mo": (State.OPEN,),
    "bien-ban": (State.MINUTED,),
    "xong": (State.CLOSED, State.LAPSED, State.REFUSED, State.WITHDRAWN),
}
"""The tabs of the list, by their part of the address."""


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell of a case as its page shows it; "" is an empty cell."""

    pupil: str
    title: str
    old: str
    wanted: str
    new: str
    changed_at: datetime | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case with everything its page shows."""

    row: Correction
    subject: str
    cells: Sequence[CellLine]
    evidence: Sequence[tuple[CorrectionEvidence, FileFacts]]
    said: Mapping[str, PaperConfirmed]
    role: Role | None

    @property
    def left(self) -> int:
        """How many cells nobody has changed."""
        return sum(cell.changed_at is None for cell in self.cells)


def readable(actor: Actor, case_id: UUID, now: datetime) -> Correction:
    """Return a case that the actor may read. Raises Missing, NotAllowed."""
    found = queries.case(actor, case_id)
    right = gate.may(actor, READ, queries.whose(actor, found, now), at=now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return found


def shown(actor: Actor, found: Correction, now: datetime) -> CaseShown:
    """Return a case with what its page shows."""
    titles = {key: title_of(column) for key, column in queries.columns_of(found.sheet).items()}
    rows = CorrectionEvidence.objects.of(actor).filter(correction=found).order_by("kind", "pk")
    evidence = list(rows)
    files = shelf.facts(actor, [row.file_id for row in evidence])
    right = gate.may(actor, WITNESS, Whose(author=found.asked_by_id), at=now)
    said = said_of(actor, found)
    free = {row.role for row in said}.__contains__
    role = role_of(found, actor, right.held) if isinstance(right, Right) else None
    waits = found.state == State.MINUTED.value and role is not None and not free(role.value)
    waits = waits and all(row.by_id != actor.staff_id for row in said)
    return CaseShown(
        row=found,
        subject=_(queries.subject_of(found.sheet).name),
        cells=[
            CellLine(
                cell.pupil.full_name,
                titles[cell.column],
                marks.shown(cell.old),
                marks.shown(cell.wanted),
                marks.shown(cell.new),
                cell.changed_at,
                marks.shown(cell.average_before),
                marks.shown(cell.average_after),
            )
            for cell in queries.cells_of(actor, found.id)
        ],
        evidence=[(row, files[row.file_id]) for row in evidence],
        said={row.role: row for row in said},
        role=role if waits else None,
    )


def evidence_of(actor: Actor, found: Correction, evidence_id: UUID) -> UUID:
    """Return the file of a piece of evidence. Raises Missing."""
    rows = CorrectionEvidence.objects.of(actor).filter(correction=found, pk=evidence_id)
    file_id: UUID | None = rows.values_list("file_id", flat=True).first()
    if file_id is None:
        raise Missing
    return file_id


def said_of(actor: Actor, found: Correction) -> list[PaperConfirmed]:
    """Return who has confirmed the minutes of a case."""
    if found.paper_id is None:
        return []
    rows = PaperConfirmed.objects.of(actor).filter(paper_id=found.paper_id)
    return list(rows.select_related("by").order_by("at"))


def role_of(found: Correction, actor: Actor, held: Held) -> Role | None:
    """Return as whom a person confirms the minutes, under a duty; None when he may not."""
    if actor.staff_id == found.asked_by_id:
        return Role.REQUESTER
    return {Duty.PRINCIPAL: Role.LEADER, Duty.IT_ADMIN: Role.ADMIN}.get(held.duty)


def listed(actor: Actor, now: datetime) -> SchoolRows[Correction]:
    """Return the cases that a person may read, the latest first."""
    cells = CorrectionCell.objects.filter(
        school_id=OuterRef("school_id"), correction_id=OuterRef("pk")
    )
    counted = cells.order_by().values("school_id").annotate(count=Count("pk")).values("count")
    rows = queries.cases(actor).filter(_within(actor, now)).annotate(count=Subquery(counted))
    return rows.order_by("-asked_at", "-no")


def counted(actor: Actor, now: datetime) -> dict[str, int]:
    """Return how many cases stand under each tab, in one statement."""
    rows = Correction.objects.of(actor).filter(_within(actor, now))
    states = Counter(dict(rows.values_list("state").annotate(count=Count("pk"))))
    return {name: sum(states[state.value] for state in group) for name, group in GROUPS.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """What a person does in cases of others: agree to them, witness them, confirm as admin."""

    consents: bool
    witnesses: bool
    administers: bool


def waiting(actor: Actor) -> SchoolRows[Correction]:
    """Return the cases that wait for something the person has to do: answer, change, confirm."""
    if actor.staff_id is None:
        return Correction.objects.of(actor).none()
    return waiting_for(actor, actor.staff_id, part_of(actor))


def part_of(actor: Actor) -> Part:
    """Return what a person's duties make of him in a case."""
    return Part(
        consents=_lends(actor, queries.CONSENT),
        witnesses=_lends(actor, WITNESS),
        administers=actor.holds(Duty.IT_ADMIN),
    )


def waiting_for(owner: InSchool, staff_id: UUID, part: Part) -> SchoolRows[Correction]:
    """Return the cases that wait for a person who has a part in cases beside his own."""
    own = Q(asked_by_id=staff_id)
    wanted = Q(state=State.OPEN.value) & own
    if part.consents:
        wanted |= Q(state=State.ASKED.value) & ~own
    mine = PaperConfirmed.objects.filter(
        school_id=OuterRef("school_id"), paper_id=OuterRef("paper_id"), by_id=staff_id
    )
    minuted = Q(state=State.MINUTED.value) & Q(~Exists(mine))
    wanted |= minuted & own & _lacks(Role.REQUESTER)
    if part.witnesses:
        wanted |= minuted & ~own & _lacks(Role.LEADER)
    if part.administers:
        wanted |= minuted & ~own & _lacks(Role.ADMIN)
    return Correction.objects.of(owner).filter(wanted)


def _lacks(role: Role) -> Q:
    rows = PaperConfirmed.objects.filter(
        school_id=OuterRef("school_id"), paper_id=OuterRef("paper_id"), role=role.value
    )
    return Q(~Exists(rows))


def _lends(actor: Actor, act: str) -> bool:
    """Whether he acts as principal in this: himself, or in his name."""
    return any(
        held.duty is Duty.PRINCIPAL and (held.loan is None or act in held.loan.acts)
        for held in actor.duties
    )


def _within(actor: Actor, now: datetime) -> Q:
    if isinstance(gate.may(actor, READ, Whose(), at=now), Right):
        return Q()
    wanted = Q(asked_by_id=actor.staff_id)
    for held in actor.duties:
        if held.over is None or held.loan:
            continue
        if held.duty in (Duty.DEPARTMENT_HEAD, Duty.DEPARTMENT_DEPUTY):
            wanted |= Q(asked_by__department_id=held.over)
        if held.duty is Duty.HOMEROOM_TEACHER:
            wanted |= Q(sheet__school_class_id=held.over)
    return wanted


def to_change(actor: Actor, found: Correction, now: datetime) -> list[tuple[CorrectionCell, int]]:
    """Return the cells of a case that nobody has changed, with their versions as they stand."""
    place_ = place(actor, queries.page_of(found), local_day(now))
    cells = [cell for cell in queries.cells_of(actor, found.id) if cell.changed_at is None]
    rows = SheetLine.objects.of(actor).filter(
        sheet_id=found.sheet_id, pupil_id__in={cell.pupil_id for cell in cells}
    )
    versions = {row.pupil_id: row.versions for row in rows}
    return [
        (
            cell,
            versions[cell.pupil_id][place_.keys[cell.column]] if cell.pupil_id in versions else 0,
        )
        for cell in cells
    ]
