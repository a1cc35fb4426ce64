"""Which subjects are taught in lower secondary school, for how many periods, in which strands.

Pure. Several teachers teach an integrated subject (môn tích hợp: KHTN, LS&ĐL, Nghệ thuật), each his
strand (phân môn); one of them is named to hand in its lesson plans.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FIRST_GRADE, LAST_GRADE = 6, 9
GRADES = range(FIRST_GRADE, LAST_GRADE + 1)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject or educational activity. `periods`: a year, for grades 6, 7, 8, 9."""

    code: str
    name: str
    short: str
    periods: tuple[int, int, int, int]
    assessed_by: str
    strands: tuple[str, ...] = ()

    @property
    def integrated(self) -> bool:
        """Tell whether several teachers share it, so that one must be named to hand in its plans.

        Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.2 ("đối với các môn: KHTN, LS&ĐL,
        Nghệ thuật...").
        """
        return bool(self.strands)

    def periods_in(self, grade: int) -> int:
        """Return the periods a year in a grade (6 to 9).

        Source: Circular 32/2018/TT-BGDĐT; rule book 2.2.
        """
        return self.periods[grade - FIRST_GRADE]


@cache
def subjects() -> dict[str, Subject]:
    """Return every subject by code, in the order of the programme.

    >>> sum(subject.periods_in(6) for subject in subjects().values())
    1015
    """
    text = files("truongso.rules").joinpath("parameters", "subjects.toml").read_text("utf-8")
    return {
        entry["code"]: Subject(
            entry["code"],
            entry["name"],
            entry["short"],
            tuple(entry["periods"]),
            entry["assessed_by"],
            tuple(entry.get("strands", ())),
        )
        for entry in tomllib.loads(text)["subject"]
    }
