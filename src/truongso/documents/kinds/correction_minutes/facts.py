"""What the minutes of a correction of marks say.

Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.2 (who is present, what is written down);
Decree 30/2020/NĐ-CP, appendices I and III (the form).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from truongso.documents.kinds.common import Party, heading, opening, symbol
from truongso.foundation.days import local
from truongso.roster.models import Org

KIND = "correction_minutes"
ROLES = {
    "leader": "Đại diện lãnh đạo nhà trường",
    "admin": "Đại diện ban quản trị hệ thống",
    "requester": "Người đề nghị",
}
"""Who confirms, in the order in which they sign."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a case, everything as it is printed.

    `cells`: pupil, his code, column, old, new mark. `left`: cells that were asked for and not
    changed. `derived`: pupil, the result before, after. `evidence`: kind, name, fingerprint.
    """

    case: str
    page: str
    reason: str
    asked: str
    consent: str
    changed: str
    cells: Sequence[tuple[str, str, str, str, str]]
    left: Sequence[str]
    derived: Sequence[tuple[str, str, str]]
    evidence: Sequence[tuple[str, str, str]]


def facts(
    org: Org, number: int, people: Mapping[str, Party], told: Told, *, at: datetime
) -> dict[str, object]:
    """Return the facts of the minutes. `people` by role; the admin is whoever confirms as such."""
    return heading(org, at) | {
        "symbol": symbol(org, number, "BBSD"),
        "opening": opening(org, at, "sửa chữa dữ liệu sổ điểm điện tử"),
        "people": [
            {"role": role, "title": title, **people.get(role, Party("", "")).plain()}
            for role, title in ROLES.items()
        ],
        "case": told.case,
        "page": told.page,
        "reason": told.reason,
        "asked": told.asked,
        "consent": told.consent,
        "changed": told.changed,
        "cells": [list(row) for row in told.cells],
        "left": list(told.left),
        "derived": [list(row) for row in told.derived],
        "evidence": [list(row) for row in told.evidence],
        "closing": (
            "Các ô điểm đã được khóa lại ngay sau khi sửa; điểm cũ, điểm mới, người sửa, thời điểm"
            " sửa được lưu trong nhật ký sửa điểm của hệ thống. Biên bản được lưu trên hệ thống."
        ),
    }


def confirmed(at: datetime, name: str, ip: str) -> str:
    """Return the line that tells of a witness's yes, as it is printed from then on."""
    where = f", từ địa chỉ mạng {ip}" if ip else ""
    return f"{name} đã xác nhận trên hệ thống lúc {local(at):%H:%M:%S ngày %d/%m/%Y}{where}."
