"""The mark that everything taken out bears: who took it out, from which school, when, what for,
and until when it may be used. On sheets of a workbook, on paper, and in the journal the same words.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.foundation.tenancy import InSchool

SHEET_NAME_MOST, FOOTER_MOST = 31, 200


@dataclass(frozen=True, slots=True)
class Mark:
    """Who, from which school, when, for what; `until`: the last day of use, None without people."""

    who: str
    school: str
    at: datetime
    purpose: str
    until: date | None = None

    def lines(self) -> list[tuple[str, str]]:
        """Return what the mark says, as pairs of word and value."""
        found = [
            (_("Trường"), self.school),
            (_("Người xuất"), self.who),
            (_("Lúc"), f"{local(self.at):%H:%M %d/%m/%Y}"),
            (_("Mục đích"), self.purpose),
        ]
        if self.until is not None:
            found.append((_("Chỉ dùng đến hết ngày"), f"{self.until:%d/%m/%Y}"))
            found.append((_("Lưu ý"), _("Có dữ liệu cá nhân. Hết hạn thì xóa tệp, hủy bản in.")))
        return found

    def sentence(self) -> str:
        """Return the mark as one line."""
        words = {
            "name": self.who,
            "school": self.school,
            "at": f"{local(self.at):%H:%M %d/%m/%Y}",
            "purpose": self.purpose,
        }
        said = _("%(school)s. Người xuất: %(name)s, lúc %(at)s. Mục đích: %(purpose)s.") % words
        if self.until is None:
            return said
        day = f"{self.until:%d/%m/%Y}"
        return f"{said} " + _("Có dữ liệu cá nhân; dùng đến hết ngày %(day)s rồi xóa.") % {
            "day": day
        }


def school_name(owner: InSchool) -> str:
    """Return the name of the owner's school; "" when it is not in the tree."""
    model = apps.get_model(settings.ORGANISATION_MODEL)
    rows = model._default_manager.filter(pk=owner.school_id)
    return rows.values_list("name", flat=True).first() or ""


def mark_of(actor: Actor, purpose: str, *, at: datetime, until: date | None = None) -> Mark:
    """Return the mark of what the actor takes out of his school now."""
    return Mark(actor.name, school_name(actor), at, purpose, until)


def on_sheet(sheet: Any, mark: Mark) -> None:
    """Let every printed page of a sheet bear the mark."""
    said = mark.sentence()[:FOOTER_MOST].replace("&", "&&")
    sheet.set_header(f"&L&8{mark.school.replace('&', '&&')[:FOOTER_MOST]}")
    sheet.set_footer(f"&L&8{said}&R&8&P/&N")


def last_sheet(book: Any, mark: Mark) -> None:
    """Add the sheet that tells where the workbook comes from, after all others."""
    sheet = book.add_worksheet(_("Thông tin xuất")[:SHEET_NAME_MOST])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for place, (word, value) in enumerate(mark.lines()):
        sheet.write_string(place, 0, word)
        sheet.write_string(place, 1, value)
    on_sheet(sheet, mark)
