"""What lies beside a pupil's marks: conduct, absences, ways of assessing, re-assessments."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import AssessmentMode, Conduct, Retest
from truongso.roster.models import SchoolYear
from truongso.rules import marks
from truongso.rules.assessment import Commented, PupilYear, Scored
from truongso.rules.circular import Level
from truongso.rules.closing import SUMMER
from truongso.rules.exemptions import Mode
from truongso.rules.subjects import Subject


@dataclass(slots=True)
class Beside:
    """What is known of a pupil beside his marks; conduct and absences by term."""

    conduct: dict[int, Level | None] = field(default_factory=dict)
    absent: dict[int, int | None] = field(default_factory=dict)
    modes: dict[str, Mode] = field(default_factory=dict)
    retests: dict[str, int] = field(default_factory=dict)


def pupil_year(
    asked: Sequence[Subject],
    terms: Mapping[str, tuple[int | None, int | None]],
    known: Beside,
) -> PupilYear:
    """Return what the rules judge, from a pupil's results by subject and what lies beside them."""
    scored, commented = [], []
    for one in asked:
        if known.modes.get(one.code, Mode.NORMAL).left_out:
            continue
        first, second = terms.get(one.code, (None, None))
        again = known.retests.get(one.code)
        if one.assessed_by == "comments":
            said = (marks.comment(code) for code in (first, second, again))
            commented.append(Commented(one.code, *said))
        else:
            scored.append(Scored(one.code, first, second, again))
    absent = [known.absent.get(term) for term in (1, 2)]
    counted = [days for days in absent if days is not None]
    return PupilYear(
        scored,
        commented,
        (known.conduct.get(1), known.conduct.get(2)),
        known.conduct.get(SUMMER),
        sum(counted) if len(counted) == len(absent) else None,
        Mode.INDIVIDUAL_PLAN in known.modes.values(),
    )


def beside_of(
    owner: InSchool, year: SchoolYear, chosen: Collection[UUID] | None
) -> dict[UUID, Beside]:
    """Conduct, absences, ways of assessing and re-assessments by pupil: one statement."""
    whose = Q(year=year) if chosen is None else Q(year=year, pupil_id__in=chosen)
    text, number = CharField(), IntegerField()
    nothing = Cast(Value(None), number)
    parts: list[tuple[Any, str, *tuple[Any, ...]]] = [
        (Conduct, "c", Value("", text), Value("", text), F("term"), F("level"), F("absent")),
        (AssessmentMode, "m", F("subject"), F("mode"), F("term"), nothing, nothing),
        (Retest, "r", F("subject"), Value("", text), Cast(F("mark"), number), nothing, nothing),
    ]
    asked = [
        model.objects.of(owner)
        .filter(whose)
        .values_list(
            Value(kind, text),
            "pupil_id",
            word,
            other,
            Cast(one, number),
            Cast(two, number),
            Cast(three, number),
        )
        for model, kind, word, other, one, two, three in parts
    ]
    found: dict[UUID, Beside] = {}
    for kind, pupil_id, word, other, one, two, three in asked[0].union(*asked[1:], all=True):
        known = found.setdefault(pupil_id, Beside())
        if kind == "c":
            known.conduct[one] = None if two is None else Level(two)
            known.absent[one] = three
        elif kind == "m":
            known.modes[word] = Mode(other)
        else:
            known.retests[word] = one
    return found
