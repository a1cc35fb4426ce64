"""Why a pupil's year came out as it did: what decided, what is missing, what needs the principal.

One reason a condition, from the terms to the title. Pure.
Source: Circular 22/2021/TT-BGDĐT, articles 8 to 15; rule book 1, 12.
"""

from collections.abc import Iterator, Sequence

from truongso.rules.assessment import Commented, PupilYear, Scored, YearResult, learning_after
from truongso.rules.circular import Circular, Level
from truongso.rules.conduct import after_summer
from truongso.rules.honours import Honour
from truongso.rules.promotion import Decision
from truongso.rules.results import Judged, one_subject, why_not_higher
from truongso.rules.scores import Comment
from truongso.rules.subjects import LAST_GRADE
from truongso.rules.verdict import Reason

REVIEWED = frozenset(
    {
        "honour.not_promoted",
        "learning.readings_differ",
        "learning.too_few_subjects",
        "promotion.both_remedies",
        "promotion.principal_decides",
        "promotion.retest_adjusted",
    }
)
"""The reasons for which a pupil is listed for the principal."""


def needs_principal(reasons: Sequence[Reason]) -> bool:
    """Tell whether the principal must look at a pupil: the circular can be read in two ways."""
    return any(reason.code in REVIEWED for reason in reasons)


def explain(
    pupil: PupilYear, result: YearResult, *, grade: int, circular: Circular
) -> list[Reason]:
    """Return every reason, in the order: term 1, term 2, year, conduct, decision, title.

    `at` of a reason is "term1", "term2", "year", or "summer".
    """
    scored, commented = pupil.scored, pupil.commented
    terms = (
        ("term1", result.first, [e.first for e in scored], [e.first for e in commented]),
        ("term2", result.second, [e.second for e in scored], [e.second for e in commented]),
        ("year", result.year, result.averages, result.comments),
    )
    reasons: list[Reason] = []
    for at, judged, averages, comments in terms:
        reasons += _learning(at, judged, pupil, averages, comments, circular)
    reasons += _conduct(pupil)
    reasons += _promotion(pupil, result, circular)
    if result.decision is Decision.PROMOTED and grade == LAST_GRADE:
        reasons.append(Reason("promotion.completed", "year"))
    reasons += _honour(result, circular)
    return reasons


def _learning(
    at: str,
    judged: Judged | None,
    pupil: PupilYear,
    averages: Sequence[int | None],
    comments: Sequence[Comment | None],
    circular: Circular,
) -> Iterator[Reason]:
    results: list[tuple[Scored | Commented, int | Comment | None]] = [
        *zip(pupil.scored, averages, strict=True),
        *zip(pupil.commented, comments, strict=True),
    ]
    lacking = [each.code for each, known in results if known is None]
    if lacking:
        yield Reason("learning.incomplete", at, {"subjects": ", ".join(lacking)})
        return
    if judged is None:
        few = {"have": len(averages), "need": circular.least_subjects}
        yield Reason("learning.too_few_subjects", at, few)
        return
    scores = {e.code: v for e, v in zip(pupil.scored, averages, strict=True) if v is not None}
    pairs = zip(pupil.commented, comments, strict=True)
    failed = [each.code for each, mark in pairs if mark is Comment.CD]
    yield from why_not_higher(scores, failed, judged, at=at, circular=circular)
    if judged.adjusted:
        subject = one_subject(scores, failed, judged)
        facts = {"subject": subject, "base": judged.base.label, "level": judged.level.label}
        yield Reason("learning.one_subject", at, facts)
    if judged.doubtful:
        two = {"level": judged.level.label, "other": judged.other.label}
        yield Reason("learning.readings_differ", at, two)


def _conduct(pupil: PupilYear) -> Iterator[Reason]:
    for at, level in zip(("term1", "term2"), pupil.conduct, strict=True):
        if level is None:
            yield Reason("conduct.missing", at)


def _promotion(pupil: PupilYear, result: YearResult, circular: Circular) -> Iterator[Reason]:
    if pupil.individual_plan:
        yield Reason("promotion.principal_decides", "year")
        return
    if pupil.absent is None:
        yield Reason("promotion.absences_unknown", "year")
    elif pupil.absent > circular.most_absent:
        facts = {"absent": pupil.absent, "most": circular.most_absent}
        yield Reason("promotion.absent_too_long", "year", facts)
    yield from _by_conduct(pupil, result)
    yield from _by_learning(pupil, result, circular)


def _by_conduct(pupil: PupilYear, result: YearResult) -> Iterator[Reason]:
    if result.conduct is not Level.CHUA_DAT:
        if pupil.summer is not None and result.conduct is not None:
            yield Reason("promotion.summer_not_due", "summer")
        return
    yield Reason("promotion.conduct_failed", "year")
    if pupil.summer is None:
        return
    if after_summer(result.conduct, pupil.summer) is Level.CHUA_DAT:
        yield Reason("promotion.summer_failed", "summer")
    else:
        yield Reason("promotion.summer_passed", "summer", {"level": pupil.summer.label})


def _by_learning(pupil: PupilYear, result: YearResult, circular: Circular) -> Iterator[Reason]:
    given = [e.code for e in pupil.scored if e.retest is not None]
    given += [e.code for e in pupil.commented if e.retest is not None]
    if idle := [code for code in given if code not in result.retests]:
        yield Reason("promotion.retest_not_due", "summer", {"subjects": ", ".join(idle)})
    if result.year is None or result.year.level is not Level.CHUA_DAT:
        return
    yield Reason("promotion.learning_failed", "year")
    if not result.retests:
        if result.conduct is Level.CHUA_DAT:
            yield Reason("promotion.retest_barred", "year")
        return
    yield Reason("promotion.retest", "year", {"subjects": ", ".join(result.retests)})
    if result.conduct is Level.CHUA_DAT:
        yield Reason("promotion.both_remedies", "year")
    yield from _after_retest(result, circular)


def _after_retest(result: YearResult, circular: Circular) -> Iterator[Reason]:
    after = learning_after(result.retested, circular=circular)
    if result.retested is None or after is None:
        return
    if after is not Level.CHUA_DAT:
        yield Reason("promotion.retest_passed", "summer", {"level": after.label})
        # Article 9.3 speaks of term and year; whether it counts once more here is open.
        if result.retested.base is Level.CHUA_DAT:
            yield Reason("promotion.retest_adjusted", "summer")
    elif result.outstanding:
        facts = {"subjects": ", ".join(result.outstanding)}
        yield Reason("promotion.retest_outstanding", "summer", facts)
    else:
        yield Reason("promotion.retest_failed", "summer")
    if result.retested.doubtful:
        two = {"level": result.retested.level.label, "other": result.retested.other.label}
        yield Reason("learning.readings_differ", "summer", two)


def _honour(result: YearResult, circular: Circular) -> Iterator[Reason]:
    if result.honour is None:
        return
    best = sum(1 for v in result.averages if v is not None and v >= circular.honour_score)
    facts = {"have": best, "need": circular.honour_count}
    if result.honour is Honour.XUAT_SAC:
        yield Reason("honour.xuat_sac", "year", facts)
    else:
        yield Reason("honour.gioi", "year", facts)
    if result.decision not in (Decision.PROMOTED, Decision.INCOMPLETE):
        yield Reason("honour.not_promoted", "year")
