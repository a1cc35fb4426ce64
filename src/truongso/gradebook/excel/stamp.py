"""The invisible stamp of our own workbooks: which page each sheet is, and what its writer saw.

A sheet of its own that Excel does not show. The stamp gives no right: it only says with which
versions the cells were taken out, so that a later change on the server is a conflict.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from truongso.documents.tables import Sheet
from truongso.foundation.asked import as_uuid
from truongso.gradebook.queries.lines import Standing
from truongso.gradebook.queries.place import TERMS, Place
from truongso.office.importing.values import shown

NAME = "TruongSo"
MARK, FORM = "truongso-so-diem", "1"
PAGE, LINE = "trang", "dong"


@dataclass(slots=True)
class Stamp:
    """The page a sheet is, and by pupil the versions of its cells; the comment's comes last."""

    class_id: UUID
    subject: str
    term: int
    year: str
    seen: dict[str, list[int]] = field(default_factory=dict)


def write(book: Any, pages: Iterable[tuple[str, Place, Sequence[Standing]]]) -> None:
    """Write the stamp of these sheets into a workbook (of xlsxwriter)."""
    sheet = book.add_worksheet(NAME)
    sheet.very_hidden()
    rows: list[list[str]] = [[MARK, FORM]]
    for name, place, standings in pages:
        year = place.row.year.code
        rows.append([PAGE, name, str(place.row.id), place.subject.code, str(place.term), year])
        rows += [_line(one, len(place.columns)) for one in standings]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)


def _line(one: Standing, size: int) -> list[str]:
    versions = one.line.versions if one.line else [0] * size
    comment = one.line.comment_version if one.line else 0
    return [LINE, str(one.pupil.id), *map(str, versions), str(comment)]


def read(sheets: Iterable[Sheet]) -> Mapping[str, Stamp]:
    """Return the stamps of a workbook by the names of its sheets; what is no stamp is passed over.

    Never fails: a stamp that somebody has written into is as good as none.
    """
    found: dict[str, Stamp] = {}
    for sheet in sheets:
        texts = [[shown(cell) for cell in row] for row in sheet.rows]
        if not texts or texts[0][:2] != [MARK, FORM]:
            continue
        current: Stamp | None = None
        for row in texts[1:]:
            if row[:1] == [PAGE]:
                current = _page(row)
                if current:
                    found[row[1]] = current
            elif row[:1] == [LINE] and current and len(row) > 2:
                versions = [int(one) for one in row[2:] if one.isdigit() and len(one) < 10]
                if as_uuid(row[1]) and len(versions) == len(row) - 2:
                    current.seen[str(as_uuid(row[1]))] = versions
    return found


def _page(row: Sequence[str]) -> Stamp | None:
    if len(row) < 6:
        return None
    class_id = as_uuid(row[2])
    if class_id is None or row[4] not in {str(term) for term in TERMS}:
        return None
    return Stamp(class_id, row[3][:10], int(row[4]), row[5][:9])
