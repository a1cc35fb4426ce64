"""Cells that a case of correction has opened, and those beside them: what must come of each.

Every mark column is locked. Cases are asked for and consented to on one half of a chequerboard of
states and columns; then the lock comes. So each opened cell has closed neighbours on all sides.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from tests.clients import signed_in
from tests.gradebook.correcting import ask
from tests.gradebook.lock_table import (
    FORMS,
    LOCKED,
    OTHER_STRAND,
    PEOPLE,
    REFUSED,
    STATES,
    TYPED,
    WRITERS,
    Scene,
    is_strange,
    not_theirs,
    scene,
)
from tests.gradebook.scenes import NOW
from tests.school import School
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import corrections, locks
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import Correction, SheetLine
from truongso.roster.models import Pupil, TeachingAssignment

SHARER = "another teacher of the subject"
DUTIES = {**PEOPLE, SHARER: {"TOAN": "Minh", "GDTC": "Minh"}}
MINE = (*WRITERS, SHARER)
NOT_IN_TIME = "time over"
COMES: Mapping[str, Callable[[Scene], object]] = {
    **LOCKED,
    "column": lambda made: _lock(made, lambda subject: ("comment",)),
    NOT_IN_TIME: lambda made: Correction.objects.of(made.school).update(
        open_until=NOW - timedelta(minutes=1)
    ),
}
"""What comes while the cases are open; of the columns only the comment is not locked before."""
OF_A_FILE = {"left the class": "gradebook.cell_locked"}


@dataclass(frozen=True)
class TwoMarks(Scene):
    """The same page: into some cells the mark that was consented to is typed, into others another.

    With `turn` they change places.
    """

    turn: int = 0

    def is_same(self, subject: str, key: str, state: str) -> bool:
        """Tell whether what was consented to is typed into a cell."""
        if key == "comment":
            return True
        return (STATES.index(state) // 2 + FORMS[subject][1].index(key) + self.turn) % 2 == 0

    def cells(self, subject: str) -> list[tuple[str, str, Cell]]:
        """Every cell that is tried on a page: state, key, and what is typed."""
        return [
            (
                *(state, key),
                cell
                if self.is_same(subject, key, state)
                else replace(cell, text=_other(subject, state)),
            )
            for state, key, cell in super().cells(subject)
        ]


def _other(subject: str, state: str) -> str:
    """A mark that neither stands there nor was consented to."""
    if subject == "TOAN":
        return "5"
    return "CĐ" if state in ("absent", "by rule") else "v"


def is_opened(half: int, subject: str, key: str, state: str) -> bool:
    """Tell whether a cell stands on the opened half of the board."""
    if key == "comment":
        return False
    return (STATES.index(state) + FORMS[subject][1].index(key)) % 2 == half


def must_come(
    door: str, lock: str, duty: str, subject: str, key: str, state: str, *, opened: bool, same: bool
) -> str:
    """What must come of a cell: "saved", or the code it is refused with.

    `same`: the mark that was consented to is typed. Each pupil has a line: a case lays it.
    """
    if duty not in MINE:
        return not_theirs(door, lock, duty)
    told = REFUSED.get(lock, {})
    if "batch" in told:
        return told["batch"]
    of_pupil = (OF_A_FILE if door == "Excel" else {}).get(lock, told.get("line"))
    if lock == "exempt" or (lock == "left the class" and door != "Excel"):
        return str(of_pupil)
    if key == "comment":
        return of_pupil or "saved"
    if is_strange(duty, subject, key):
        return "gradebook.other_strand"
    if not opened or lock == "left the class":
        return "gradebook.cell_locked"
    if duty == SHARER:
        return "correction.only_asker"
    if lock == NOT_IN_TIME:
        return "correction.time_over"
    return "saved" if same else "correction.other_mark"


def scene_of_cases(school: School, lock: str, half: int) -> Scene:
    """Make the class, lock its marks, open half of them by cases; then the lock comes."""
    made = scene(school, "nothing")
    TeachingAssignment.objects.bulk_create(
        TeachingAssignment(
            school_id=school.id,
            staff=school.staff["Minh"],
            school_class=school.classes["6A"],
            subject=subject,
            since=school.year.starts_on + timedelta(days=1),
        )
        for subject in DUTIES[SHARER]
    )
    _lock(made, lambda subject: FORMS[subject][0])
    known = Pupil.objects.of(school).in_bulk(made.pupils.values())
    for (who, subject), cells in _wished(made, half, known).items():
        case = ask(school, *cells, who=who, where=made.page(subject))
        corrections.consent(actor=school.actor("Sơn"), case_id=case.id, now=NOW)
    COMES[lock](made)
    return made


def _wished(
    made: Scene, half: int, known: Mapping[UUID, Pupil]
) -> Mapping[tuple[str, str], list[tuple[Pupil, str, str]]]:
    """The cells that each teacher asks for on each page; of strands only his own."""
    found: dict[tuple[str, str], list[tuple[Pupil, str, str]]] = defaultdict(list)
    for subject, (_, keys) in FORMS.items():
        mark = TYPED["scores" if subject == "TOAN" else "comments"][0]
        for key in keys:
            other = (subject, key) in OTHER_STRAND
            who = PEOPLE["teacher of the other strand" if other else "subject teacher"][subject]  # type: ignore[index]
            found[who, subject] += [
                (known[made.pupils[state]], key, mark)
                for state in STATES
                if is_opened(half, subject, key, state)
            ]
    return found


def _lock(made: Scene, keys: Callable[[str], tuple[str, ...]]) -> None:
    for subject in FORMS:
        who = made.school.actor(PEOPLE["subject teacher"][subject])  # type: ignore[index]
        locks.lock_columns(actor=who, page=made.page(subject), keys=keys(subject), now=NOW)


def locked(made: Scene, subject: str) -> dict[tuple[str, str], bool]:
    """Which mark cells are locked in their lines."""
    rows = SheetLine.objects.of(made.school).filter(sheet__subject=subject)
    masks = dict(rows.values_list("pupil_id", "locks"))
    keys = FORMS[subject][0]
    return {
        (state, key): bool(masks[cell.pupil_id] & 1 << keys.index(key))
        for state, key, cell in made.cells(subject)
        if key != "comment"
    }


def by_button(made: Scene, who: str, case: Correction) -> None:
    """Press "change" on the page of a case."""
    browser = signed_in(made.school, who, at=NOW)
    browser.post(f"/so-diem/de-nghi/{case.id}/sua/", {"batch": new_id()})
