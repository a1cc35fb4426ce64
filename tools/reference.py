"""The reference pages in docs/reference, made from the program itself.

    python -m tools.reference           write them anew
    python -m tools.reference check     say which are not up to date; exit status 1 if any

Vietnamese where a principal, a teacher or an operator reads; English where a developer does. What
the program does not tell of itself stands in reference.toml.
"""

import ast
import inspect
import os
import sys
import tomllib
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
MADE = "<!-- Made by `python -m tools.reference`; do not edit. -->"
SAID: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
READERS = ("env.get(", "os.environ", "os.getenv(", "_yes(env", "_number(env")


def pages() -> dict[str, str]:
    """Return the text of each page by its name."""
    makers = (permissions, errors, journal, settings, tables)
    return {f"{make.__name__}.md": make() for make in makers}


def permissions() -> str:
    """Who may do what to whose things: act × duty × whose."""
    from truongso.access.words import DUTY_NAMES, REACH_WORDS
    from truongso.rules.authority import Duty, Reach
    from truongso.rules.grants import act_names, grants_on
    from truongso.rules.policy import record_kinds

    day = max(kind.valid_from for kind in record_kinds())
    names = act_names(day)
    grants = [grant for grant in grants_on(day) if grant.duty is not Duty.SYSTEM]
    duties = [duty for duty in Duty if any(grant.duty is duty for grant in grants)]

    def cell(act: str, duty: Duty) -> str:
        lines = [grant for grant in grants if grant.act == act and grant.duty is duty]
        widest = [grant for grant in lines if grant.reach is Reach.SCHOOL] or lines
        words = dict.fromkeys(REACH_WORDS[grant.reach] for grant in widest)
        lent = [DUTY_NAMES[to].lower() for grant in lines for to in sorted(grant.lendable_to)]
        text = "; ".join(words) or "–"
        return f"{text} (ủy quyền được cho {', '.join(dict.fromkeys(lent))})" if lent else text

    def line(act: str) -> list[str]:
        own = any(grant.not_own for grant in grants if grant.act == act)
        name = f"{names[act]} (không với hồ sơ của chính mình)" if own else names[act]
        return [name, *(cell(act, duty) for duty in duties)]

    acts = dict.fromkeys(grant.act for grant in grants)
    table = _table(["Việc", *(DUTY_NAMES[duty] for duty in duties)], map(line, acts))
    return _page("permissions", table, day=f"{day:%d/%m/%Y}")


def errors() -> str:
    """What can be refused, and in which words."""
    parts = []
    for room, title in SAID["errors"]["rooms"].items():
        sentences = import_module(f"truongso.rules.messages.{room}").SENTENCES
        rows = ([f"`{code}`", sentence] for code, sentence in sentences.items())
        parts.append(f"## {title}\n\n{_table(['Mã', 'Câu'], rows)}")
    return _page("errors", "\n\n".join(parts))


def journal() -> str:
    """What the journal tells."""
    from truongso.audit.words import GROUPS, SENTENCES

    def group(verb: str) -> str:
        return verb.partition(".")[0]

    ordered = sorted(SENTENCES, key=lambda verb: (list(GROUPS).index(group(verb)), verb))
    parts = []
    for code, verbs in groupby(ordered, key=group):
        rows = ([f"`{verb}`", SENTENCES[verb]] for verb in verbs)
        parts.append(f"## {GROUPS[code]}\n\n{_table(['Mã', 'Câu'], rows)}")
    return _page("journal", "\n\n".join(parts))


def settings() -> str:
    """What an installation may set."""
    from truongso.config import environment

    here = environment.read({})
    shown = {
        "data_dir": "`.data`",
        "public_url": "`http://127.0.0.1:PORT`",
        "tls": "không",
        "trying_out": "không",
        "hosts": f"`{', '.join(here.hosts)}`",
        "signing": "–",
    }

    def default(field: str) -> str:
        value = getattr(here, field) if field else None
        plain = f"`{value}`" if value not in (None, "") and field != "databases" else "–"
        return shown.get(field, plain)

    rows = (
        [f"`{name}`", default(variable["field"]), " ".join(variable["means"].split())]
        for name, variable in SAID["variables"].items()
    )
    return _page("settings", _table(["Biến", "Mặc định", "Ý nghĩa"], rows))


def tables() -> str:
    """Every table, its kind and what the application may do with it."""
    from truongso.foundation.tables import registered

    rows = (
        [
            f"`{table.name}`",
            table.kind,
            table.rights.lower(),
            _first_sentence(inspect.getdoc(table.model) or "") if table.model else "of a library",
        ]
        for table in sorted(registered(), key=lambda table: table.name)
    )
    return _page("tables", _table(["Table", "Kind", "Rights", "Holds"], rows))


def variables_read() -> set[str]:
    """Return the name of every variable of the environment that the program reads."""
    found = set()
    for path in (ROOT / "src" / "truongso").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call | ast.Subscript):
                found |= _variables(node)
    return found - {"DJANGO_SETTINGS_MODULE"}


def _variables(node: ast.Call | ast.Subscript) -> set[str]:
    """The name read by `env.get(…)`, `os.environ[…]` and the like, in a set."""
    if not ast.unparse(node).startswith(READERS):
        return set()
    parts = node.args if isinstance(node, ast.Call) else [node.slice]
    texts = [part.value for part in parts if isinstance(part, ast.Constant)]
    return {text for text in texts[:1] if isinstance(text, str) and text.isidentifier()}


def _page(name: str, body: str, **values: str) -> str:
    said = SAID[name]
    paragraphs = [" ".join(each.split()) for each in said["lead"].format(**values).split("\n\n")]
    return "\n\n".join([f"# {said['title']}", MADE, *paragraphs, body]) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _first_sentence(text: str) -> str:
    """The first sentence of a docstring, on one line."""
    line = " ".join(text.partition("\n\n")[0].split())
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]


def outdated() -> dict[str, str]:
    """Return the text that each page should have, of those that have another."""
    return {
        name: text
        for name, text in pages().items()
        if not (PAGES / name).exists() or (PAGES / name).read_text("utf-8") != text
    }


def main(words: Sequence[str]) -> int:
    """Write the pages, or tell which are not up to date."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongso.config.settings")
    django.setup()
    old = outdated()
    for name in old:
        print(f"docs/reference/{name}")
    if words == ["check"]:
        return 1 if old else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in old.items():
        (PAGES / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
