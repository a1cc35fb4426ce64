"""The state of a page as a request for help tells it: nothing of it can hold a person's data.

Pure. What the browser sends is not believed: an address loses its query, a sentence becomes its
code, a browser becomes two words.
"""

import re
from collections.abc import Iterable
from functools import cache
from string import Formatter
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from truongso.access.devices import called
from truongso.rules.messages import SENTENCES

MOST_PATH, LEAST_LETTERS = 200, 12
WIDEST = 20_000
HIDDEN = "…"
TOKEN = re.compile(r"[A-Za-z0-9._-]{30,}")
IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def clean_path(address: str) -> str:
    """Return the path of an address of ours, without query, secret or anything that was typed.

    >>> clean_path("/hoc-sinh/?tim=Nguyễn Văn A")
    '/hoc-sinh/'
    """
    path = urlsplit(address).path if address.startswith("/") else ""
    parts = (
        HIDDEN if TOKEN.fullmatch(part) and not IS_ID.fullmatch(part) else part
        for part in path.split("/")
    )
    cleaned = "/".join(parts)[:MOST_PATH]
    return cleaned if route_of(cleaned) else ""


def route_of(path: str) -> str:
    """Return the name of the page at a path; "" when there is none."""
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


def clean_width(text: str) -> int | None:
    """Return the width of a screen in pixels; None when it is none."""
    width = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return width if 0 < width < WIDEST else None


def browser_words(agent: str) -> str:
    """Return browser and system in words, as far as one can tell: "Chrome, Android"."""
    device = called(agent)
    return ", ".join(word for word in (device.browser, device.system) if word)


def code_of(said: str) -> str:
    """Return the code of what a page showed: a code, or a sentence in its language; "" if unknown.

    What filled its places is forgotten: it may have been a name.
    """
    line = " ".join(said.split())[:600]
    if line in SENTENCES:
        return line
    fitting = [code for code, sentence in _in_page_language() if _fits(sentence, line)]
    return max(fitting, key=lambda code: len(SENTENCES[code]), default="")


def sentence_of(code: str) -> str:
    """Return the sentence of a code with dots where a value stood; "" for an unknown code."""
    if code not in SENTENCES:
        return ""
    return "".join(
        literal + (HIDDEN if name is not None else "")
        for literal, name, _, _ in Formatter().parse(gettext(SENTENCES[code]))
    )


def _in_page_language() -> Iterable[tuple[str, str]]:
    return ((code, gettext(sentence)) for code, sentence in SENTENCES.items())


def _fits(sentence: str, line: str) -> bool:
    pattern = _pattern(sentence)
    return pattern is not None and pattern.search(line) is not None


@cache
def _pattern(sentence: str) -> re.Pattern[str] | None:
    parts = list(Formatter().parse(sentence))
    if sum(len(literal) for literal, *_ in parts) < LEAST_LETTERS:
        return None
    return re.compile(
        "".join(
            re.escape(literal) + (".*?" if name is not None else "")
            for literal, name, _, _ in parts
        )
    )
