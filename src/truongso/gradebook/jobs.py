"""Jobs of the gradebook: locking what is past its last day, warning before; files of marks."""

from uuid import UUID

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.jobs import AWAITED, UPKEEP, every, job
from truongso.gradebook.actions import locks, score_files_left, warning
from truongso.gradebook.excel import steps

JUST_AFTER_MIDNIGHT = "10 17 * * *"
MORNING_6H = "0 23 * * *"
NIGHT_2H = "0 19 * * *"


@every(JUST_AFTER_MIDNIGHT, queue="mail", name="gradebook.lock_by_date")
def lock_by_date(*, actor: Actor) -> int:
    """Lock at ten past midnight on the school's clock what was open until yesterday."""
    try:
        return locks.lock_by_date(actor=actor, now=clock.now())
    except Missing:  # a ward or a city has no school year
        return 0


@every(MORNING_6H, queue="mail", name="gradebook.warn_of_locks")
def warn_of_locks(*, actor: Actor) -> int:
    """Tell at six in the morning whoever still lacks marks in columns that lock soon."""
    try:
        return warning.warn_of_locks(actor=actor, now=clock.now())
    except Missing:
        return 0


@job(queue="imports", name="gradebook.read_score_file", priority=AWAITED)
def read_score_file(*, actor: Actor, file_id: str) -> None:
    """Read a file of marks and compare it with its pages."""
    steps.read(actor, UUID(file_id), at=clock.now())


@every(NIGHT_2H, queue=UPKEEP, name="gradebook.forget_score_files")
def forget_score_files(*, actor: Actor) -> int:
    """Forget at two in the night what has waited for its yes for a day."""
    return score_files_left.forget(actor=actor, now=clock.now())
