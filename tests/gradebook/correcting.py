"""Scenes of corrections: a locked page, and cases in each place of their way."""

from datetime import datetime
from uuid import UUID

from tests.gradebook.scenes import NOW, page, save
from tests.school import School
from tests.uploads import ready
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import correction_ends, corrections, locks
from truongso.gradebook.actions.corrections import Asked, WishedCell
from truongso.gradebook.models import Correction
from truongso.gradebook.queries.place import Page
from truongso.roster.models import Pupil
from truongso.rules.corrections import Evidence

REASON = "Cộng nhầm điểm phần tự luận"
BOTH = (Evidence.GRADEBOOK_PAGE, Evidence.TEST_PAPER)


def locked(school: School, *known: Pupil, mark: str = "8") -> None:
    """Marks of tx1 and tx2 in 6A maths, tx1 locked since."""
    save(school, *((pupil, column, mark) for pupil in known for column in ("tx1", "tx2")))
    locks.lock_columns(actor=school.actor("Lan"), page=page(school), keys=["tx1"], now=NOW)


def ask(
    school: School,
    *cells: tuple[Pupil, str, str],
    who: str = "Lan",
    where: Page | None = None,
    at: datetime = NOW,
    reason: str = REASON,
    entered_wrongly: bool = False,
    evidence: tuple[Evidence, ...] = BOTH,
    case_id: UUID | None = None,
) -> Correction:
    """Ask for cells (pupil, column, text) to be corrected."""
    asked = Asked(
        case_id or new_id(),
        reason,
        entered_wrongly,
        [WishedCell(pupil.id, column, text) for pupil, column, text in cells],
        [(ready(school, who, f"{kind}.pdf", at=at), kind) for kind in evidence],
    )
    return corrections.ask(
        actor=school.actor(who, at), page=where or page(school), asked=asked, now=at
    )


def consented(school: School, *cells: tuple[Pupil, str, str], at: datetime = NOW) -> Correction:
    """A case that the principal has consented to."""
    case = ask(school, *cells, at=at)
    corrections.consent(actor=school.actor("Sơn", at), case_id=case.id, now=at)
    return fresh(case)


def confirm(school: School, case: Correction, who: str, at: datetime = NOW) -> None:
    """Confirm the minutes of a case as a person."""
    correction_ends.confirm(actor=school.actor(who, at), case_id=case.id, now=at)


def fresh(case: Correction) -> Correction:
    """A case as it stands now."""
    return Correction.objects.of(case).select_related("sheet", "paper").get(pk=case.pk)
