"""What the front-end build made: scripts and styles by their source names, and the icons.

Read once per process. Where nothing has been built, pages come without script and style and the
log says so: they are whole pages all the same.
"""

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from markupsafe import Markup

logger = logging.getLogger("truongso.web")

ICON = Markup(
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="1.75" aria-hidden="true" focusable="false">{}</svg>'
)


def built() -> Path:
    """Return the folder of built files."""
    return Path(settings.STATIC_ROOT) / "built"


def asset(entry: str) -> str:
    """Return the address of a built file by its source name ("app.ts"); "" when it is not there."""
    part = _manifest().get(entry)
    return f"{settings.STATIC_URL}built/{part['file']}" if part else ""


def content(entry: str) -> bytes:
    """Return what stands in a built file, by its source name; nothing when it is not there."""
    part = _manifest().get(entry)
    return (built() / part["file"]).read_bytes() if part else b""


def tags(entry: str) -> Markup:
    """Return the tags that load an entry: its styles, what it imports, and the script itself."""
    parts = _with_imports(entry)
    sheets = dict.fromkeys(name for part in parts for name in part.get("css", ()))
    first, *imported = [part["file"] for part in parts] or [""]
    base = f"{settings.STATIC_URL}built/"
    lines = [Markup('<link rel="stylesheet" href="{}{}">').format(base, name) for name in sheets]
    lines += [Markup('<link rel="modulepreload" href="{}{}">').format(base, f) for f in imported]
    if first:
        lines.append(Markup('<script type="module" src="{}{}"></script>').format(base, first))
    return Markup("\n").join(lines)


def preloads(ending: str) -> Markup:
    """Return the tags that fetch typefaces early: those whose source name ends so."""
    tag = Markup('<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">')
    names = [name for name in _manifest() if name.endswith(ending)]
    return Markup("\n").join(tag.format(asset(name)) for name in sorted(names))


def icon(name: str) -> Markup:
    """Return an icon as a drawing in the page; it says nothing to a screen reader."""
    return _icons().get(name) or ICON.format("")


def _with_imports(entry: str) -> list[dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop(0)
        if name not in seen and (part := _manifest().get(name)):
            seen[name] = part
            waiting += part.get("imports", ())
    return list(seen.values())


@cache
def _manifest() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = _read("manifest.json")
    return found


@cache
def _icons() -> dict[str, Markup]:
    """Every icon ready for the page: a board shows two hundred."""
    drawings: dict[str, str] = _read("icons.json")
    return {
        name: ICON.format(Markup(drawing))  # noqa: S704  (our own build made it)
        for name, drawing in drawings.items()
    }


def _read(name: str) -> Any:
    try:
        return json.loads((built() / name).read_text("utf-8"))
    except FileNotFoundError:
        logger.warning("The front end has not been built: %s is missing", name)
        return {}
