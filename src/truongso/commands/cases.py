"""One case of `truongso assess`: read with care into what the rules take.

Numbers are never floats: they stay the text that was given. Whatever is wrong is told with its
place, as `subjects[0].terms.1.midterm`. The format stands in EXCHANGE.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from truongso.commands.given import Bad, Number, flag, items, keys, whole
from truongso.rules.assessment import Commented, PupilYear, Scored
from truongso.rules.averages import missing, term_average, term_comment
from truongso.rules.circular import LEVELS, Circular, Level
from truongso.rules.columns import regular_of
from truongso.rules.scores import Comment, parse
from truongso.rules.subjects import GRADES, subjects
from truongso.rules.verdict import Reason

LONGEST_CODE, LONGEST_ID = 32, 200
WHOLE_ID = re.compile(r"-?[0-9]{1,18}")
SUBJECT_KEYS = ("code", "assessed_by", "terms", "exempt", "retest")
SCORE_KEYS = ("regular", "midterm", "final")
COMMENT_KEYS = ("comments", "midterm", "final")
TERMS = ("1", "2")
CONDUCT_KEYS = (*TERMS, "summer")
SCORES, COMMENTS = "scores", "comments"
COMMENT_MARKS = frozenset(Comment)


@dataclass(slots=True)
class Case:
    """What a case says: the pupil, which subjects in which order, what lacks."""

    grade: int
    pupil: PupilYear
    codes: list[str] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)


def id_of(given: object, index: int) -> str | int:
    """Return the name of a case: a text or a whole number. Raises Bad."""
    if not isinstance(given, dict):
        raise Bad("case.not_an_object", f"[{index}]", {})
    found = given.get("id")
    if isinstance(found, str) and 0 < len(found) <= LONGEST_ID:
        return found
    if isinstance(found, Number) and WHOLE_ID.fullmatch(found.text):
        return int(found.text)
    raise Bad("case.id", f"[{index}].id", {})


def once(name: str | int, index: int, seen: set[str | int]) -> None:
    """Note the name of a case. Raises Bad when another has it."""
    if name in seen:
        raise Bad("case.doubled_id", f"[{index}].id", {"id": name})
    seen.add(name)


def read_case(given: object, *, circular: Circular) -> Case:
    """Return a case as the rules take it. Raises Bad. Keys of the case that are not known are left.

    A subject known to the programme has exactly the columns of the circular: more are an error,
    fewer leave its result open. Of a subject that is not known those count that are given.
    """
    case = keys(given, "", ())
    grade = whole(case.get("grade"), "grade", "case.grade")
    if grade not in GRADES:
        raise Bad("case.grade", "grade", {})
    absent = case.get("absent_sessions")
    conduct = keys(_or_empty(case.get("conduct")), "conduct", CONDUCT_KEYS)
    first, second, summer = (_level(conduct.get(key), f"conduct.{key}") for key in CONDUCT_KEYS)
    found = Case(grade, PupilYear([], []))
    scored: list[Scored] = []
    commented: list[Commented] = []
    for index, one in enumerate(items(case.get("subjects"), "subjects")):
        subject = _subject(one, f"subjects[{index}]", found, circular)
        if isinstance(subject, Scored):
            scored.append(subject)
        elif subject is not None:
            commented.append(subject)
    found.pupil = PupilYear(
        scored,
        commented,
        (first, second),
        summer,
        None if absent is None else whole(absent, "absent_sessions", "case.sessions"),
        flag(case.get("individual_plan"), "individual_plan"),
    )
    return found


def _subject(given: object, at: str, case: Case, circular: Circular) -> Scored | Commented | None:
    """A subject's results; None for one the pupil is exempt from. Adds it to the case."""
    subject = keys(given, at, SUBJECT_KEYS)
    code = subject.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE or not code.isprintable():
        raise Bad("case.code", f"{at}.code", {})
    if code.upper() in (known.upper() for known in case.codes):
        raise Bad("case.doubled_code", f"{at}.code", {"code": code})
    case.codes.append(code)
    by = _assessed_by(subject.get("assessed_by"), f"{at}.assessed_by", code.upper(), circular)
    required = regular_of(code.upper(), case.grade, circular)
    terms = keys(_or_empty(subject.get("terms")), f"{at}.terms", TERMS)
    exempt = flag(subject.get("exempt"), f"{at}.exempt")
    retest = subject.get("retest")
    term = _Term(code, by, required, case, circular)
    found: Scored | Commented
    if by == SCORES:
        found = Scored(
            code,
            term.average(terms.get("1"), at, "1"),
            term.average(terms.get("2"), at, "2"),
            _score(retest, f"{at}.retest"),
        )
    else:
        found = Commented(
            code,
            term.comment(terms.get("1"), at, "1"),
            term.comment(terms.get("2"), at, "2"),
            _comment(retest, f"{at}.retest"),
        )
    if exempt:
        case.notes = [note for note in case.notes if note.params["subject"] != code]
        return None
    return found


@dataclass(frozen=True, slots=True)
class _Term:
    """Reads a term of a subject: how many regular marks it has (None: as many as are given)."""

    code: str
    by: str
    required: int | None
    case: Case
    circular: Circular

    def average(self, given: object, at: str, term: str) -> int | None:
        place = f"{at}.terms.{term}"
        marks = self._marks(given, place, SCORE_KEYS)
        if marks is None:
            return None
        regular = [_score(one, f"{place}.regular[{n}]") for n, one in enumerate(marks[0])]
        midterm, final = _score(marks[1], f"{place}.midterm"), _score(marks[2], f"{place}.final")
        required = self._required(regular, place, "regular", term)
        self._note(regular, midterm, final, required, term)
        return term_average(regular, midterm, final, required=required, circular=self.circular)

    def comment(self, given: object, at: str, term: str) -> Comment | None:
        place = f"{at}.terms.{term}"
        marks = self._marks(given, place, COMMENT_KEYS)
        if marks is None:
            return None
        regular = [_comment(one, f"{place}.comments[{n}]") for n, one in enumerate(marks[0])]
        midterm, final = (
            _comment(marks[1], f"{place}.midterm"),
            _comment(marks[2], f"{place}.final"),
        )
        required = self._required(regular, place, "comments", term)
        self._note(regular, midterm, final, required, term)
        return term_comment(regular, midterm, final, required=required)

    def _marks(
        self, given: object, place: str, known: Sequence[str]
    ) -> tuple[list[object], object, object] | None:
        if given is None:
            return None
        term = keys(given, place, known)
        regular = term.get(known[0])
        marks = [] if regular is None else items(regular, f"{place}.{known[0]}")
        return marks, term.get("midterm"), term.get("final")

    def _required(self, regular: Sequence[object], place: str, key: str, term: str) -> int:
        least = self.circular.regular_steps[0][1]
        most = self.required or (
            self.circular.regular_beyond if self.by == SCORES else self.circular.regular_comments
        )
        if len(regular) > most:
            raise Bad("case.too_many", f"{place}.{key}", {"given": len(regular), "most": most})
        if self.required:
            return self.required
        self.case.notes.append(
            Reason("marks.unknown_subject", f"term{term}", {"subject": self.code})
        )
        return max(len(regular), least)

    def _note(
        self,
        regular: Sequence[object],
        midterm: object,
        final: object,
        required: int,
        term: str,
    ) -> None:
        if columns := missing(regular, midterm, final, required=required):
            facts = {"subject": self.code, "columns": ", ".join(c.label for c in columns)}
            self.case.notes.append(Reason("marks.missing", f"term{term}", facts))


def _assessed_by(given: object, at: str, code: str, circular: Circular) -> str:
    """How a subject is assessed; of one that is known it must be so."""
    expected = {SCORES, COMMENTS}
    if code in circular.electives:
        expected = {SCORES}
    elif code in subjects():
        expected = {subjects()[code].assessed_by}
    if isinstance(given, str) and given in expected:
        return given
    raise Bad("case.assessed_by", at, {"expected": "”, “".join(sorted(expected))})


def _or_empty(given: object) -> object:
    return {} if given is None else given


def _score(given: object, at: str) -> int | None:
    """A score in tenths; only what our own parser takes, and only a number."""
    if given is None:
        return None
    if isinstance(given, Number) and (tenths := parse(given.text).tenths) is not None:
        return tenths
    raise Bad("case.score", at, {})


def _comment(given: object, at: str) -> Comment | None:
    if given is None:
        return None
    if isinstance(given, str) and given in COMMENT_MARKS:
        return Comment(given)
    raise Bad("case.comment", at, {})


def _level(given: object, at: str) -> Level | None:
    if given is None:
        return None
    if isinstance(given, str) and given in LEVELS:
        return LEVELS[given]
    raise Bad("case.level", at, {})
