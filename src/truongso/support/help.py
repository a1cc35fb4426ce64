"""The help of every page: short texts in `help/*.toml`, one for a page or a group of siblings.

Pure. A text is Vietnamese with its English beside it; `**so**` is emphasis and nothing else is
markup, so that whatever stands in it is shown as text.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language
from markupsafe import Markup, escape

EMPHASIS = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Help:
    """What a page is for, how one goes about it, what often goes wrong; where the guide tells more.

    `guide` is "page#heading" of the user guide; "" when it does not tell of this page.
    """

    title: str
    purpose: str
    steps: tuple[str, ...]
    mistakes: tuple[str, ...]
    guide: str


def help_of(route: str) -> Help | None:
    """Return the help of the page of a route in the language of the page; None when it has none."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    return _texts(language).get(route)


def title_of(route: str) -> str:
    """Return how a page is called; "" for one that has no help."""
    found = help_of(route)
    return found.title if found else ""


def shown(text: str) -> Markup:
    """Return a text for a page: escaped, with its emphasis."""
    return Markup(EMPHASIS.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704  (escaped)


@cache
def entries() -> tuple[Mapping[str, Any], ...]:
    """Return every entry of the texts as it stands in the files."""
    folder = files("truongso.support").joinpath("help")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(
        entry
        for name in found
        for entry in tomllib.loads(folder.joinpath(name).read_text("utf-8"))["help"]
    )


@cache
def _texts(language: str) -> dict[str, Help]:
    return {
        page: Help(
            said["title"],
            said["purpose"],
            tuple(said["steps"]),
            tuple(said.get("mistakes", ())),
            entry.get("guide", ""),
        )
        for entry in entries()
        for said in (entry if language == "vi" else entry["en"],)
        for page in entry["pages"]
    }
