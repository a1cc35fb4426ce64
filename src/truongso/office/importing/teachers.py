"""Who is meant by a name in a table: the whole name, a code, or the short form of a timetable."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from truongso.foundation.text import folded
from truongso.office.importing.drafts import Draft, Scene
from truongso.office.importing.values import class_key
from truongso.roster.models import SchoolClass, Staff, TeachingAssignment
from truongso.roster.queries import teaching, working_on


@dataclass(slots=True)
class Teaching:
    """The teachers, the classes and who teaches what in them on the day."""

    names: dict[UUID, str] = field(default_factory=dict)
    by_code: dict[str, UUID] = field(default_factory=dict)
    words: dict[UUID, list[str]] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    assigned: dict[tuple[UUID, str], list[TeachingAssignment]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def called(self, text: str, among: Iterable[UUID] | None = None) -> list[UUID]:
        """Return whom a name may mean: those of the whole name, else those whose name ends so.

        "N. Lan" and "Ngọc Lan" both mean Nguyễn Ngọc Lan.
        """
        wanted = folded(text).replace(".", ". ").split()
        wanted = [word for word in wanted if word not in {"thay", "co", "gv"}]
        people = list(self.names) if among is None else list(dict.fromkeys(among))
        whole = [who for who in people if self.words[who] == wanted]
        if whole or not wanted:
            return whole
        return [who for who in people if _ends_so(self.words[who], wanted)]


def _ends_so(name: list[str], wanted: list[str]) -> bool:
    if len(wanted) > len(name) or name[-1] != wanted[-1]:
        return False
    return all(
        word == part or (part.endswith(".") and word.startswith(part[:-1]))
        for word, part in zip(name[-len(wanted) :], wanted, strict=True)
    )


def known(scene: Scene) -> Teaching:
    """Return the teachers, classes and assignments of the day."""
    found = Teaching()
    for one in Staff.objects.of(scene).filter(working_on(scene.day)).order_by("sort_key"):
        found.names[one.id] = one.full_name
        found.by_code[one.code.casefold()] = one.id
        found.words[one.id] = folded(one.full_name).split()
    for row in SchoolClass.objects.of(scene).filter(year=scene.year):
        found.classes[class_key(row.name)] = row
    for line in teaching(scene, scene.year.id, scene.day):
        if line.staff_id in found.names:
            found.assigned[line.school_class_id, line.subject].append(line)
    return found


def find_teacher(
    draft: Draft,
    who: Teaching,
    name: str,
    among: Iterable[UUID] | None = None,
    about: str = "staff",
) -> UUID | None:
    """Return the one a name means, complaining when it is nobody or could be several."""
    hits = (who.called(name, among) if among is not None else []) or who.called(name)
    if len(hits) == 1:
        return hits[0]
    if hits:
        told = ", ".join(who.names[one] for one in hits[:5])
        draft.complain("import.several_teachers", about, value=name, known=told)
    else:
        draft.complain("import.unknown_teacher", about, value=name)
    return None
