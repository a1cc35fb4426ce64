"""Which rows of a table of marks are its headings, and what each column holds. By content only.

Known: our own, vnEdu, SMAS, both forms of the sector database, what teachers make themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truongso.documents.inspection.fonts import letters
from truongso.documents.tables import Cell, Sheet
from truongso.office.importing.headings import column_codes, heading_key, in_new_letters
from truongso.office.importing.values import shown

LOOKED_AT = 20
MARK = re.compile(
    r"(?:ket qua )?(?:diem )?(?:dd?g|diem danh gia|danh gia|diem thi|thi|kiem tra|kt)? ?"
    r"(tx|thuong xuyen|gk|giua (?:hoc )?k[iy]|giua hk|ck|cuoi (?:hoc )?k[iy]|cuoi hk|hk)\b ?(.*)"
)
GLUED = re.compile(r"(tx|gk|ck)(\d)")
OLD = re.compile(
    r"[mpv] ?\d|(?:diem |kt |kiem tra )?(?:mieng|viet|15 ?(?:p|phut)|45 ?(?:p|phut)|1 ?t(?:iet)?)"
    r"(?: \d)?|he so [123]"
)
TERM_WORD = re.compile(r"(?:hoc k[iy]|hk)? ?(?:[12]|i{1,2})?")
COMMENT = re.compile(
    r"(?:noi dung )?nhan xet(?: mon hoc| cua giao vien| cua gv)?|noi dung(?: nhan xet)? hk ?(\w+)"
)
PEOPLE = {
    "name": {
        "ho va ten", "ho ten", "ho va ten hoc sinh", "ho ten hoc sinh", "hoc sinh", "ten hoc sinh",
        "ho va ten hs", "ho ten hs",
    },
    "family": {"ho dem", "ho va dem", "ho", "ho va ten dem", "ho lot", "ho va chu lot"},
    "given": {"ten"},
    "born": {"ngay sinh", "ngay thang nam sinh", "ns", "sinh ngay"},
    "class": {"lop", "ten lop", "lop hoc", "ma lop"},
    "code": {"ma hoc sinh", "ma hs", "ma", "ma so", "ma so hs", "ma so hoc sinh"},
}  # fmt: skip
WHO = {"moet_id", "code", "citizen_id", "name", "given"}
ONCE = {"moet_id", "code", "citizen_id", "name", "family", "given", "born", "class"}


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what it holds, and which of its kind: "1", a strand without marks, or "".

    `kind`: tx, txs (all regular marks in one cell), gk, ck, comment, old, "" (not read), or one of
    a pupil's identities.
    """

    index: int
    text: str
    kind: str
    rest: str = ""

    @property
    def letter(self) -> str:
        """The letters of the column."""
        return letters(self.index)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with the rows of its headings (from 0, the last one too) and its columns."""

    sheet: Sheet
    first: int
    last: int
    heads: tuple[Head, ...]

    def of(self, *kinds: str) -> list[Head]:
        """Return the columns of these kinds."""
        return [head for head in self.heads if head.kind in kinds]


def find_layout(sheet: Sheet) -> Layout | None:
    """Return where the headings of a table of marks stand; None when it is none.

    A table of the old kinds of marks (oral, 15 minutes, one period) is found too, to be refused by
    its name.
    """
    best: tuple[tuple[int, int, int], Layout] | None = None
    for row in range(min(len(sheet.rows), LOOKED_AT)):
        for height in (1, 2):
            found = _heads(sheet, row, height)
            kinds = {head.kind for head in found} - {""}
            if not kinds & WHO or not kinds & {"tx", "txs", "gk", "ck", "comment", "old"}:
                continue
            named = sum(bool(head.rest) for head in found)
            points = sum(bool(head.kind) for head in found), named, -height
            if best is None or points > best[0]:
                best = points, Layout(sheet, row, row + height - 1, tuple(found))
    return best[1] if best else None


def kind_of(text: str) -> tuple[str, str]:
    """Return what a heading names.

    >>> kind_of("ĐĐGtx 1"), kind_of("Giữa kì"), kind_of("TX Âm nhạc"), kind_of("ĐTBmhk1")
    (('tx', '1'), ('gk', ''), ('tx', 'am nhac'), ('', ''))
    """
    key = heading_key(text)
    spaced = re.sub(r"^(ddg|dg)(tx|gk|ck)", r"\1 \2", key)
    spaced = GLUED.sub(r"\1 \2", spaced)
    if found := MARK.fullmatch(spaced):
        return _mark(found[1], found[2].strip())
    if OLD.fullmatch(key):
        return "old", key
    if found := COMMENT.fullmatch(key):
        return "comment", {"1": "1", "i": "1", "2": "2", "ii": "2"}.get(found[1] or "", "")
    return _person(key), ""


def _mark(word: str, rest: str) -> tuple[str, str]:
    kind = "tx" if word in ("tx", "thuong xuyen") else ("gk" if word[0] == "g" else "ck")
    rest = re.sub(r"^(?:lan|so|thu) ", "", rest)
    if kind == "tx":
        return ("tx", rest) if not rest.isdigit() or len(rest) < 3 else ("", "")
    if word == "hk" and rest:
        return "", ""
    return kind, "" if TERM_WORD.fullmatch(rest) else rest


def _person(key: str) -> str:
    if any(word in key for word in ("ca nhan", "cccd", "cmnd", "can cuoc", "ddcn")):
        return "citizen_id"
    if key.startswith(("ma dinh danh", "ma bo", "ma moet")):
        return "moet_id"
    return next((kind for kind, names in PEOPLE.items() if key in names), "")


def _heads(sheet: Sheet, row: int, height: int) -> list[Head]:
    """The columns under these rows; merged headings count for every column they lie over."""
    codes = column_codes(sheet)
    tops = _texts(sheet, row)
    subs = _texts(sheet, row + 1) if height > 1 else []
    heads: list[Head] = []
    seen: set[str] = set()
    last = ""
    for index in range(max(len(tops), len(subs))):
        raw = [cells[index] if index < len(cells) else "" for cells in (tops, subs)]
        top, sub = (shown(in_new_letters(one, codes.get(index, ""))) for one in raw)
        if top:
            last = top
        elif sub.isdigit():
            top = last
        kind, rest = _of_both(top, sub)
        if kind in ONCE and kind in seen:
            kind = ""
        seen.add(kind)
        heads.append(Head(index, sub if sub and sub != top and not top else top, kind, rest))
    return list(_numbered(heads))


def _of_both(top: str, sub: str) -> tuple[str, str]:
    """What an upper and a lower heading name together: "ĐĐGtx" over "2", "TX" over "Âm nhạc"."""
    if not sub or sub == top:
        return kind_of(top)
    kind, rest = kind_of(f"{top} {sub}")
    if kind:
        return kind, rest
    return kind_of(sub) if kind_of(sub)[0] else ("", "")


def _numbered(heads: Sequence[Head]) -> Iterator[Head]:
    """Number regular columns that have no number of their own; one alone holds all the marks."""
    bare = [head for head in heads if head.kind == "tx" and not head.rest]
    for head in heads:
        if head not in bare:
            yield head
        elif len(bare) == 1:
            yield Head(head.index, head.text, "txs")
        else:
            yield Head(head.index, head.text, "tx", str(bare.index(head) + 1))


def _texts(sheet: Sheet, row: int) -> list[Cell]:
    """The cells of a row, those of a merged block filled with what stands in its first."""
    cells = list(sheet.rows[row]) if row < len(sheet.rows) else []
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and top < len(sheet.rows) and left < len(sheet.rows[top]):
            end = min(right, left + 60) + 1
            cells += [None] * (end - len(cells))
            cells[left:end] = [sheet.rows[top][left]] * (end - left)
    return cells
