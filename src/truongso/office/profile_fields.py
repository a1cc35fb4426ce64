"""The fields of a profile: what a form asks, what a page shows, what the sector database needs.

One declaration serves the form, the page, the act and the comparison with what another wrote.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, gettext_noop

Value = str | int | bool | date | None
Values = Mapping[str, Value]

IDENTITY = gettext_noop("Lí lịch")
HOME = gettext_noop("Nơi sinh, nơi ở, liên hệ")
FAMILY = gettext_noop("Cha, mẹ, người giám hộ")
SUPPORT = gettext_noop("Hỗ trợ trong học tập")
WORK = gettext_noop("Công việc")
SCHOOLING = gettext_noop("Trình độ, hợp đồng")
SEXES = {"m": gettext_noop("Nam"), "f": gettext_noop("Nữ")}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `kind` is text, day, year, flag or sex. `needed`: the sector database asks for it.

    `plain`: stands in lists as well, so the journal keeps its old and new value; of all others it
    keeps only that they were changed.
    """

    name: str
    label: str
    group: str
    kind: str = "text"
    most: int = 200
    required: bool = False
    needed: bool = False
    plain: bool = False
    hint: str = ""


_IDS = (
    Field("moet_id", gettext_noop("Mã định danh Bộ GD&ĐT"), IDENTITY, most=10, needed=True,
          plain=True, hint=gettext_noop("10 chữ số")),
    Field("citizen_id", gettext_noop("Số định danh cá nhân"), IDENTITY, most=12, needed=True,
          hint=gettext_noop("12 chữ số, như trong thẻ căn cước hoặc giấy khai sinh")),
)  # fmt: skip
_NAME = Field("full_name", gettext_noop("Họ và tên"), IDENTITY, most=100, required=True, plain=True)
_ETHNICITY = Field("ethnicity", gettext_noop("Dân tộc"), IDENTITY, most=40, needed=True)

PUPIL_FIELDS = (
    _NAME,
    Field("born_on", gettext_noop("Ngày sinh"), IDENTITY, "day", required=True, plain=True),
    Field("sex", gettext_noop("Giới tính"), IDENTITY, "sex", required=True, plain=True),
    Field("code", gettext_noop("Mã học sinh"), IDENTITY, most=20, required=True, plain=True),
    *_IDS,
    _ETHNICITY,
    Field("nationality", gettext_noop("Quốc tịch"), IDENTITY, most=40, needed=True),
    Field("birthplace", gettext_noop("Nơi sinh"), HOME, needed=True),
    Field("hometown", gettext_noop("Quê quán"), HOME),
    Field("residence", gettext_noop("Nơi thường trú"), HOME, needed=True),
    Field("address", gettext_noop("Chỗ ở hiện nay"), HOME, needed=True),
    Field("phone", gettext_noop("Điện thoại"), HOME, most=20),
    Field("father_name", gettext_noop("Họ tên cha"), FAMILY, most=100),
    Field("father_born", gettext_noop("Năm sinh của cha"), FAMILY, "year"),
    Field("father_job", gettext_noop("Nghề nghiệp của cha"), FAMILY, most=100),
    Field("father_phone", gettext_noop("Điện thoại của cha"), FAMILY, most=20),
    Field("mother_name", gettext_noop("Họ tên mẹ"), FAMILY, most=100),
    Field("mother_born", gettext_noop("Năm sinh của mẹ"), FAMILY, "year"),
    Field("mother_job", gettext_noop("Nghề nghiệp của mẹ"), FAMILY, most=100),
    Field("mother_phone", gettext_noop("Điện thoại của mẹ"), FAMILY, most=20),
    Field("guardian_name", gettext_noop("Họ tên người giám hộ"), FAMILY, most=100),
    Field("guardian_phone", gettext_noop("Điện thoại của người giám hộ"), FAMILY, most=20),
    Field("policy_group", gettext_noop("Diện chính sách"), SUPPORT, most=100),
    Field("disability", gettext_noop("Khuyết tật"), SUPPORT, most=100),
    Field("not_assessed", gettext_noop("Khuyết tật, không đánh giá"), SUPPORT, "flag"),
    Field("poor_household", gettext_noop("Hộ nghèo, cận nghèo"), SUPPORT, "flag"),
    Field("youth_union", gettext_noop("Đội viên, đoàn viên"), SUPPORT, most=20),
    Field("note", gettext_noop("Ghi chú"), SUPPORT, most=500),
)

STAFF_FIELDS = (
    _NAME,
    Field("code", gettext_noop("Mã cán bộ"), IDENTITY, most=20, required=True, plain=True),
    Field("born_on", gettext_noop("Ngày sinh"), IDENTITY, "day", needed=True),
    Field("sex", gettext_noop("Giới tính"), IDENTITY, "sex", needed=True),
    *_IDS,
    _ETHNICITY,
    Field("phone", gettext_noop("Điện thoại"), HOME, most=20, needed=True),
    Field("email", gettext_noop("Thư điện tử"), HOME, most=100, plain=True),
    Field("address", gettext_noop("Chỗ ở hiện nay"), HOME),
    Field("position", gettext_noop("Chức vụ"), WORK, most=60, plain=True),
    Field("works_since", gettext_noop("Làm việc ở trường từ"), WORK, "day", required=True,
          plain=True),
    Field("joined_sector_on", gettext_noop("Ngày vào ngành"), WORK, "day", needed=True),
    Field("subjects", gettext_noop("Môn được đào tạo"), SCHOOLING, needed=True),
    Field("qualification", gettext_noop("Trình độ chuyên môn"), SCHOOLING, most=100, needed=True),
    Field("major", gettext_noop("Chuyên ngành"), SCHOOLING, most=100),
    Field("rank", gettext_noop("Hạng chức danh nghề nghiệp"), SCHOOLING, most=100),
    Field("contract", gettext_noop("Loại hợp đồng"), SCHOOLING, most=100, needed=True),
    Field("note", gettext_noop("Ghi chú"), SCHOOLING, most=500),
)  # fmt: skip


def grouped(fields: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """Return the fields under the names of their groups, in order."""
    fields = list(fields)
    names = dict.fromkeys(field.group for field in fields)
    return [(gettext(name), [one for one in fields if one.group == name]) for name in names]


def values_of(fields: Iterable[Field], *rows: object) -> dict[str, Value]:
    """Return the value of each field from the first of the rows that has it."""
    found: dict[str, Value] = {}
    for field in fields:
        row = next((one for one in rows if hasattr(one, field.name)), None)
        found[field.name] = getattr(row, field.name) if row is not None else empty(field)
    return found


def empty(field: Field) -> Value:
    """Return what stands in a field that nobody has told yet."""
    return {"flag": False, "day": None, "year": None}.get(field.kind, "")


def fingerprint(values: Values) -> str:
    """Return a short print of values: equal as long as nobody has changed any of them."""
    text = json.dumps(dict(values), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def missing(fields: Iterable[Field], values: Values) -> list[str]:
    """Return the labels of what the sector database needs and nobody has told yet."""
    found = [gettext(f.label) for f in fields if f.needed and values[f.name] in ("", None)]
    family = ("father_name", "mother_name", "guardian_name")
    if "father_name" in values and not any(values[name] for name in family):
        found.append(gettext("Cha, mẹ hoặc người giám hộ"))
    return found


def shown(field: Field, value: Value) -> str:
    """Return a value in words; a dash where there is none."""
    if field.kind == "flag":
        return gettext("có") if value else gettext("không")
    if field.kind == "sex" and value:
        return gettext(SEXES[str(value)])
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if value not in ("", None) else "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says one thing now and another in what was typed."""

    label: str
    now: str
    typed: str


def differences(fields: Iterable[Field], now: Values, typed: Values) -> list[Difference]:
    """Return where what was typed differs from what stands now."""
    return [
        Difference(gettext(f.label), shown(f, now[f.name]), shown(f, typed[f.name]))
        for f in fields
        if now[f.name] != typed[f.name]
    ]


Change = tuple[str, object, object]
KEPT_QUIET = "kept_quiet"


def changes(fields: Iterable[Field], before: Values, after: Values) -> list[Change]:
    """Return the changed fields for the journal: values of plain ones, of others only that."""
    found: list[Change] = []
    for field in fields:
        was, now = before[field.name], after[field.name]
        if was == now:
            continue
        if not field.plain:
            was, now = (KEPT_QUIET if each not in ("", None) else None for each in (was, now))
        found.append((field.name, was, now))
    return found
