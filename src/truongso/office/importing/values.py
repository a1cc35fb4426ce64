"""What a cell means: text to a value, or an issue that says why it has none. Never fails."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from truongso.foundation.text import clean_line, folded
from truongso.office.importing import kinds
from truongso.office.importing.schema import Field
from truongso.rules.identifiers import has_form

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(20_000, 60_001)
TYPED_DAY = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{2,4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
CLASS_WORD = re.compile(r"^(?:l[oớ]p|LỚP)\s*:?\s*", re.IGNORECASE)
CLASS_NAME = re.compile(r"\d{1,2}[^\W\d_]*[\d./]*[^\W_]*")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
YES, NO = (
    {"x", "co", "1", "true", "dung", "v", "yes"},
    {"", "khong", "0", "false", "sai", "no", "-"},
)
WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
Cell = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about a cell: the code of its sentence and values; `doubt` when it is no error."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from a cell: a value (None: nothing stands there) and issues."""

    value: Any = None
    issues: tuple[Issue, ...] = ()


NOTHING = Read()


def read_cell(cell: Cell, one: Field) -> Read:
    """Return what a cell of a field means. An empty cell means nothing, whatever the field."""
    if cell is None or (isinstance(cell, str) and not _clean(cell)):
        return NOTHING
    found = READERS[one.reads](cell, one)
    if isinstance(found.value, str) and len(found.value) > one.most:
        return _wrong("import.too_long", value=shown(cell)[:40], most=one.most)
    return found


def shown(cell: Cell) -> str:
    """Return a cell as a person reads it."""
    if isinstance(cell, str):
        return _clean(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        whole = isinstance(cell, int) or cell.is_integer()
        return str(int(cell)) if whole and abs(cell) < 1e15 else f"{cell:g}".replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d/%m/}{cell.year:04}"
    return ""


@lru_cache(20_000)
def _clean(text: str) -> str:
    return clean_line(text)


def class_key(text: str) -> str:
    """Return a class's name as it is compared: "Lớp 6 a1 " is "6A1"."""
    return re.sub(r"\s+", "", CLASS_WORD.sub("", clean_line(text))).upper()


def _wrong(code: str, **params: object) -> Read:
    return Read(None, (Issue(code, params),))


def _text(cell: Cell, one: Field) -> Read:
    if one.identity and isinstance(cell, str) and ROUNDED.fullmatch(clean_line(cell)):
        return _wrong("import.rounded", value=shown(cell))
    return Read(shown(cell))


def _name(cell: Cell, _: Field) -> Read:
    text = shown(cell)
    if not isinstance(cell, str) or re.search(r"[\d@#%^*=<>{}\[\]|\\]", text):
        return _wrong("import.not_a_name", value=text[:40])
    return Read(text)


def _digits(cell: Cell, one: Field) -> Read:
    """An identifier: text keeps its zeros; a number has lost those it began with."""
    text = shown(cell).replace(" ", "").strip("'`’")
    if ROUNDED.fullmatch(text):
        return _wrong("import.rounded", value=text)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        full = text.zfill(one.digits)
        if text.isdigit() and len(text) < one.digits and len(text) >= one.digits - 3:
            return Read(full, (Issue("import.zeros_lost", {"value": full}, doubt=True),))
        text = full if text.isdigit() else text
    if not has_form(text, one.digits):
        return _wrong("import.not_digits", value=text[:40], digits=one.digits)
    return Read(text)


def _day(cell: Cell, _: Field) -> Read:
    text = shown(cell)
    if isinstance(cell, bool):
        return _wrong("import.not_a_day", value=text)
    if isinstance(cell, date):
        return _plausible(cell, text)
    if isinstance(cell, float | int) or (text.isdigit() and len(text) == 5):
        number = float(cell) if isinstance(cell, float | int) else int(text)
        if number in SERIALS or int(number) in SERIALS:
            return _plausible(EXCEL_EPOCH + timedelta(days=int(number)), text)
        return _wrong("import.not_a_day", value=text[:40])
    if typed := TYPED_DAY.fullmatch(text):
        day, month, year = typed.groups()
        if len(year) != 4:
            return _wrong("import.two_digit_year", value=text)
        return _made(int(year), int(month), int(day), text)
    if iso := ISO_DAY.fullmatch(text):
        return _made(int(iso[1]), int(iso[2]), int(iso[3]), text)
    return _wrong("import.not_a_day", value=text[:40])


def _made(year: int, month: int, day: int, text: str) -> Read:
    try:
        return _plausible(date(year, month, day), text)
    except ValueError:
        return _wrong("import.no_such_day", value=text)


def _plausible(day: date, text: str) -> Read:
    if not 1900 <= day.year <= 2100:
        return _wrong("import.no_such_day", value=text)
    return Read(day)


def _sex(cell: Cell, _: Field) -> Read:
    text = folded(shown(cell))
    if text in {"nam", "m", "trai", "male"}:
        return Read("m")
    if text in {"nu", "f", "gai", "female"}:
        return Read("f")
    return _wrong("import.not_a_sex", value=shown(cell)[:40])


def _female(cell: Cell, _: Field) -> Read:
    text = folded(shown(cell))
    if text in YES | {"nu"}:
        return Read("f")
    return Read("m") if text in NO | {"nam"} else _wrong("import.not_a_sex", value=shown(cell)[:40])


def _class(cell: Cell, _: Field) -> Read:
    key = class_key(shown(cell))
    if not CLASS_NAME.fullmatch(key) or len(key) > 30:
        return _wrong("import.not_a_class", value=shown(cell)[:40])
    return Read(key)


def _list(cell: Cell, one: Field) -> Read:
    parts = [part for part in re.split(r"[,;\n+]| và ", shown(cell)) if part.strip()]
    found = [_class(part, one) for part in parts]
    issues = tuple(issue for each in found for issue in each.issues)
    if issues:
        return Read(None, issues)
    return Read(list(dict.fromkeys(each.value for each in found)))


def _grade(cell: Cell, _: Field) -> Read:
    digits = re.fullmatch(r"(?:khoi|lop)?\s*0?([6-9])", folded(shown(cell)))
    return Read(int(digits[1])) if digits else _wrong("import.not_a_grade", value=shown(cell)[:40])


def _number(cell: Cell, _: Field) -> Read:
    digits = re.fullmatch(r"(?:bai|tiet|tuan)?\s*0*(\d{1,3})", folded(shown(cell)))
    return Read(int(digits[1])) if digits else _wrong("import.not_a_number", value=shown(cell)[:40])


def _year(cell: Cell, _: Field) -> Read:
    text = shown(cell)
    digits = re.search(r"(?<!\d)(\d{4})$", text)
    if digits and 1900 <= int(digits[1]) <= 2100:
        return Read(int(digits[1]))
    return _wrong("import.not_a_year", value=text[:40])


def _phone(cell: Cell, _: Field) -> Read:
    digits = re.sub(r"[\s.\-()'`]", "", shown(cell))
    digits = f"0{digits[3:]}" if digits.startswith("+84") else digits
    if isinstance(cell, float | int) and len(digits) == 9:
        digits = f"0{digits}"
        return Read(digits, (Issue("import.zeros_lost", {"value": digits}, doubt=True),))
    if re.fullmatch(r"0\d{8,10}", digits) and digits.isascii():
        return Read(digits)
    return _wrong("import.not_a_phone", value=shown(cell)[:40])


def _mail(cell: Cell, _: Field) -> Read:
    text = shown(cell).replace(" ", "")
    return Read(text) if MAIL.fullmatch(text) else _wrong("import.not_a_mail", value=text[:60])


def _flag(cell: Cell, _: Field) -> Read:
    text = folded(shown(cell))
    if text in YES or text in NO:
        return Read(text in YES)
    return _wrong("import.not_a_flag", value=shown(cell)[:40])


def _choice(cell: Cell, one: Field) -> Read:
    text = folded(shown(cell))
    for code, label, others in one.choices:
        if text in (code, folded(label), *others):
            return Read(code)
    known = ", ".join(label for _, label, _ in one.choices)
    return _wrong("import.not_a_choice", value=shown(cell)[:40], known=known)


def _weekday(cell: Cell, _: Field) -> Read:
    text = folded(shown(cell)).removeprefix("thu").strip()
    if text in WEEKDAYS:
        return Read(WEEKDAYS[text])
    if re.fullmatch(r"[2-7]", text):
        return Read(int(text) - 2)
    return _wrong("import.not_a_weekday", value=shown(cell)[:40])


READERS: dict[str, Callable[[Cell, Field], Read]] = {
    kinds.TEXT: _text,
    kinds.SUBJECT: _text,
    kinds.NAME: _name,
    kinds.DIGITS: _digits,
    kinds.DAY: _day,
    kinds.SEX: _sex,
    kinds.FEMALE: _female,
    kinds.CLASS: _class,
    kinds.LIST: _list,
    kinds.GRADE: _grade,
    kinds.NUMBER: _number,
    kinds.YEAR: _year,
    kinds.PHONE: _phone,
    kinds.MAIL: _mail,
    kinds.FLAG: _flag,
    kinds.CHOICE: _choice,
    kinds.WEEKDAY: _weekday,
}
