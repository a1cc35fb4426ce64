"""Which class, subject, term and year a sheet says it is about: in its titles and in its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from truongso.documents.tables import Sheet
from truongso.foundation.text import clean_line, folded
from truongso.office.importing.subject_names import subject_of
from truongso.office.importing.values import class_key, shown

CLASS = re.compile(r"\blop\s*:?\s*(\d{1,2}\s?[a-z]{0,2}\d{0,2}(?:[./]\d{1,2})?)\b")
CLASS_NAME = re.compile(r"\d{1,2}[a-z]{0,2}\d{0,2}(?:[./]\d{1,2})?", re.IGNORECASE)
END = (
    r"(?=\s*(?:[|;,]|\s[-–]\s|\blop\b|\bhoc k[iy]\b|\bhk\s?[12i]|\bnam hoc\b|\bkhoi\b"
    r"|\bgiao vien\b|$))"
)
SUBJECT = re.compile(rf"\bmon(?: hoc)?\s*:?\s*(\S.*?){END}")
TERM = re.compile(r"\b(?:hoc k[iy]|hk)\s*:?\s*(1|2|ii|i)\b")
YEAR = re.compile(r"\b(20\d\d)\s*[-–/]\s*(20\d\d)\b")
TERMS = {"1": 1, "i": 1, "2": 2, "ii": 2}


@dataclass(frozen=True, slots=True)
class Told:
    """What a sheet says of itself; None or "" where it does not say. `classes`: as compared."""

    classes: frozenset[str] = frozenset()
    subject: str = ""
    term: int | None = None
    year: str = ""


def told(sheet: Sheet, above: int, in_column: Iterable[str] = ()) -> Told:
    """Return what the rows above the headings, the column of the class and the name of the sheet
    say. Titles count before the name of the sheet.
    """
    lines = [" | ".join(filter(None, map(shown, row))) for row in sheet.rows[:above]]
    text = folded(" | ".join(lines)).replace(":  |", ":").replace(": |", ":")
    classes = {class_key(found) for found in CLASS.findall(text)}
    classes |= {class_key(name) for name in in_column}
    subject = _subject(SUBJECT.findall(text))
    name = folded(re.sub(r"[_\-]+", " ", clean_line(sheet.name)))
    words = name.split()
    if not classes:
        classes = {class_key(word) for word in words if _looks_like_a_class(word)}
    if not subject:
        left = " ".join(w for w in words if not CLASS_NAME.fullmatch(w) and w != "lop")
        subject = _subject([re.sub(r"\bhk ?[12]\b", "", left)])
    term = TERM.search(text) or TERM.search(name)
    year = YEAR.search(text)
    return Told(
        frozenset(classes),
        subject,
        TERMS[term[1]] if term else None,
        f"{year[1]}-{year[2]}" if year else "",
    )


def _looks_like_a_class(word: str) -> bool:
    return bool(CLASS_NAME.fullmatch(word)) and not word.isdigit()


def _subject(names: Iterable[str]) -> str:
    for name in names:
        plain = name.strip(" .:|-")
        if found := subject_of(plain):
            return found[0]
    return ""
