"""What an e-mail with notices says. Pure: plain text, one letter for all that is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in a letter: its text and where it leads ("" when nowhere)."""

    text: str
    url: str


def letter(name: str, lines: Sequence[Line], address: str) -> tuple[str, str]:
    """Return subject and body of a letter to a person; `address` is that of the program.

    One notice says in the subject what it is; several say how many they are.
    """
    if len(lines) == 1:
        text = " ".join(lines[0].text.split())
        subject = text if len(text) <= MOST_SUBJECT else f"{text[: MOST_SUBJECT - 1].rstrip()}…"
    else:
        subject = _("Trường Số: %(count)d thông báo mới") % {"count": len(lines)}
    parts = [_("Kính gửi Thầy/Cô %(name)s,") % {"name": name}]
    parts += [f"{line.text}\n{address}{line.url}" if line.url else line.text for line in lines]
    parts.append(
        _("Thư này do hệ thống Trường Số của nhà trường gửi tự động, xin không trả lời thư.")
    )
    return subject, "\n\n".join(parts) + "\n"
