"""What must never stand in the tree: names of real people and places, tools of one workplace,
addresses of registries, paths of one machine.

The words themselves are not here: only a short fingerprint of each, made of its letters in lower
case. A check sum finds the few that may be one, the fingerprint decides.
"""

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.environment import ROOT

PEOPLE_AND_PLACES = """
01523409ef29757a9e91 0de88c82ea56e25e3603 3071d9725333ee9660a3 3618609570a85623b126
42083340135177e29a59 4758473abb34d70457eb 4a604be07af9b191aef4 51bb5c5bacc3af578fb0
53a2748222cab57c96c0 597918615a5f2527fd76 5e1d1632f6588c06c48f 5eace16f3ee3ff9ffc44
62bd3d6712ea6dc498e0 650e90a278516614d55c 685d862f34880e0135c2 68e83649ba3eae0bee64
755b14bf1935b96618b2 82db45b485082de42ee4 9827270ff97c994c428b 9e07dd72d00dbf682aaa
a819e3d94884e0fdcae5 aba703084e3814ab842f b7f02926bc397acd3f19 cd1e1060a660daf3a849
d095a45423e10cc7ff93 db4ad68d7b1635e1bfa9 e9e4d924d49145275ee0 fe3d27a4f65fdafeb8be
"""
PHONES = """
ff1e4c46403cdb29c622
"""
TOOLS = """
26216b310aee0d6eebc9 2dfb22a9458990d7ea1c 3cf08c1644fbd4e4c3df 6bb730be7f4a55fd292f
78ed191ec5cbccdf0ca5 808b5303398a853d06d1 99a00b83c4ca76c9ec60 d320feb8d38aefb3faae
dfef2963ee047ca914bd e178b033f8d33b1780d6 f0ce66ec860d7c1da4a8 f64d721adc88a76987cc
"""
LONGEST = 5
FOLDERS = ("src", "tests", "docs", "tools", "frontend", "bench", "requirements", ".ci")
SKIPPED = {"__pycache__", "built", "node_modules"}
PICTURES = {".png", ".jpg", ".gif", ".woff2", ".ttf", ".mo", ".pyc", ".ico", ".pdf", ".docx"}
LOCKS = ("requirements/*.txt", "requirements/*.in", "package*.json", "pyproject.toml", ".npmrc")
WORDS = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*|--[a-z]+")
NUMBERS = re.compile(r"\+?\d(?:[ .()-]?\d){8,11}")
HERE = re.compile(
    r"(?<![\w.~-])/(?:w[o]rk|r[o]ot|U[s]ers|h[o]me/(?!x\b)\w+|o[p]t/(?!truongso\b))\b"
)
ADDRESS = re.compile(r"(?:https?|git\+ssh|file):[/][/]|--(?:extra-)?index-url|find-links")


@cache
def texts() -> dict[str, str]:
    """Every text of the tree, by its place."""
    open_files = [path for path in ROOT.iterdir() if path.is_file()]
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8", errors="replace")
        for path in [*open_files, *inside]
        if path.suffix not in PICTURES and not SKIPPED & set(path.parts)
    }


def sums(fingerprints: str) -> dict[int, str]:
    """Fingerprints by their check sums."""
    return {int(each[:8], 16): each[8:] for each in fingerprints.split()}


def is_one_of(known: dict[int, str], text: str) -> bool:
    """Tell whether a text is one of those that the fingerprints were made of."""
    letters = text.encode()
    wanted = known.get(zlib.crc32(letters))
    return wanted == hashlib.sha256(b"truongso:" + letters).hexdigest()[:12]


def phrases(line: str) -> Iterator[str]:
    """Every run of one to five words of a line, in lower case."""
    words = [word.lower() for word in WORDS.findall(unicodedata.normalize("NFC", line))]
    for first in range(len(words)):
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1):
            yield " ".join(words[first:last])


@cache
def lines() -> dict[str, str]:
    """Every different line of the tree and where it stands first."""
    found: dict[str, str] = {}
    for name, text in texts().items():
        for line in text.splitlines():
            found.setdefault(line, name)
    return found


def places_of(fingerprints: str) -> set[str]:
    """The files in which one of the fingerprints' words stands."""
    known = sums(fingerprints)
    return {
        name
        for line, name in lines().items()
        if any(
            zlib.crc32(each.encode()) in known and is_one_of(known, each) for each in phrases(line)
        )
    }


def test_looks_at_the_whole_tree() -> None:
    assert len(texts()) > 500
    assert "README.md" in texts()
    assert "tests/architecture/test_names.py" in texts()


def test_finds_what_it_looks_for() -> None:
    word = "một hai ba"
    print_of = f"{zlib.crc32(word.encode()):08x}"
    print_of += hashlib.sha256(b"truongso:" + word.encode()).hexdigest()[:12]
    assert any(is_one_of(sums(print_of), each) for each in phrases("Đây là Một hai, BA bốn."))
    assert HERE.search("see /" + "work/main")
    assert ADDRESS.search("https:/" + "/registry.example/x")


def test_nobody_real_stands_in_it() -> None:
    assert places_of(PEOPLE_AND_PLACES) == set()


def test_nobodys_telephone_number_stands_in_it() -> None:
    known = sums(PHONES)
    found = {
        name
        for line, name in lines().items()
        for number in NUMBERS.findall(line)
        if is_one_of(known, re.sub(r"\D", "", number))
    }
    assert found == set()


def test_no_workplace_stands_in_it() -> None:
    assert places_of(TOOLS) == set()


def test_no_path_of_one_machine_stands_in_it() -> None:
    found = {name: line for line, name in lines().items() if HERE.search(line)}
    assert found == {}


def test_no_lock_file_names_an_address() -> None:
    """Where packages come from is set where they are installed."""
    paths: list[Path] = [path for pattern in LOCKS for path in ROOT.glob(pattern)]
    assert len(paths) > 6
    found = {path.name for path in paths if ADDRESS.search(path.read_text("utf-8"))}
    assert found == set()
