"""Worked cases of the rule book, in its own short notation, as JSON for `truongso assess`.

`6×8.0 2×6.5`: six subjects at 8,0 and two at 6,5, every mark of both terms the same.
"""

import json
import subprocess
import sys
from typing import Any

SCORED = ("VAN", "TOAN", "NN1", "GDCD", "LSDL", "KHTN", "CN", "TIN")
COMMENTED = ("GDTC", "NT", "HDTN", "GDDP")
COUNTS = {"VAN": 4, "TOAN": 4, "NN1": 4, "GDCD": 2, "LSDL": 4, "KHTN": 4, "CN": 2, "TIN": 2}
Case = dict[str, Any]


def marks(given: str) -> Case:
    """A term from `regular / midterm / final`; – where nothing stands."""
    regular, midterm, final = (part.split() for part in given.split("/"))
    read = [
        [None if word == "–" else json.loads(word) for word in p] for p in (regular, midterm, final)
    ]
    return {"regular": read[0], "midterm": read[1][0], "final": read[2][0]}


def comments(given: str) -> Case:
    """A term of a comment subject from `TX1 TX2 GK CK`; – where nothing stands."""
    read = [None if word == "–" else word.replace("C", "CD") for word in given.split()]
    return {"comments": read[:2], "midterm": read[2], "final": read[3]}


def scored(code: str, first: Any, second: Any = None, *, count: int = 0, **more: Any) -> Case:
    """A scored subject: terms in marks, or one value for every mark of a term."""
    terms = {}
    for term, given in (("1", first), ("2", second)):
        if isinstance(given, str):
            terms[term] = marks(given)
        elif given is not None:
            number = count or COUNTS[code]
            terms[term] = {"regular": [given] * number, "midterm": given, "final": given}
    return {"code": code, "assessed_by": "scores", "terms": terms, **more}


def commented(code: str, first: str = "D D D D", second: str = "D D D D", **more: Any) -> Case:
    """A comment subject."""
    terms = {"1": comments(first), "2": comments(second)}
    return {"code": code, "assessed_by": "comments", "terms": terms, **more}


def expanded(notation: str) -> list[Any]:
    """The scores of `6×8.0 2×6.5`."""
    found: list[Any] = []
    for part in notation.split():
        count, _, value = part.rpartition("×")
        found += [json.loads(value)] * int(count or 1)
    return found


def pupil(
    name: str,
    notation: str,
    *,
    failed: int = 0,
    conduct: str = "tot tot",
    absent: int | None = 3,
    grade: int = 6,
    retest: dict[str, Any] | None = None,
    summer: str | None = None,
    **more: Any,
) -> Case:
    """A whole pupil; the last `failed` comment subjects are not passed in either term."""
    again = retest or {}
    values = expanded(notation)
    subjects = [
        scored(
            code, value, value, retest=again.get(code), count=3 if code == "CN" and grade > 7 else 0
        )
        for code, value in zip(SCORED, values, strict=True)
    ]
    passed = len(COMMENTED) - failed
    for place, code in enumerate(COMMENTED):
        term = "D D D D" if place < passed else "D D D C"
        subjects.append(commented(code, term, term, retest=again.get(code)))
    first, second = (None if word == "–" else word for word in conduct.split())
    return {
        "id": name,
        "grade": grade,
        "absent_sessions": absent,
        "subjects": subjects,
        "conduct": {"1": first, "2": second, "summer": summer},
        **more,
    }


def one(name: str, *subjects: Case, grade: int = 6) -> Case:
    """A case of a few subjects only."""
    return {"id": name, "grade": grade, "absent_sessions": 0, "subjects": list(subjects)}


def assessed(given: Any, *words: str, status: int = 0) -> Any:
    """What the command answers, as a process; its stderr when it refuses the whole."""
    raw = given if isinstance(given, bytes) else json.dumps(given).encode()
    done = subprocess.run(
        [sys.executable, "-m", "truongso.commands.main", "assess", *words],
        check=False,
        input=raw,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == status, done.stderr.decode()
    return done.stderr.decode() if status else json.loads(done.stdout)


def by_id(cases: list[Case], *words: str) -> dict[Any, Any]:
    """The answers by the names of the cases."""
    found = assessed(cases, *words)
    assert [each["id"] for each in found] == [each["id"] for each in cases]
    return {each["id"]: each for each in found}
