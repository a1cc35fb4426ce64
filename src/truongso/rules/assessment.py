"""What a whole year comes to for one pupil: levels, decision, title, and the reasons.

Takes results of subjects; puts `results`, `conduct`, `promotion` and `honours` together.
`assess` only counts, for thousands of pupils; `explain` says why, for one. Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 8 to 15; rule book 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from truongso.rules.averages import year_average, year_comment
from truongso.rules.circular import Circular, Level
from truongso.rules.conduct import year_conduct
from truongso.rules.honours import Honour, honour
from truongso.rules.promotion import Decision, decide, may_retest, must_retest
from truongso.rules.results import Judged, judge
from truongso.rules.scores import Comment


class Scored(NamedTuple):
    """A scored subject: the averages of both terms in tenths, and the result of re-assessment."""

    code: str
    first: int | None = None
    second: int | None = None
    retest: int | None = None


class Commented(NamedTuple):
    """A comment subject: the results of both terms, and the result of re-assessment."""

    code: str
    first: Comment | None = None
    second: Comment | None = None
    retest: Comment | None = None


class PupilYear(NamedTuple):
    """What a year's result is made of. Subjects the pupil is exempt from are left out.

    `conduct`: term 1, term 2. `absent`: half-day sessions (buổi), None when not counted yet.
    `individual_plan`: a pupil with a disability whom the principal judges (article 12.4).
    """

    scored: Sequence[Scored]
    commented: Sequence[Commented]
    conduct: tuple[Level | None, Level | None] = (None, None)
    summer: Level | None = None
    absent: int | None = None
    individual_plan: bool = False


@dataclass(slots=True)
class YearResult:
    """What it comes to; None where something is missing, or where no level is defined.

    `averages` and `comments` are the year's, in the order of the pupil's subjects. `retests` are
    the subjects to be assessed again, `outstanding` those of them without a result so far.
    `conduct` is the year's before the summer.
    """

    first: Judged | None
    second: Judged | None
    year: Judged | None
    averages: list[int | None]
    comments: list[Comment | None]
    conduct: Level | None
    honour: Honour | None
    retests: tuple[str, ...]
    outstanding: tuple[str, ...]
    retested: Judged | None
    decision: Decision


def assess(pupil: PupilYear, *, circular: Circular) -> YearResult:
    """Return the levels of both terms and the year, the decision and the title.

    >>> from datetime import date
    >>> from truongso.rules.circular import circular_on
    >>> scored = [Scored(f"S{n}", 85, 85) for n in range(8)]
    >>> pupil = PupilYear(scored, [], (Level.TOT, Level.TOT), absent=3)
    >>> result = assess(pupil, circular=circular_on(date(2026, 9, 7)))
    >>> result.decision.value, result.honour.value
    ('promoted', 'gioi')
    """
    scored, commented = pupil.scored, pupil.commented
    averages = [year_average(each.first, each.second, circular=circular) for each in scored]
    comments = [year_comment(each.second) for each in commented]
    year = level_of(averages, comments, circular=circular)
    conduct = year_conduct(*pupil.conduct, circular=circular)
    learning = year.level if year else None
    retests: tuple[str, ...] = ()
    outstanding: tuple[str, ...] = ()
    retested = None
    if may_retest(conduct, learning, circular=circular):
        retests, outstanding, retested = _retested(pupil, averages, comments, circular)
    return YearResult(
        level_of([each.first for each in scored], [e.first for e in commented], circular=circular),
        level_of([each.second for each in scored], comments, circular=circular),
        year,
        averages,
        comments,
        conduct,
        honour(conduct, learning, averages, circular=circular),
        retests,
        outstanding,
        retested,
        _decision(pupil, conduct, learning, retested, outstanding, averages, comments, circular),
    )


def level_of(
    averages: Sequence[int | None], comments: Sequence[Comment | None], *, circular: Circular
) -> Judged | None:
    """Return the level of a term or a year; None as long as any subject's result is missing."""
    if None in averages or None in comments:
        return None
    known = [average for average in averages if average is not None]
    return judge(known, comments.count(Comment.CD), circular=circular)


def _retested(
    pupil: PupilYear,
    averages: Sequence[int | None],
    comments: Sequence[Comment | None],
    circular: Circular,
) -> tuple[tuple[str, ...], tuple[str, ...], Judged | None]:
    """What is assessed again, what of it is still to come, and the level with what has come.

    A result of a subject that is not on the list counts for nothing.
    """
    listed: list[str] = []
    waiting: list[str] = []
    scores: list[int | None] = []
    marks: list[Comment | None] = []
    for each, average in zip(pupil.scored, averages, strict=True):
        due = average is not None and must_retest(average, circular=circular)
        scores.append(each.retest if due and each.retest is not None else average)
        if due:
            listed.append(each.code)
            waiting += [each.code] if each.retest is None else []
    for one, mark in zip(pupil.commented, comments, strict=True):
        due = mark is Comment.CD
        marks.append(one.retest if due and one.retest is not None else mark)
        if due:
            listed.append(one.code)
            waiting += [one.code] if one.retest is None else []
    begun = len(waiting) < len(listed)
    judged = level_of(scores, marks, circular=circular) if begun else None
    return tuple(listed), tuple(waiting), judged


def learning_after(retested: Judged | None, *, circular: Circular) -> Level | None:
    """Return the learning that counts for promotion after re-assessment; None before the first.

    Whether the clause of one subject applies again is open (rule book 12, point 3): a number of
    the circular says so.
    """
    if retested is None:
        return None
    return retested.level if circular.adjusted_after_retest else retested.base


def _decision(
    pupil: PupilYear,
    conduct: Level | None,
    learning: Level | None,
    retested: Judged | None,
    outstanding: Sequence[str],
    averages: Sequence[int | None],
    comments: Sequence[Comment | None],
    circular: Circular,
) -> Decision:
    if pupil.individual_plan:
        return Decision.PRINCIPAL
    decision = decide(
        conduct=conduct,
        summer=pupil.summer,
        learning=learning,
        retested=learning_after(retested, circular=circular),
        outstanding=bool(outstanding),
        absent=pupil.absent,
        circular=circular,
    )
    known = None not in (conduct, pupil.absent, *averages, *comments)
    return Decision.PRINCIPAL if known and decision is Decision.INCOMPLETE else decision
