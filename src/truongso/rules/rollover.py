"""Which classes a new school year has, with whom, when the old year's results are carried over.

Rolling over (chuyển năm học): promoted classes move a grade up, retained pupils stay in theirs,
those who completed the programme leave. Pure: nothing is written, nothing is guessed silently.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from truongso.rules.subjects import FIRST_GRADE, LAST_GRADE
from truongso.rules.verdict import Violation
from truongso.rules.years import Outcome

LONGEST_NAME = 30
STAY, FOLLOW = "stay", "follow"
"""Teachers stay in their grade and take its new classes, or follow their class a grade up."""

NOBODY, SEVERAL, LEFT = "nobody", "several", "left"
"""Why a subject of a new class has no teacher."""


@dataclass(frozen=True, slots=True)
class OldClass:
    """A class of the old year; extra classes are not carried over."""

    id: UUID
    name: str
    grade: int


@dataclass(frozen=True, slots=True)
class OldPupil:
    """A pupil in a class at the end of the old year; `outcome` None while nothing is entered."""

    id: UUID
    code: str
    name: str
    class_id: UUID
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class OldTeaching:
    """Who taught a subject, or a strand of it, in a class; `works`: whether he still will."""

    class_id: UUID
    staff_id: UUID
    staff: str
    subject: str
    strand: str
    works: bool = True


@dataclass(frozen=True, slots=True)
class OldHomeroom:
    """Who was the homeroom teacher of a class; `works`: whether he still will."""

    class_id: UUID
    staff_id: UUID
    staff: str
    works: bool = True


@dataclass(frozen=True, slots=True)
class OldYear:
    """The old year as it ends: classes and pupils in order, and who taught them.

    `left`: names of those who moved away or dropped out.
    """

    classes: tuple[OldClass, ...] = ()
    pupils: tuple[OldPupil, ...] = ()
    teaching: tuple[OldTeaching, ...] = ()
    homerooms: tuple[OldHomeroom, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the school chose: names of the next classes by old class, several to split one.

    `first`: the new classes of grade 6; `retained`: the class of each pupil who stays, by id;
    `teachers` and `homerooms`: stay or follow.
    """

    next_names: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    retained: Mapping[UUID, str] = field(default_factory=dict)
    teachers: str = STAY
    homerooms: str = FOLLOW


@dataclass(frozen=True, slots=True)
class Placed:
    """A pupil in a new class, and from which class he comes."""

    pupil: OldPupil
    from_class: str
    retained: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A subject of a new class that has no teacher, and why."""

    subject: str
    strand: str
    why: str


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class of the new year with its pupils, its teachers and its homeroom teacher."""

    name: str
    grade: int
    sources: tuple[str, ...]
    pupils: tuple[Placed, ...]
    teaching: tuple[OldTeaching, ...]
    gaps: tuple[Gap, ...]
    homeroom: OldHomeroom | None


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that rolling over would change, to be seen before it counts."""

    classes: tuple[NewClass, ...]
    completed: tuple[Placed, ...]
    undecided: tuple[Placed, ...]
    unplaced: tuple[Placed, ...]
    left: tuple[str, ...]

    @property
    def promoted(self) -> list[Placed]:
        """Those who go a grade up."""
        return [place for row in self.classes for place in row.pupils if not place.retained]

    @property
    def retained(self) -> list[Placed]:
        """Those who stay in their grade and have a class there."""
        return [place for row in self.classes for place in row.pupils if place.retained]


def next_name(name: str, grade: int) -> str:
    """Return the usual name of a class a grade up: the number at its head goes up by one.

    >>> next_name("6A", 6), next_name("A1", 7)
    ('7A', 'A1')
    """
    head = str(grade)
    return f"{grade + 1}{name[len(head) :]}" if name.startswith(head) else name


def usual(old: OldYear) -> Choices:
    """Return what is proposed: each class goes up whole, grade 6 has as many classes as before.

    A retained pupil is proposed for the class that takes the name of his own, where there is one.
    """
    first = tuple(row.name for row in old.classes if row.grade == FIRST_GRADE)
    next_names = {
        row.id: (next_name(row.name, row.grade),) for row in old.classes if row.grade < LAST_GRADE
    }
    return Choices(next_names, first)


def change(old: OldYear, choices: Choices) -> Change:
    """Return the new year's classes and who is in none of them, in the order of the school.

    Source: Circular 22/2021/TT-BGDĐT, articles 12 to 14; rule book 1.8.
    """
    by_id = {row.id: row for row in old.classes}
    grades = _names(old, choices)
    own = {row.id: row.name for row in old.classes}
    members: dict[str, list[Placed]] = defaultdict(list)
    completed: list[Placed] = []
    undecided: list[Placed] = []
    unplaced: list[Placed] = []
    dealt: dict[UUID, int] = defaultdict(int)
    for pupil in old.pupils:
        row = by_id[pupil.class_id]
        place = Placed(pupil, row.name, retained=pupil.outcome is Outcome.RETAINED)
        targets = choices.next_names.get(row.id, ())
        if pupil.outcome is None or pupil.outcome is Outcome.SUMMER:
            undecided.append(place)
        elif pupil.outcome is Outcome.COMPLETED:
            completed.append(place)
        elif pupil.outcome is Outcome.RETAINED:
            name = choices.retained.get(pupil.id, own[row.id])
            (members[name] if grades.get(name) == row.grade else unplaced).append(place)
        elif targets:
            members[targets[dealt[row.id] % len(targets)]].append(place)
            dealt[row.id] += 1
        else:
            unplaced.append(place)
    classes = tuple(
        _new_class(old, choices, name, grade, members[name]) for name, grade in grades.items()
    )
    return Change(classes, tuple(completed), tuple(undecided), tuple(unplaced), old.left)


def _names(old: OldYear, choices: Choices) -> dict[str, int]:
    """The new classes with their grades, grade 6 first; a grade's classes as their old ones."""
    names = dict.fromkeys(choices.first, FIRST_GRADE)
    for row in old.classes:
        for name in choices.next_names.get(row.id, ()):
            names.setdefault(name, row.grade + 1)
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _new_class(
    old: OldYear, choices: Choices, name: str, grade: int, pupils: Sequence[Placed]
) -> NewClass:
    sources = [row for row in old.classes if name in choices.next_names.get(row.id, ())]
    same = [row for row in old.classes if row.grade == grade and row.name == name]
    taught_by = {row.id for row in (sources if choices.teachers == FOLLOW else same)}
    led_by = {row.id for row in (sources if choices.homerooms == FOLLOW else same)}
    of_grade = {row.id for row in old.classes if row.grade == grade}
    needed = sorted(
        {(t.subject, t.strand) for t in old.teaching if t.class_id in taught_by | of_grade}
    )
    teaching, gaps = [], []
    for subject, strand in needed:
        found = [
            t
            for t in old.teaching
            if t.class_id in taught_by and (t.subject, t.strand) == (subject, strand)
        ]
        why = _why_nobody(found)
        if why:
            gaps.append(Gap(subject, strand, why))
        else:
            teaching.append(found[0])
    leaders = [each for each in old.homerooms if each.class_id in led_by and each.works]
    return NewClass(
        name,
        grade,
        tuple(row.name for row in sources),
        tuple(pupils),
        tuple(teaching),
        tuple(gaps),
        leaders[0] if len({each.staff_id for each in leaders}) == 1 else None,
    )


def _why_nobody(found: Sequence[OldTeaching]) -> str:
    """Why nobody can be proposed: none taught it, two did, or the one who did has left."""
    if not found:
        return NOBODY
    if len({each.staff_id for each in found}) > 1:
        return SEVERAL
    return "" if found[0].works else LEFT


def check_choices(old: OldYear, choices: Choices) -> Iterator[Violation]:
    """Yield what must be mended before the classes can be made.

    Every class that goes up has a name, and everybody who repeats has a class in his grade.
    Source: Circular 22/2021/TT-BGDĐT, articles 12 to 14; docs/decisions/years.md.
    """
    grades: dict[str, int] = dict.fromkeys(choices.first, FIRST_GRADE)
    for row in old.classes:
        names = choices.next_names.get(row.id, ())
        if row.grade < LAST_GRADE and not names:
            yield Violation("rollover.no_name", f"next-{row.id}", {"from_class": row.name})
        for name in names:
            if grades.setdefault(name, row.grade + 1) != row.grade + 1:
                yield Violation(
                    "rollover.two_grades",
                    f"next-{row.id}",
                    {"name": name, "grade": grades[name], "other": row.grade + 1},
                )
    for name in grades:
        if len(name) > LONGEST_NAME:
            yield Violation("rollover.long_name", "", {"name": name})
    by_id = {row.id: row for row in old.classes}
    for place in change(old, choices).unplaced:
        if place.retained:
            params = {
                "name": place.pupil.name,
                "from_class": place.from_class,
                "grade": by_id[place.pupil.class_id].grade,
            }
            yield Violation("rollover.retained_without_class", f"retained-{place.pupil.id}", params)
