"""Which page of the gradebook each sheet of a file is for; a wrong file is refused, by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from truongso.documents.tables import Sheet
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken
from truongso.gradebook.excel import stamp, titles
from truongso.gradebook.excel.layout import Layout, find_layout
from truongso.gradebook.excel.rows import Read, read_rows
from truongso.gradebook.excel.stamp import Stamp
from truongso.gradebook.excel.titles import Told
from truongso.gradebook.models import ScoreFile
from truongso.gradebook.queries import score_files as queries
from truongso.gradebook.queries.place import Page, Place, place
from truongso.office.importing.values import class_key, shown
from truongso.rules.subjects import subjects
from truongso.rules.verdict import Violation

MOST_PAGES = 60


@dataclass(slots=True)
class SheetRead:
    """A sheet of marks as it was read. `place` None: which page it is for could not be told, or it
    may not be; `problems` say why.
    """

    name: str
    place: Place | None = None
    read: Read = field(default_factory=Read)
    stamp: Stamp | None = None
    problems: list[Violation] = field(default_factory=list)


def recognised(
    owner: Actor, file: ScoreFile, sheets: Sequence[Sheet], day: date
) -> Iterator[SheetRead]:
    """Yield every sheet with headings of marks, for whom it is and what it says.

    Whoever sent the file must teach the subject there: of another page nothing is told.
    """
    stamps = stamp.read(sheets)
    count = 0
    pages: set[Page] = set()
    for sheet in sheets:
        layout = None if sheet.hidden else find_layout(sheet)
        if layout is None or count >= MOST_PAGES:
            continue
        count += 1
        made = SheetRead(sheet.name, stamp=stamps.get(sheet.name))
        try:
            made.place = _place(owner, file, layout, made.stamp, day)
            made.read = read_rows(layout, made.place)
        except RuleBroken as broken:
            made.problems = list(broken.violations)
        if made.place and made.place.page in pages:
            params = {"school_class": made.place.row.name, "subject": made.place.subject.name}
            made.problems.append(Violation("score_file.page_twice", "", params))
        if made.place:
            pages.add(made.place.page)
        yield made


def _place(owner: Actor, file: ScoreFile, layout: Layout, sealed: Stamp | None, day: date) -> Place:
    """The page a sheet is for, from the stamp, the screen and the titles, which must agree."""
    classes = _classes(layout)
    told = titles.told(layout.sheet, layout.first, classes)
    page = _from_stamp(owner, file, sealed) if sealed else _from_titles(owner, file, told)
    try:
        found = place(owner, page, day)
    except Missing:
        raise RuleBroken(Violation("score_file.no_page")) from None
    if file.asked_by_id not in {teacher.staff_id for teacher in found.teachers}:
        params = {"school_class": found.row.name, "subject": found.subject.name}
        raise RuleBroken(Violation("score_file.not_yours", "", params))
    wrong = list(_wrong(file, found, told))
    if wrong:
        raise RuleBroken(*wrong)
    return found


def _classes(layout: Layout) -> set[str]:
    """The classes in the column of the class, if there is one."""
    heads = layout.of("class")
    rows = layout.sheet.rows[layout.last + 1 :]
    cells = [shown(row[h.index]) for h in heads for row in rows if h.index < len(row)]
    keys = {class_key(text) for text in cells if text}
    return {key for key in keys if titles.CLASS_NAME.fullmatch(key) and not key.isdigit()}


def _from_stamp(owner: Actor, file: ScoreFile, sealed: Stamp) -> Page:
    row = queries.class_of(owner, sealed.class_id)
    if row is None:
        raise RuleBroken(Violation("score_file.other_school"))
    if row.year_id != file.year_id:
        raise RuleBroken(Violation("score_file.other_year", "", {"told": row.year.code}))
    return Page(row.id, sealed.subject, sealed.term)


def _from_titles(owner: Actor, file: ScoreFile, told: Told) -> Page:
    """The page the screen is about; where the file was dropped for all pages, its titles say."""
    if file.school_class_id is not None:
        return Page(file.school_class_id, file.subject, file.term)
    if len(told.classes) > 1:
        params = {"told": ", ".join(sorted(told.classes))[:60]}
        raise RuleBroken(Violation("score_file.many_classes", "", params))
    if not told.classes or not told.subject:
        raise RuleBroken(Violation("score_file.unnamed"))
    row = queries.class_named(owner, file.year_id, told.classes)
    if row is None:
        raise RuleBroken(Violation("score_file.no_class", "", {"told": min(told.classes)}))
    return Page(row.id, told.subject, told.term or file.term)


def _wrong(file: ScoreFile, found: Place, told: Told) -> Iterator[Violation]:
    """Yield where the file, its stamp and the page disagree."""
    asked_class: UUID | None = file.school_class_id
    if asked_class and (asked_class, file.subject, file.term) != (
        found.row.id,
        found.subject.code,
        found.term,
    ):
        params = {"school_class": found.row.name, "subject": found.subject.name}
        yield Violation("score_file.other_page", "", {**params, "term": found.term})
        return
    if not asked_class and found.term != file.term:
        yield Violation("score_file.other_term", "", {"told": found.term, "asked": file.term})
    own = class_key(found.row.name)
    if told.classes - {own}:
        classes = {"told": ", ".join(sorted(told.classes))[:60], "asked": found.row.name}
        yield Violation("score_file.other_class", "", classes)
    if told.subject and told.subject != found.subject.code:
        names = {"told": subjects()[told.subject].name, "asked": found.subject.name}
        yield Violation("score_file.other_subject", "", names)
    if told.term and told.term != found.term:
        yield Violation("score_file.other_term", "", {"told": told.term, "asked": found.term})
    if told.year and told.year != found.row.year.code:
        yield Violation("score_file.other_year", "", {"told": told.year})
