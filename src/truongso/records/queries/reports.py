"""The school reports of a class as they stand: results, comments, remarks, what is missing.

Everything of a class is read at once, in a handful of statements, however many pupils it has.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from truongso.access import gate
from truongso.access.queries import holders, in_force_of
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import NotAllowed
from truongso.foundation.tenancy import InSchool
from truongso.gradebook.models import SheetLine, TermResult
from truongso.gradebook.queries import closing, homeroom, results
from truongso.gradebook.queries.results import ClassResults, Line
from truongso.office.queries import results as office
from truongso.records.models import (
    HomeroomRemark,
    ReportConfirmation,
    ReportSet,
)
from truongso.roster import queries as roster
from truongso.roster.models import PupilDetail, SchoolClass
from truongso.rules import school_report as rules
from truongso.rules.authority import Duty, Right, Whose
from truongso.rules.closing import Period
from truongso.rules.subjects import Subject, subjects

READ, KEEP, CONFIRM = "records.read_reports", "records.keep_reports", "records.confirm_subject"
ISSUE, ASK = "records.issue_reports", "records.ask_amendment"


@dataclass(frozen=True)
class ClassReports:
    """The school reports of a class on a day. `comments`: by pupil and subject.

    `teachers`: who teaches each subject, by id; `frozen`: the results as they were closed.
    """

    row: SchoolClass
    day: date
    report_set: ReportSet | None
    results: ClassResults
    frozen: Mapping[UUID, TermResult]
    comments: Mapping[UUID, Mapping[str, str]]
    remarks: Mapping[UUID, HomeroomRemark]
    details: Mapping[UUID, PupilDetail]
    teachers: Mapping[str, Mapping[UUID, str]]
    confirmations: Sequence[ReportConfirmation]

    @property
    def state(self) -> rules.State:
        """How far they have come."""
        return rules.State(self.report_set.state) if self.report_set else rules.State.COLLECTING

    @cached_property
    def subjects(self) -> list[Subject]:
        """The subjects of the class, in the order of the form."""
        known = {one.code: one for one in self.results.subjects}
        return [known[code] for code in rules.labels() if code in known]

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """What each subject's teacher confirms: the fingerprint of the subject in the class."""
        return {one.code: self._fingerprint(one.code) for one in self.subjects}

    def confirmed_by(self, subject: str) -> list[ReportConfirmation]:
        """Return the confirmations of a subject that still hold."""
        now = self.fingerprints.get(subject)
        return [
            one for one in self.confirmations if (one.subject, one.fingerprint) == (subject, now)
        ]

    def is_confirmed(self, subject: str) -> bool:
        """Tell whether everybody who teaches a subject has confirmed what stands there now."""
        said = {one.by_id for one in self.confirmed_by(subject)}
        asked = set(self.teachers.get(subject, {}))
        return bool(asked) and asked <= said

    @cached_property
    def gaps(self) -> list[rules.Gap]:
        """Everything that is missing, of the class and of every pupil."""
        return rules.gaps(
            rules.ClassStanding(
                closed=bool(self.frozen),
                pupils=[self._standing(line) for line in self.results.lines],
                moved=closing.moved(self.results, self.frozen, Period.YEAR),
                unconfirmed=[o.short for o in self.subjects if not self.is_confirmed(o.code)],
            )
        )

    def _fingerprint(self, code: str) -> str:
        said = [
            [
                str(line.pupil_id),
                *(line.mark(code, period) for period in Period),
                line.beside.retests.get(code),
                self.comments.get(line.pupil_id, {}).get(code, ""),
            ]
            for line in self.results.lines
        ]
        return fingerprint(sorted(said, key=lambda one: str(one[0])))

    def _standing(self, line: Line) -> rules.PupilStanding:
        asked = {one.code for one in line.pupil.scored}
        asked |= {one.code for one in line.pupil.commented}
        said = self.comments.get(line.pupil_id, {})
        remark = self.remarks.get(line.pupil_id)
        whole = line.pupil.individual_plan
        return rules.PupilStanding(
            id=line.pupil_id,
            name=line.name,
            results=[] if whole else shorts(line.lacking(Period.YEAR)),
            conduct=not whole and line.conduct_after is None,
            absent=line.pupil.absent is None,
            comments=shorts(one.code for one in self.subjects if one.code in asked - said.keys()),
            remark=not (remark and remark.text),
            profile=lacking_profile(self.details.get(line.pupil_id)),
        )


def shorts(codes: Iterable[str]) -> list[str]:
    """Return the short names of subjects."""
    return [subjects()[code].short for code in codes]


def lacking_profile(detail: PupilDetail | None) -> list[str]:
    """Return what the form calls the fields of a profile that are empty."""
    found = []
    for field, label in rules.profile_fields().items():
        if field == "parents":
            names = ("father_name", "mother_name", "guardian_name")
            known = any(getattr(detail, name, "") for name in names)
        elif field == "residence":
            known = bool(getattr(detail, "residence", "") or getattr(detail, "address", ""))
        else:
            known = bool(getattr(detail, field, ""))
        if not known:
            found.append(label)
    return found


def fingerprint(said: object) -> str:
    """Return the SHA-256 of something that can be said as JSON."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reports_of(owner: InSchool, row: SchoolClass, day: date) -> ClassReports:
    """Return the school reports of a class with its year beside the row. Twelve statements."""
    found = results.of_class(owner, row, day)
    ids = [line.pupil_id for line in found.lines]
    report_set = set_of(owner, row)
    said = ReportConfirmation.objects.of(owner).filter(report_set__school_class=row)
    return ClassReports(
        row=row,
        day=day,
        report_set=report_set,
        results=found,
        frozen=homeroom.frozen(owner, row, Period.YEAR),
        comments=_comments(owner, row, ids),
        remarks=remarks_of(owner, row, ids),
        details={
            one.pupil_id: one for one in PupilDetail.objects.of(owner).filter(pupil_id__in=ids)
        },
        teachers=teachers_of(owner, row, day),
        confirmations=list(said.select_related("by").order_by("at")),
    )


def set_of(owner: InSchool, row: SchoolClass) -> ReportSet | None:
    """Return the state of the school reports of a class; None before anything was done."""
    rows = ReportSet.objects.of(owner).filter(school_class=row)
    return rows.select_related("handed_up_by", "returned_by", "issued_by").first()


def remarks_of(
    owner: InSchool, row: SchoolClass, pupil_ids: Iterable[UUID], *, hold: bool = False
) -> dict[UUID, HomeroomRemark]:
    """Return the remarks on pupils in the year of a class; `hold`: until the act ends."""
    rows = HomeroomRemark.objects.of(owner).filter(
        year_id=row.year_id, pupil_id__in=list(pupil_ids)
    )
    rows = rows.order_by("pk").select_for_update(of=("self",)) if hold else rows
    return {one.pupil_id: one for one in rows.select_related("by")}


def teachers_of(owner: InSchool, row: SchoolClass, day: date) -> dict[str, dict[UUID, str]]:
    """Return who teaches each subject in a class on a day, by subject and id."""
    rows = roster.teaching(owner, row.year_id, day).filter(school_class=row)
    found: dict[str, dict[UUID, str]] = {}
    for one in rows.select_related("staff"):
        found.setdefault(one.subject, {})[one.staff_id] = one.staff.full_name
    return found


def taught_by(owner: InSchool, staff_id: UUID, year_id: UUID, day: date) -> dict[UUID, set[str]]:
    """Return the subjects a person teaches on a day, by class."""
    rows = roster.teaching(owner, year_id, day).filter(staff_id=staff_id, school_class__extra=False)
    found: dict[UUID, set[str]] = {}
    for class_id, subject in rows.values_list("school_class_id", "subject"):
        found.setdefault(class_id, set()).add(subject)
    return found


def leaders(owner: InSchool, at: datetime) -> list[UUID]:
    """Return who may issue school reports: the principal, and whom he has lent it to."""
    own = [row.staff_id for row in holders(owner, (Duty.PRINCIPAL,), at)]
    return own + [loan.receiver_id for loan in in_force_of(owner, at) if ISSUE in loan.acts]


def whose_subjects(assigned: Mapping[str, Mapping[UUID, str]], codes: Iterable[str]) -> Whose:
    """Return to whom subjects of a class belong: those who teach every one of them."""
    people = [set(assigned.get(code, {})) for code in codes]
    return Whose(readers=frozenset(set.intersection(*people) if people else set()))


def readable(actor: Actor, class_id: UUID, now: datetime) -> tuple[SchoolClass, date, Whose]:
    """Return a class whose school reports the actor may read, the day it is seen on, and to whom
    it belongs. Raises Missing, NotAllowed.
    """
    row = office.school_class(actor, class_id)
    day = homeroom.seen_on(row, local_day(now))
    whose = office.whose(actor, row.id, day)
    right = gate.may(actor, READ, whose, at=now)
    if not isinstance(right, Right):
        raise NotAllowed(right)
    return row, day, whose


def mine(actor: Actor, year_id: UUID, day: date, now: datetime) -> list[SchoolClass]:
    """Return the classes of a year whose school reports the actor may read."""
    rows = [row for row in roster.classes(actor, year_id) if not row.extra]
    if homeroom.may(actor, READ, Whose(), now):
        return rows
    led = {held.over for held in actor.duties if held.over}
    return [
        row
        for row in rows
        if row.id in led and homeroom.may(actor, READ, office.whose(actor, row.id, day), now)
    ]


def _comments(owner: InSchool, row: SchoolClass, ids: list[UUID]) -> dict[UUID, dict[str, str]]:
    """The year's comment of each subject: that of the second term, else that of the first."""
    lines = SheetLine.objects.of(owner).filter(sheet__year_id=row.year_id, pupil_id__in=ids)
    asked = lines.exclude(comment="").order_by("sheet__term")
    found: dict[UUID, dict[str, str]] = {}
    for pupil_id, subject, text in asked.values_list("pupil_id", "sheet__subject", "comment"):
        found.setdefault(pupil_id, {})[subject] = text
    return found
