"""The school report (học bạ) of a class: what is missing, and what may be done at each step.

Pure. Subject teachers confirm their part, the homeroom teacher writes his remark (nhận xét) and
hands the class up, the principal or whoever he has authorised issues it, or sends it back with a
reason. What was issued changes only by a case that makes a new version.
Source: Circular 22/2021/TT-BGDĐT, articles 17 to 20; Decision 20/QĐ-THCS, section II.3 and
appendix; rule book 5.5, 5.6, 6.2, 6.3; docs/decisions/school_reports.md.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from truongso.rules.verdict import Reason, Violation

SHORTEST_REASON = 10
MOST_REMARK = 500


class State(StrEnum):
    """How far the school reports of a class have come."""

    COLLECTING = "collecting"
    HANDED_UP = "handed_up"
    """Confirmed by the homeroom teacher: they wait for the principal."""
    ISSUED = "issued"


class CaseState(StrEnum):
    """How far a case of correcting an issued report has come."""

    ASKED = "asked"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class PupilStanding:
    """What a pupil's report lacks. Subjects by their short names, `profile` by the form's words."""

    id: UUID
    name: str
    results: Sequence[str] = ()
    conduct: bool = False
    absent: bool = False
    comments: Sequence[str] = ()
    remark: bool = False
    profile: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ClassStanding:
    """What stands of a class. `moved`: names whose results are no longer those that were closed;
    `unconfirmed`: subjects whose teacher has not confirmed what stands there now.
    """

    closed: bool
    pupils: Sequence[PupilStanding] = ()
    moved: Sequence[str] = ()
    unconfirmed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: of a pupil, or (`pupil` None) of the whole class.

    `excusable`: the class may be handed up without it when a reason is written down.
    """

    reason: Reason
    pupil: UUID | None = None
    excusable: bool = False


def gaps(standing: ClassStanding) -> list[Gap]:
    """Return everything that is missing, of the class first, then pupil by pupil.

    Source: Circular 22/2021/TT-BGDĐT, article 17 (form of the school report); rule book 6.2.

    >>> [gap.reason.code for gap in gaps(ClassStanding(closed=False))]
    ['report.gap_no_pupils', 'report.gap_not_closed']
    """
    found = [Gap(reason) for reason in _of_class(standing)]
    for pupil in standing.pupils:
        found += _of_pupil(pupil)
    return found


def check_confirming(state: State, *, closed: bool) -> Iterator[Violation]:
    """Yield why a subject teacher may not confirm his part of the school reports of a class.

    Source: Circular 22/2021/TT-BGDĐT, article 19; Decision 20/QĐ-THCS, appendix.

    >>> [found.code for found in check_confirming(State.ISSUED, closed=True)]
    ['report.not_collecting']
    """
    if state is not State.COLLECTING:
        yield Violation("report.not_collecting")
    elif not closed:
        yield Violation("report.not_closed")


def check_handing_up(state: State, missing: Sequence[Gap], reason: str) -> Iterator[Violation]:
    """Yield why the school reports of a class may not be handed up to the principal.

    Source: Decision 20/QĐ-THCS, section II.3 and appendix (the homeroom teacher comments and
    signs); docs/decisions/school_reports.md (what may be left with a reason).

    >>> [found.code for found in check_handing_up(State.COLLECTING, [], "")]
    []
    """
    if state is not State.COLLECTING:
        yield Violation("report.not_collecting")
        return
    barred = [gap for gap in missing if not gap.excusable]
    if barred:
        yield Violation("report.incomplete", "", {"count": len(barred)})
    elif missing and len(reason.strip()) < SHORTEST_REASON:
        facts = {"count": len(missing), "least": SHORTEST_REASON}
        yield Violation("report.reason_for_gaps", "reason", facts)


def check_issuing(state: State, *, changed: bool) -> Iterator[Violation]:
    """Yield why the school reports of a class may not be issued; `changed`: what would be issued
    is not what the homeroom teacher confirmed.

    Source: Circular 22/2021/TT-BGDĐT, article 18; rule book 6.3 (any later change voids the
    signatures above it).

    >>> [found.code for found in check_issuing(State.HANDED_UP, changed=True)]
    ['report.changed']
    """
    if state is not State.HANDED_UP:
        yield Violation("report.not_handed_up")
    elif changed:
        yield Violation("report.changed")


def check_sending_back(state: State, reason: str) -> Iterator[Violation]:
    """Yield why the school reports of a class may not be sent back to the homeroom teacher.

    Source: rule book 6.3 (rejected with a reason).

    >>> [found.code for found in check_sending_back(State.HANDED_UP, "")]
    ['report.reason_missing']
    """
    if state is not State.HANDED_UP:
        yield Violation("report.not_handed_up")
    if len(reason.strip()) < SHORTEST_REASON:
        yield Violation("report.reason_missing", "reason", {"least": SHORTEST_REASON})


def check_asking(reason: str, *, pending: bool) -> Iterator[Violation]:
    """Yield why a correction of an issued report may not be asked for.

    Source: Decision 20/QĐ-THCS, section II.7.2; rule book 5.4, 5.5.

    >>> [found.code for found in check_asking("Sai ngày sinh", pending=True)]
    ['report.case_pending']
    """
    if pending:
        yield Violation("report.case_pending")
    if len(reason.strip()) < SHORTEST_REASON:
        yield Violation("report.reason_missing", "reason", {"least": SHORTEST_REASON})


def check_answering(state: CaseState) -> Iterator[Violation]:
    """Yield why a case may not be answered: it was answered already.

    Source: Decision 20/QĐ-THCS, section II.7.2.

    >>> [found.code for found in check_answering(CaseState.DONE)]
    ['report.case_answered']
    """
    if state is not CaseState.ASKED:
        yield Violation("report.case_answered")


def check_new_version(differences: Sequence[object]) -> Iterator[Violation]:
    """Yield why no new version is made: nothing in it would differ from the old one.

    Source: rule book 5.5 (a reprint of a signed page creates the next version; the old remains).

    >>> [found.code for found in check_new_version([])]
    ['report.nothing_differs']
    """
    if not differences:
        yield Violation("report.nothing_differs")


def labels() -> dict[str, str]:
    """Return what the form calls each subject, in the form's order."""
    return {line["subject"]: line["label"] for line in _form()["line"]}


def profile_fields() -> dict[str, str]:
    """Return what the form calls each field of the profile that must not be empty."""
    return {line["field"]: line["label"] for line in _form()["profile"]}


def phrases() -> list[str]:
    """Return the sentences a remark may begin with."""
    return list(_form()["phrases"])


def _of_class(standing: ClassStanding) -> Iterator[Reason]:
    if not standing.pupils:
        yield Reason("report.gap_no_pupils")
    if not standing.closed:
        yield Reason("report.gap_not_closed")
        return
    if standing.moved:
        yield Reason("report.gap_moved", "", {"names": ", ".join(standing.moved)})
    if standing.unconfirmed:
        yield Reason("report.gap_unconfirmed", "", {"subjects": ", ".join(standing.unconfirmed)})


def _of_pupil(pupil: PupilStanding) -> Iterator[Gap]:
    def gap(code: str, **facts: object) -> Gap:
        return Gap(Reason(code, "", facts), pupil.id, excusable=code != "report.gap_remark")

    if pupil.results:
        yield gap("report.gap_results", subjects=", ".join(pupil.results))
    if pupil.conduct:
        yield gap("report.gap_conduct")
    if pupil.absent:
        yield gap("report.gap_absent")
    if pupil.comments:
        yield gap("report.gap_comments", subjects=", ".join(pupil.comments))
    if pupil.remark:
        yield gap("report.gap_remark")
    if pupil.profile:
        yield gap("report.gap_profile", fields=", ".join(pupil.profile))


@cache
def _form() -> dict[str, Any]:
    path = files("truongso.rules").joinpath("parameters", "school_report.toml")
    return tomllib.loads(path.read_text("utf-8"))
