"""What every paper says: the school's names, its number, the day in words."""

from dataclasses import dataclass
from datetime import datetime

from truongso.foundation.days import local
from truongso.roster.models import Org

SYMBOLS = {"school": "THCS", "ward": "UBND", "city": "SGDĐT", "ministry": "BGDĐT"}


@dataclass(frozen=True, slots=True)
class Party:
    """A party of minutes: name, post ("Quản trị viên"), staff code."""

    name: str
    post: str
    code: str = ""

    def plain(self) -> dict[str, str]:
        """Return it for the facts of a paper."""
        return {"name": self.name, "post": self.post or "–", "code": self.code or "–"}


def heading(org: Org, at: datetime) -> dict[str, object]:
    """Return what stands at the head of a paper: who issues it, where and when.

    Days below 10 and months below 3 are written with a 0.
    Source: Decree 30/2020/NĐ-CP, appendix I.
    """
    day = local(at)
    placed = f"{org.place}, ngày {day:%d} tháng {_month(day)} năm {day:%Y}"
    above = org.parent.name if org.parent else ""
    return {
        "school": {"name": org.name, "above": above},
        "placed": placed,
        "made_at": day.isoformat(timespec="seconds"),
    }


def symbol(org: Org, number: int, minutes: str) -> str:
    """Return the number and symbol of minutes: "Số: 05/BBBG-THCS".

    `minutes` names the series ("BBBG", "BBTH"): each kind counts for itself, so that no two papers
    of a year carry the same number and symbol.
    """
    return f"Số: {number:02d}/{minutes}-{SYMBOLS.get(org.kind, org.kind.upper())}"


def opening(org: Org, at: datetime, what: str) -> str:
    """Return the first sentence of minutes: when, where, what was done."""
    day = local(at)
    return (
        f"Hôm nay, hồi {day:%H} giờ {day:%M} phút, ngày {day:%d} tháng {_month(day)} năm {day:%Y},"
        f" tại {org.name}, chúng tôi lập biên bản {what} như sau:"
    )


def _month(day: datetime) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)
