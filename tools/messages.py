"""The English catalogue: brought up to date, compiled, checked.

Vietnamese sentences are the keys. They stand in Python (`_("…")`), in templates, and as the values
of `SENTENCES` in rules/messages/.

    python tools/messages.py update     take new sentences in, drop those that are gone
    python tools/messages.py compile    write the .mo files that the program reads
    python tools/messages.py check      say what is not translated; exit status 1 if anything
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from truongso.rules.grants import act_names
from truongso.rules.personal_data import kept, purposes
from truongso.rules.policy import record_kinds, school_rules
from truongso.rules.retention import schedule
from truongso.rules.subjects import subjects

SOURCE = Path(__file__).resolve().parent.parent / "src" / "truongso"
CATALOGUE = SOURCE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
SAME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the file changes only when a sentence does
PLACES = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}

Found = tuple[int, str, str, list[str]]


def sentences_of(file: IO[bytes], *_: object, **_options: object) -> Iterator[Found]:
    """Yield the values of the dictionary `SENTENCES` of a module: a Babel extractor."""
    for node in ast.parse(file.read()).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Dict):
            continue
        if [ast.unparse(target) for target in node.targets] != ["SENTENCES"]:
            continue
        for value in node.value.values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.lineno, "", value.value, []


METHODS: list[tuple[str, str | Callable[..., Any]]] = [
    ("rules/messages/**.py", sentences_of),
    ("**.py", "python"),
    ("**/jinja2/**.html", "jinja2"),
]
OPTIONS = {"**/jinja2/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}


def sources() -> Catalog:
    """Return every sentence of the sources, untranslated."""
    catalogue = _empty()
    found = extract_from_dir(
        str(SOURCE), method_map=METHODS, options_map=OPTIONS, keywords=dict(KEYWORDS)
    )
    for name, _line, message, _comments, context in sorted(found, key=lambda entry: entry[:2]):
        catalogue.add(message, None, [(f"{name}", None)], context=context)
    for name, message in sorted(named()):
        catalogue.add(message, None, [(f"rules/parameters/{name}.toml", None)])
    return catalogue


def named() -> Iterator[tuple[str, str]]:
    """Yield what the tables of the rule book call things: the table's name, and the thing's."""
    yield from (("personal_data", name) for name in purposes().values())
    for line in kept():
        yield from (("personal_data", text) for text in (line.about, line.why, line.readers))
    for record in schedule():
        told = (record.name, record.counted_from, record.why, record.source)
        yield from (("retention", text) for text in told)
    for kind in record_kinds():
        yield from (("record_kinds", kind.name), ("record_kinds", kind.short))
        yield from (("authority", name) for name in act_names(kind.valid_from).values())
    for subject in subjects().values():
        yield from (("subjects", name) for name in (subject.name, subject.short, *subject.strands))
    for rule in school_rules():
        yield "school_rules", rule.name
        yield from (("school_rules", name) for _, name in rule.choices)


def english() -> Catalog:
    """Return the English catalogue as it is."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def problems() -> list[str]:
    """Return what is wrong with the English catalogue, one line each; nothing when it is whole."""
    catalogue, found = english(), []
    wanted = {message.id for message in sources() if message.id}
    known = {message.id: message for message in catalogue if message.id}
    found += [f"not in the catalogue: {_shown(key)}" for key in wanted - known.keys()]
    found += [f"no longer in the sources: {_shown(key)}" for key in known.keys() - wanted]
    for key in wanted & known.keys():
        message = known[key]
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        keys = key if isinstance(key, tuple) else (key,)
        if message.fuzzy or not all(texts):
            found.append(f"not translated: {_shown(key)}")
        elif _places(texts) - _places(keys):
            found.append(f"names another value than the Vietnamese: {_shown(key)}")
    return sorted(found)


def update() -> None:
    """Take new sentences into the catalogue and drop those that are gone."""
    catalogue = english() if CATALOGUE.exists() else _empty()
    catalogue.update(sources(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    fresh = _empty()
    for message in catalogue:
        if message.id:
            fresh.add(message.id, message.string, message.locations, context=message.context)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, fresh, width=100, include_lineno=False, sort_by_file=True)


def compile_all() -> None:
    """Write the .mo file beside each .po file."""
    for path in sorted((SOURCE / "web" / "locale").glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


def _empty() -> Catalog:
    return Catalog(
        locale="en",
        project="truongso",
        version="1",
        header_comment="# English, beside the Vietnamese of the sources. See tools/messages.py.",
        msgid_bugs_address=" ",
        last_translator=" ",
        language_team="en",
        creation_date=SAME_DAY,
        revision_date=SAME_DAY,
        fuzzy=False,
    )


def _places(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for pair in PLACES.findall(text) for name in pair if name}


def _shown(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else key[0]


def main(arguments: list[str]) -> int:
    """Run one verb; returns the exit status."""
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = problems()
            print("\n".join(found) or "The English catalogue is whole.")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
