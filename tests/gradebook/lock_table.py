"""Every kind of mark, in every state, under every lock, by every duty: what must come of it.

The table is written from the rule book and the sentences of the locks, not from the code: marks
first by who writes, then by the pupil, then by the lock. `DOORS` are the ways by which a cell can
be written; another one joins in one line.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tests.gradebook.scenes import NOW, book, pupils
from tests.school import School
from truongso.access.models import DutyHeld
from truongso.foundation.actor import system_actor
from truongso.foundation.text import folded, sort_key
from truongso.gradebook.actions import locks
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import Sheet, SheetLine
from truongso.gradebook.queries.place import Page
from truongso.roster.models import ClassMember, Pupil, SchoolYear, TeachingAssignment
from truongso.rules.authority import Duty

FORMS = {
    "TOAN": (("tx1", "tx2", "tx3", "tx4", "gk", "ck"), ("tx1", "gk", "ck")),
    "GDTC": (("tx1", "tx2", "gk", "ck"), ("tx1", "gk", "ck")),
    "NT": (("tx1", "tx2", "gk1", "gk2", "ck1", "ck2"), ("tx1", "tx2", "gk1", "gk2", "ck1", "ck2")),
}
"""Subjects by scores, by comments, by comments and strands: all columns, and those tried."""
OTHER_STRAND = {("NT", key) for key in ("tx2", "gk2", "ck2")}
PEOPLE = {
    "subject teacher": {"TOAN": "Lan", "GDTC": "Dũng", "NT": "Hà"},
    "teacher of the other strand": {"NT": "Quý"},
    "another teacher of the class": "Oanh",
    "homeroom teacher": "Yến",
    "head of department": "Hoa",
    "vice-principal": "Thu",
    "principal": "Sơn",
    "IT admin": "Nam",
    "clerk": "Vân",
    "system": "",
}
WRITERS = ("subject teacher", "teacher of the other strand")
TEACHERS = ("another teacher of the class", "homeroom teacher", "head of department")
"""Who has files of marks of his own, though not for these pages."""
STATES = ("new", "empty", "value", "absent", "make-up", "by rule")
STANDS = {
    "scores": {"value": 80, "absent": 300, "make-up": 480, "by rule": 700},
    "comments": {"value": 200, "absent": 300, "make-up": 600, "by rule": 700},
}
TYPED = {"scores": ("9", 90, 490), "comments": ("Đ", 201, 601)}
"""What is typed, the number it becomes, and the number it becomes where the test was missed."""
WORDS = "Có tiến bộ."
PAST, TO_COME = (date(2026, 9, 7), date(2026, 10, 10)), (date(2026, 11, 2), date(2026, 11, 14))
KINDS = ("regular", "midterm", "final", "comment")

REFUSED = {
    "nothing": {},
    "column": {"line": "gradebook.cell_locked", "new": "gradebook.cell_locked"},
    "date": {"line": "gradebook.cell_locked", "new": "gradebook.cell_locked"},
    "term": {"line": "gradebook.cell_locked", "new": "gradebook.term_locked"},
    "window to come": {"line": "gradebook.not_open_yet", "new": "gradebook.not_open_yet"},
    "window over": {"line": "gradebook.window_over", "new": "gradebook.window_over"},
    "closed year": {"batch": "year.closed"},
    "exempt": {"line": "gradebook.exempt"},
    "left the class": {"line": "gradebook.not_in_class", "new": "gradebook.not_in_class"},
}
"""By lock: what a cell of a line is refused with, of a pupil without a line, or all at once."""
IN_A_FILE = {"left the class": {"line": "gradebook.cell_locked", "new": "unknown"}}
"""Where a file says it otherwise: whoever left stands in it closed, or is no pupil of the class."""
OF_THE_PUPIL = ("gradebook.exempt", "gradebook.not_in_class", "unknown")
"""What is said of the pupil goes before what is said of the strand, and that before a lock."""


def expected(door: str, lock: str, duty: str, subject: str, key: str, state: str) -> str:
    """What must come of a cell: "saved", or the code it is refused with."""
    if duty not in WRITERS:
        return not_theirs(door, lock, duty)
    told: Mapping[str, str] = REFUSED[lock]
    if door == "Excel":
        told = IN_A_FILE.get(lock, told)
    if "batch" in told:
        return told["batch"]
    own = told.get("new" if state == "new" else "line", "saved")
    if own not in OF_THE_PUPIL and is_strange(duty, subject, key):
        return "gradebook.other_strand"
    return own


def not_theirs(door: str, lock: str, duty: str) -> str:
    """What comes of a page that is not theirs; one's own file is asked for the year before that."""
    asked = door == "Excel" and lock == "closed year" and duty in TEACHERS
    return "year.closed" if asked else "not allowed"


def is_strange(duty: str, subject: str, key: str) -> bool:
    """Tell whether a column is of the strand that somebody else teaches."""
    if subject != "NT" or key == "comment":
        return False
    return ((subject, key) in OTHER_STRAND) != (duty == "teacher of the other strand")


@dataclass(frozen=True)
class Scene:
    """A class with one pupil for each state, on three pages; locked in one way."""

    school: School
    pupils: Mapping[str, UUID]

    def page(self, subject: str) -> Page:
        """The page of a subject."""
        return Page(self.school.classes["6A"].id, subject, 1)

    def cells(self, subject: str) -> list[tuple[str, str, Cell]]:
        """Every cell that is tried on a page: state, key, and what is typed."""
        return list(self._cells(subject))

    def _cells(self, subject: str) -> Iterator[tuple[str, str, Cell]]:
        for state in STATES:
            version = int(state not in ("new", "empty"))
            for key in (*FORMS[subject][1], "comment"):
                text = WORDS if key == "comment" else TYPED[_by(subject)][0]
                yield state, key, Cell(self.pupils[state], key, text, version, "Chấm lại")

    def stands(self, subject: str) -> dict[tuple[str, str], object]:
        """What stands in each cell that is tried now; None also where there is no line."""
        rows = SheetLine.objects.of(self.school).filter(sheet__subject=subject)
        lines = {row.pupil_id: row for row in rows}
        found: dict[tuple[str, str], object] = {}
        for state, key, cell in self.cells(subject):
            line = lines.get(cell.pupil_id)
            if key == "comment":
                found[state, key] = line.comment if line else ""
            else:
                found[state, key] = line.marks[FORMS[subject][0].index(key)] if line else None
        return found


def becomes(subject: str, key: str, state: str) -> object:
    """What stands in a cell once it is saved."""
    if key == "comment":
        return WORDS
    _, plain, made_up = TYPED[_by(subject)]
    return made_up if state in ("absent", "make-up", "by rule") else plain


def _by(subject: str) -> str:
    return "scores" if subject == "TOAN" else "comments"


def scene(school: School, lock: str) -> Scene:
    """Make the class and lock it."""
    pupils(school)
    _teachers(school)
    made = Scene(school, {state: _pupil(school, state) for state in STATES})
    for subject in FORMS:
        _lines(made, subject)
    LOCKED[lock](made)
    return made


def _teachers(school: School) -> None:
    taught = [("Dũng", "GDTC", ""), ("Hà", "NT", "Âm nhạc"), ("Quý", "NT", "Mĩ thuật")]
    TeachingAssignment.objects.bulk_create(
        TeachingAssignment(
            school_id=school.id,
            staff=school.staff[who],
            school_class=school.classes["6A"],
            subject=subject,
            strand=strand,
            since=school.year.starts_on,
        )
        for who, subject, strand in taught
    )
    rows = DutyHeld.objects.of(school).filter(duty=Duty.HOMEROOM_TEACHER.value)
    rows.filter(school_class=school.classes["6A"]).update(staff=school.staff["Yến"])


def _pupil(school: School, state: str) -> UUID:
    pupil = Pupil.objects.create(
        school_id=school.id,
        code=f"T-{state}"[:20],
        full_name=f"Lê Thị {state}",
        sort_key=sort_key(state),
        search_key=folded(state),
        sex="f",
        born_on=date(2015, 1, 1),
    )
    ClassMember.objects.create(
        school_id=school.id,
        pupil=pupil,
        school_class=school.classes["6A"],
        since=school.year.starts_on,
    )
    return pupil.id


def _lines(made: Scene, subject: str) -> None:
    school, size = made.school, len(FORMS[subject][0])
    sheet = Sheet.objects.create(
        school_id=school.id,
        year=school.year,
        school_class=school.classes["6A"],
        subject=subject,
        term=1,
    )
    for state in STATES[1:]:
        held = state != "empty"
        SheetLine.objects.create(
            school_id=school.id,
            sheet=sheet,
            pupil_id=made.pupils[state],
            marks=[STANDS[_by(subject)].get(state)] * size,
            versions=[int(held)] * size,
            comment="Chăm chỉ." if held else "",
            comment_version=int(held),
            locked_marks=[None] * size,
        )


def _lock_columns(made: Scene) -> None:
    for subject, (keys, _) in FORMS.items():
        who = made.school.actor(PEOPLE["subject teacher"][subject])  # type: ignore[index]
        every = (*keys, "comment")
        locks.lock_columns(actor=who, page=made.page(subject), keys=every, now=NOW)


def _windows(made: Scene, days: tuple[date, date]) -> None:
    book(made.school, **dict.fromkeys(KINDS, days))


def _lock_by_date(made: Scene) -> None:
    _windows(made, PAST)
    system = system_actor(made.school.id, "Hệ thống")
    assert locks.lock_by_date(actor=system, now=NOW) == len(FORMS)


def _exempt(made: Scene) -> None:
    SheetLine.objects.of(made.school).update(exempt=True)


def _leave(made: Scene) -> None:
    members = ClassMember.objects.of(made.school).filter(pupil_id__in=made.pupils.values())
    members.update(until=date(2026, 10, 1))


LOCKED: dict[str, Callable[[Scene], object]] = {
    "nothing": lambda made: None,
    "column": _lock_columns,
    "date": _lock_by_date,
    "term": lambda made: locks.lock_term(actor=made.school.actor("Sơn"), term=1, now=NOW),
    "window to come": lambda made: _windows(made, TO_COME),
    "window over": lambda made: _windows(made, PAST),
    "closed year": lambda made: SchoolYear.objects.of(made.school).update(state="closed"),
    "exempt": _exempt,
    "left the class": _leave,
}
