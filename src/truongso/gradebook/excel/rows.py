"""From the rows under the headings to rows of pupils; what is no pupil's is skipped, counted."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from truongso.documents.tables import Cell
from truongso.foundation.errors import RuleBroken
from truongso.foundation.text import folded
from truongso.gradebook.excel.layout import Head, Layout, kind_of
from truongso.gradebook.excel.marks_read import read_comment, read_mark
from truongso.gradebook.excel.shapes import ReadCell, ReadRow
from truongso.gradebook.queries.place import Place
from truongso.office.importing.headings import column_codes, heading_key, in_new_letters
from truongso.office.importing.rows import DATED, FOOTERS
from truongso.office.importing.values import shown
from truongso.rules import gradebook as rules
from truongso.rules.columns import SHORT
from truongso.rules.verdict import Violation

KIND = {"tx": "tx", "gk": "gk", "ck": "ck"}
CLASS_LINE = re.compile(r"(?:danh sach )?(?:hoc sinh )?lop ?:? ?\d{1,2}\w{0,4}\b.*")
NUMBER = re.compile(r"\(?\d{1,2}\)?")
PARTS = re.compile(r"[\s;]+")
MARKS = ("tx", "txs", "gk", "ck", "comment")
HEADING, NUMBERS, EMPTY, FOOTER, CLASS_ROW = "heading", "numbers", "empty", "footer", "class_title"
UNKNOWN = "?"
"""Begins the key of a column that the page does not have; what follows is its heading."""


@dataclass(slots=True)
class Read:
    """What was read of a sheet: rows of pupils, how many rows were skipped and as what."""

    rows: list[ReadRow] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def keys_of(layout: Layout, place: Place) -> dict[int, str]:
    """Return the key of each column of marks by its place in the file.

    Raises RuleBroken: marks of the old regulation, one column twice.
    """
    if old := layout.of("old"):
        names = ", ".join(head.text for head in old)
        raise RuleBroken(Violation("score_file.old_columns", "", {"columns": names[:100]}))
    found: dict[int, str] = {}
    for head in layout.of(*MARKS):
        key = _key(head, place)
        if key and key in found.values() and not key.startswith(UNKNOWN):
            params = {"column": head.text[:60], "letter": head.letter}
            raise RuleBroken(Violation("score_file.column_twice", "", params))
        if key:
            found[head.index] = key
    return found


def read_rows(layout: Layout, place: Place) -> Read:
    """Return the rows of a sheet. Raises RuleBroken as `keys_of` does."""
    keys, read = keys_of(layout, place), Read()
    codes = column_codes(layout.sheet)
    over = False
    for number, raw in enumerate(layout.sheet.rows[layout.last + 1 :], start=layout.last + 2):
        row = [in_new_letters(cell, codes.get(index, "")) for index, cell in enumerate(raw)]
        what = _what(row, layout, keys, over=over)
        over = over or what == FOOTER
        if what and not _dead(layout, number, keys):
            read.skipped[what] += 1
        else:
            read.rows.append(_row(layout, row, number, keys, place))
    return read


def _key(head: Head, place: Place) -> str:
    """The key of a column on the page; "" for one that is left out, "?…" for one it has not."""
    if head.kind == "comment":
        return rules.COMMENT if head.rest in ("", str(place.term)) else ""
    if head.kind == "txs":
        return "txs"
    strands = any(column.strand for column in place.columns)
    for column in place.columns:
        if SHORT[column.kind].lower() != head.kind:
            continue
        own = folded(column.strand) if strands else str(column.no)
        if head.rest == own or (not strands and head.kind != "tx" and not head.rest):
            return rules.key_of(column)
    return UNKNOWN + head.text


def _what(row: Sequence[Cell], layout: Layout, keys: Mapping[int, str], *, over: bool) -> str:
    """What a row is when it is no pupil's; "" when it is one, or may be one."""
    texts = [shown(cell) for cell in row]
    full = [text for text in texts if text]
    if not full:
        return EMPTY
    who = [texts[h.index] for h in layout.of("name", "given") if h.index < len(texts)]
    if sum(bool(kind_of(text)[0]) and heading_key(text) != "m" for text in full) > 1 and (
        not who or kind_of(who[0])[0] or not who[0]
    ):
        return HEADING
    if all(NUMBER.fullmatch(text) for text in full) and any(NUMBER.fullmatch(one) for one in who):
        return NUMBERS
    if all(NUMBER.fullmatch(text) for text in full) and not any(texts[:2]) and len(keys) > 1:
        first = [shown(row[index]) if index < len(row) else "" for index in keys]
        if first[:2] == ["1", "2"] and not any(who):
            return NUMBERS
    first_words = folded(full[0])
    if CLASS_LINE.fullmatch(first_words) and len(full) < 3:
        return CLASS_ROW
    closing = first_words.startswith(FOOTERS) or bool(DATED.fullmatch(first_words))
    named = any(one.strip("0123456789., ") and not folded(one).startswith(FOOTERS) for one in who)
    if closing and not named:
        return FOOTER
    marked = any(index < len(texts) and texts[index] for index in keys)
    ids = any(texts[h.index] for h in layout.of("moet_id", "code") if h.index < len(texts))
    if (over or not any(who)) and not marked and not ids:
        return FOOTER if over else EMPTY
    return ""


def _dead(layout: Layout, number: int, keys: Mapping[int, str]) -> bool:
    heads = {head.index: head.letter for head in layout.heads}
    return any(f"{heads[index]}{number}" in layout.sheet.dead for index in keys)


def _row(
    layout: Layout, row: Sequence[Cell], number: int, keys: Mapping[int, str], place: Place
) -> ReadRow:
    def first(*kinds: str) -> str:
        texts = (shown(row[h.index]) for h in layout.of(*kinds) if h.index < len(row))
        return next(filter(None, texts), "")

    name = first("name") or f"{first('family')} {first('given')}".strip()
    cells: dict[str, ReadCell] = {}
    letters = {head.index: head.letter for head in layout.heads}
    texts = {head.index: head.text for head in layout.heads}
    for index, key in keys.items():
        cell = row[index] if index < len(row) else None
        at = f"{letters[index]}{number}"
        dead = at in layout.sheet.dead
        if key == rules.COMMENT:
            cells[key] = read_comment(cell, at, dead=dead)
        elif key == "txs":
            cells |= _all_regular(cell, at, place, dead=dead)
        else:
            cells[key] = read_mark(cell, at, dead=dead, label=texts[index])
    return {
        "row": number,
        "moet_id": first("moet_id").replace(" ", ""),
        "code": first("code"),
        "citizen_id": first("citizen_id").replace(" ", ""),
        "name": name[:100],
        "born": first("born"),
        "cells": cells,
    }


def _all_regular(cell: Cell, at: str, place: Place, *, dead: bool) -> dict[str, ReadCell]:
    """All regular marks in one cell, separated by blanks, in order; fewer than the page has leave
    the rest blank.
    """
    keys = [key for key in place.keys if key.startswith("tx")]
    whole = read_mark(cell, at, dead=dead, label="ĐĐGtx")
    if "say" in whole:
        return {keys[0]: whole}
    parts = [part for part in PARTS.split(whole["text"]) if part]
    if any(column.strand for column in place.columns) or len(parts) > len(keys):
        text = whole["text"][:60]
        say = ("score_file.too_many_regular", {"text": text, "most": str(len(keys))})
        return {keys[0]: {"at": at, "text": text, "say": say}} if parts else {}
    parts += [""] * (len(keys) - len(parts))
    return {key: {"at": at, "text": part} for key, part in zip(keys, parts, strict=True)}
