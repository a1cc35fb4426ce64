"""The user guide inside the program: the pages of `docs/guide`, as far as they use Markdown.

Pure. Only what those pages use is understood (headings, paragraphs, lists, tables, pictures, links,
emphasis, code, folded parts); everything else is shown as text. A link that leads outside the guide
keeps its words and loses its address.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from markupsafe import Markup, escape

FOLD = re.compile(r"<details><summary>(.*?)</summary>|</details>")
ITEM = re.compile(r"( *)([-*]|\d+\.) +(.*)")
INLINE = re.compile(
    r"!\[(?P<alt>[^\]]*)\]\((?P<picture>[^)\s]+)\)|\[(?P<text>[^\]]*)\]\((?P<link>[^)\s]+)\)"
    r"|\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`"
)
PAGE = re.compile(r"([\w-]+)\.md(#.+)?|(#.+)")
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the guide: its title and its body as HTML."""

    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the guide: its page, the anchor and the words of its heading."""

    page: str
    anchor: str
    text: str


def folder() -> Traversable:
    """Return where the guide lies: in the package, or beside the sources it is built from."""
    packaged = files("truongso.support").joinpath("guide")
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[3] / "docs" / "guide"


@cache
def names() -> tuple[str, ...]:
    """Return the names of the pages, without ending; README is the first page."""
    return tuple(sorted(one.name[:-3] for one in folder().iterdir() if one.name.endswith(".md")))


@cache
def picture_names() -> frozenset[str]:
    """Return the names of the pictures."""
    return frozenset(one.name for one in folder().joinpath("pictures").iterdir())


@cache
def _source(name: str) -> str:
    return folder().joinpath(f"{name}.md").read_text("utf-8")


def anchor_of(heading: str) -> str:
    """Return the anchor of a heading.

    >>> anchor_of("Nộp tệp")
    'nộp-tệp'
    """
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def link_of(place: str) -> Link | None:
    """Return the place that "page.md#anchor" names; None when the guide has none."""
    name, _, anchor = place.partition("#")
    name = name.removesuffix(".md")
    if name not in names():
        return None
    heads = re.findall(r"^#+ (.+)$", _source(name), re.MULTILINE)
    text = next((head for head in heads if anchor_of(head) == anchor), "")
    return Link(name, anchor, text) if text else None


def page(name: str, *, to_page: Address, to_picture: Address) -> Page:
    """Return a page of the guide; the two functions give the addresses of pages and pictures."""
    blocks = _blocks(_source(name).splitlines())
    title = blocks[0][0].removeprefix("# ")
    shown = [_block(block, to_page, to_picture) for block in blocks[1:]]
    return Page(title, Markup("\n").join(shown))


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Cut a text into blocks: runs of lines without an empty one; folds stand alone."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if FOLD.fullmatch(line.strip()) or line.startswith("#"):
            blocks += [[line.strip()], []]
        elif line.strip():
            blocks[-1].append(line)
        else:
            blocks.append([])
    return [block for block in blocks if block]


def _block(lines: list[str], to_page: Address, to_picture: Address) -> Markup:
    def inline(text: str) -> Markup:
        return _inline(text, to_page, to_picture)

    first = lines[0]
    if fold := FOLD.fullmatch(first):
        if fold[1] is None:
            return Markup("</details>")
        return Markup("<details><summary>{}</summary>").format(fold[1])
    if head := re.fullmatch(r"(#{2,4}) (.+)", first):
        level, text = len(head[1]), head[2]
        return Markup('<h{} id="{}">{}</h{}>').format(level, anchor_of(text), inline(text), level)
    if first.startswith("|"):
        return _table(lines, inline)
    if ITEM.match(first):
        return _list(lines, inline)
    return Markup("<p>{}</p>").format(inline(" ".join(line.strip() for line in lines)))


def _table(lines: list[str], inline: Callable[[str], Markup]) -> Markup:
    rows = [[inline(cell.strip()) for cell in line.strip().strip("|").split("|")] for line in lines]
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(cell) for cell in rows[0])
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(c) for c in row))
        for row in rows[2:]
    )
    return Markup(
        '<div class="tablebox" tabindex="0"><table class="table"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(heads, body)


def _list(lines: list[str], inline: Callable[[str], Markup]) -> Markup:
    """A list, with lists inside its items; a line that begins none goes on with the item."""
    kind = "ol" if ITEM.match(lines[0])[2].endswith(".") else "ul"  # type: ignore[index]
    depth = len(ITEM.match(lines[0])[1])  # type: ignore[index]
    items: list[tuple[list[str], list[str]]] = []
    for line in lines:
        item = ITEM.match(line)
        if item and len(item[1]) <= depth:
            items.append(([item[3]], []))
        elif (item and len(item[1]) > depth) or items[-1][1]:
            items[-1][1].append(line)
        else:
            items[-1][0].append(line.strip())
    shown = Markup("").join(
        Markup("<li>{}{}</li>").format(
            inline(" ".join(said)), _list(inner, inline) if inner else Markup("")
        )
        for said, inner in items
    )
    return Markup("<{}>{}</{}>").format(kind, shown, kind)


def _inline(text: str, to_page: Address, to_picture: Address) -> Markup:
    found, at = Markup(""), 0
    for match in INLINE.finditer(text):
        found += escape(text[at : match.start()]) + _marked(match, to_page, to_picture)
        at = match.end()
    return found + escape(text[at:])


def _marked(match: re.Match[str], to_page: Address, to_picture: Address) -> Markup:
    if match["picture"]:
        name = match["picture"].rpartition("/")[2]
        if name not in picture_names():
            return escape(match["alt"])
        shown = Markup('<img src="{}" alt="{}" loading="lazy">')
        return shown.format(to_picture(name), match["alt"])
    if match["strong"]:
        return Markup("<strong>{}</strong>").format(_inline(match["strong"], to_page, to_picture))
    if match["code"]:
        return Markup("<code>{}</code>").format(match["code"])
    text = _inline(match["text"], to_page, to_picture)
    place = PAGE.fullmatch(match["link"])
    if place is None or (place[1] and place[1] not in names()):
        return text
    address = (to_page(place[1]) if place[1] else "") + (place[2] or place[3] or "")
    return Markup('<a href="{}">{}</a>').format(address, text)
