"""Jobs of the gradebook: locks by date and warnings, corrections that end, files of marks."""

from uuid import UUID

from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.jobs import AWAITED, UPKEEP, every, job
from truongso.foundation.tenancy import acting_in
from truongso.gradebook.actions import correction_ends, locks, score_files_left, warning
from truongso.gradebook.excel import steps
from truongso.gradebook.queries import corrections

JUST_AFTER_MIDNIGHT = "10 17 * * *"
MORNING_6H = "0 23 * * *"
NIGHT_2H = "0 19 * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"


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


@every(EVERY_FIVE_MINUTES, queue="mail", name="gradebook.end_corrections")
def end_corrections(*, actor: Actor) -> int:
    """End each correction whose time is over, in a transaction of its own; returns how many."""
    now = clock.now()
    with acting_in(actor.school_id):
        overdue = corrections.overdue(actor, now)
    for case_id in overdue:
        correction_ends.end_by_time(actor=actor, case_id=case_id, now=now)
    return len(overdue)
