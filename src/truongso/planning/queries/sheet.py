"""A version that waits for a decision, as the reviewer's page shows it: all in few statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.approvals.models import Submission
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.planning.models import Plan
from truongso.planning.papers import kind_of
from truongso.planning.queries.page import VersionLine, readable, version_lines
from truongso.planning.queries.review import Neighbours, Undoable, neighbours, undoable
from truongso.rules.approval import State
from truongso.rules.authority import Right
from truongso.rules.policy import RecordKind
from truongso.rules.years import YearState


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version on its way beside what was said of earlier ones.

    `right`: under which duty the actor decides. `undo`: his last click, while it may be undone.
    """

    plan: Plan
    line: VersionLine
    lines: list[VersionLine]
    submission: Submission
    kind: RecordKind
    right: Right
    beside: Neighbours
    undo: Undoable | None

    @property
    def waits(self) -> bool:
        """Tell whether this version still waits for a decision; in a closed year nothing does."""
        open_ = self.plan.year.state == YearState.OPEN
        return open_ and self.submission.state == State.SUBMITTED.value

    @property
    def opened(self) -> bool:
        """Tell whether the actor has opened it before."""
        return self.beside.this is not None and self.beside.this.opened

    @property
    def earlier(self) -> list[VersionLine]:
        """The versions before this one, the newest first."""
        return [line for line in self.lines if line.version.no < self.line.version.no]

    @property
    def newer(self) -> VersionLine | None:
        """The newest version, when it is not this one; None otherwise."""
        return self.lines[0] if self.lines[0].version.no > self.line.version.no else None


def sheet(actor: Actor, plan_id: UUID, no: int, now: datetime) -> Sheet | None:
    """Return a version for its reviewer; None when the actor reads it but decides nothing on it.

    Raises Missing, NotAllowed.
    """
    plan = readable(actor, plan_id, now)
    lines = version_lines(actor, plan, now)
    line = next((line for line in lines if line.version.no == no), None)
    if line is None or line.submission is None:
        raise Missing
    act = f"planning.approve:{line.submission.kind}"
    right = gate.may(actor, act, line.submission, at=now)
    if not isinstance(right, Right):
        return None
    return Sheet(
        plan=plan,
        line=line,
        lines=lines,
        submission=line.submission,
        kind=kind_of(plan.kind),
        right=right,
        beside=neighbours(actor, line.submission.id, now),
        undo=undoable(actor, now),
    )
