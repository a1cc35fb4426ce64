"""What becomes of each field of each table in the copy; a field that is not named here is an error.

Ids and references are changed by the copier. Days, numbers and yes-or-no are kept unless they are
named. Every text is named: kept only where it is one of the program's own codes.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from truongso.access.models import Delegation, DutyHeld
from truongso.approvals.models import Decision, Opening, Remark, Submission, Undoing
from truongso.demo.anonymising.inventing import Inventor
from truongso.foundation.text import folded, sort_key
from truongso.planning.models import (
    LateLeave,
    Plan,
    PlanClass,
    PlanLesson,
    PlanVersion,
    UploaderDesignation,
)
from truongso.roster import models as roster
from truongso.rules.policy import record_kinds

Row = dict[str, Any]
Rule = Callable[[Row, Inventor], object]
PLAIN_CLASS = re.compile(r"[6-9][A-Z]?\d{0,2}")


def kept(name: str) -> Rule:
    """Keep one of the program's own codes as it is."""
    return lambda row, _make: row[name]


def empty(_row: Row, _make: Inventor) -> str:
    """Say nothing."""
    return ""


def nothing_told(_row: Row, _make: Inventor) -> dict[str, object]:
    """Say nothing, as an object."""
    return {}


def numbered(word: str, kind: str, field: str = "id") -> Rule:
    """A word and a number instead of what somebody typed; "" stays ""."""
    return lambda row, make: f"{word} {make.number(kind, row[field])}" if row[field] else ""


def with_ids(name: str) -> Rule:
    """Keep a text of the program's own, with the ids in it changed."""
    return lambda row, make: make.ids_in(row[name])


def instead(name: str, text: str) -> Rule:
    """A standing sentence where somebody wrote one."""
    return lambda row, _make: text if row[name] else ""


def _kept(*names: str) -> dict[str, Rule]:
    return {name: kept(name) for name in names}


def _emptied(*names: str) -> dict[str, Rule]:
    return dict.fromkeys(names, empty)


def _class_name(row: Row, make: Inventor) -> str:
    if PLAIN_CLASS.fullmatch(row["name"]):
        return str(row["name"])
    return f"{row['grade']}-{make.number('class', row['id'])}"


def _of_name(key: Callable[[str], str]) -> Rule:
    """The sort or search key of the invented name, which stands in the row by now."""
    return lambda row, _make: key(row["new_name"])


def _staff_name(row: Row, make: Inventor) -> str:
    row["new_name"] = make.name(row["full_name"], make.sex_of(row["id"], row["full_name"]))
    return str(row["new_name"])


def _pupil_name(row: Row, make: Inventor) -> str:
    row["new_name"] = make.name(row["full_name"], row["sex"])
    return str(row["new_name"])


def _born(name: str = "born_on") -> Rule:
    return lambda row, make: make.day(row[name])


def _moet(row: Row, make: Inventor) -> str:
    return make.digits(10) if row["moet_id"] else ""


def _parent(name: str, sex: str) -> Rule:
    return lambda row, make: make.name(row[name], sex)


def _year(name: str) -> Rule:
    return lambda row, make: make.year(row[name])


def _staff_citizen(row: Row, make: Inventor) -> str:
    return make.citizen_id(row["citizen_id"], row["born_on"], make.sexes.get(row["staff_id"], "m"))


def _pupil_citizen(row: Row, make: Inventor) -> str:
    """`born_on` and `sex` of the pupil are put beside the row by the copier."""
    return make.citizen_id(row["citizen_id"], row["pupil_born_on"], row["pupil_sex"])


def plan_title(kind: str, thing: object, make: Inventor) -> str:
    """Return the title of a plan in the copy: what it is, and a number."""
    names = {one.code: one.short for one in record_kinds()}
    return f"{names.get(kind, 'Kế hoạch')} số {make.number('plan', thing)}"


PERSON: dict[str, Rule] = {
    "sort_key": _of_name(sort_key),
    "search_key": _of_name(folded),
}
POLICY: Mapping[type[Any], Mapping[str, Rule]] = {
    roster.SchoolSetting: _kept("key", "value"),
    roster.SchoolYear: _kept("code", "state"),
    roster.TeachingWeek: {},
    roster.Break: {"name": numbered("Kỳ nghỉ", "break")},
    roster.SchoolClass: {
        "name": _class_name,
        "sort_key": lambda row, make: sort_key(_class_name(row, make))[:120],
    },
    roster.ClassMember: {},
    roster.TeachingAssignment: _kept("subject", "strand"),
    roster.Programme: _kept("subject"),
    roster.ProgrammeLesson: {
        "title": lambda row, _make: f"Bài mẫu {row['no']}",
        "topic": numbered("Cụm bài mẫu", "topic", "topic"),
    },
    roster.TimetableVersion: {"name": numbered("Thời khóa biểu", "timetable")},
    roster.TimetableSlot: _kept("subject", "strand"),
    roster.Department: {
        "name": numbered("Tổ chuyên môn", "department"),
        "short_name": numbered("Tổ", "department"),
    },
    roster.SubjectGroup: {"name": numbered("Nhóm chuyên môn", "group")},
    roster.Staff: {
        "code": lambda row, make: f"MAU{make.number('staff', row['id']):03}",
        "full_name": _staff_name,
        **PERSON,
        **_emptied("email", "position"),
    },
    roster.StaffDetail: {
        "moet_id": _moet,
        "citizen_id": _staff_citizen,
        "sex": kept("sex"),
        "born_on": _born(),
        "joined_sector_on": _born("joined_sector_on"),
        **_emptied("ethnicity", "phone", "address", "qualification", "major", "rank"),
        **_emptied("contract", "subjects", "note"),
    },
    roster.Pupil: {
        "code": lambda row, make: f"MAUHS{make.number('pupil', row['id']):05}",
        "moet_id": _moet,
        **_kept("status", "sex"),
        "full_name": _pupil_name,
        "born_on": _born(),
        **PERSON,
    },
    roster.PupilDetail: {
        "citizen_id": _pupil_citizen,
        "father_name": _parent("father_name", "m"),
        "mother_name": _parent("mother_name", "f"),
        "guardian_name": _parent("guardian_name", "f"),
        "father_born": _year("father_born"),
        "mother_born": _year("mother_born"),
        "not_assessed": lambda _row, _make: False,
        "poor_household": lambda _row, _make: False,
        **_emptied("ethnicity", "nationality", "birthplace", "hometown", "residence", "address"),
        **_emptied("phone", "father_job", "father_phone", "mother_job", "mother_phone"),
        **_emptied("guardian_phone", "policy_group", "disability", "youth_union", "note"),
    },
    roster.PupilMove: {
        **_kept("status"),
        **_emptied("reason", "papers"),
        "other_school": instead("other_school", "Trường khác"),
    },
    roster.YearResult: _kept("outcome"),
    roster.YearDraft: {"choices": nothing_told, "homerooms": nothing_told, "basis": empty},
    DutyHeld: {**_kept("duty"), **_emptied("reason")},
    Delegation: {**_kept("acts"), **_emptied("note")},
    Submission: {
        **_kept("kind", "state"),
        "subject_id": lambda row, make: make.id(row["subject_id"]),
        "file_id": lambda row, make: make.id(row["file_id"]),
        "title": lambda row, make: plan_title(row["kind"], row["subject_id"], make),
        "detail": empty,
        "url": with_ids("url"),
    },
    Decision: {
        **_kept("outcome", "duty", "behalf_duty"),
        "delegation_id": lambda row, make: make.id(row["delegation_id"]),
        "batch_id": lambda row, make: make.id(row["batch_id"]),
        "reference": numbered("Văn bản số", "reference", "reference"),
    },
    Undoing: {},
    Remark: {"text": numbered("Nhận xét mẫu", "remark")},
    Opening: {},
    Plan: {
        **_kept("kind", "subject", "state"),
        "slot": with_ids("slot"),
        "title": lambda row, make: plan_title(row["kind"], row["id"], make),
    },
    PlanVersion: {"note": instead("note", "Ghi chú mẫu")},
    PlanLesson: {},
    PlanClass: {},
    UploaderDesignation: _kept("subject"),
    LateLeave: {
        "reason": instead("reason", "Lí do mẫu"),
        "answer": instead("answer", "Trả lời mẫu"),
    },
}
"""Tables whose rows are carried over, one for one."""

LEFT_BEHIND = {
    "seal.Authority": "its keys are the source's own",
    "seal.Key": "nobody of the source signs in the copy",
    "access.Account": "nobody of the source signs in to the copy",
    "access.Session": "nobody of the source signs in to the copy",
    "access.Factor": "nobody of the source signs in to the copy",
    "access.RecoveryCode": "nobody of the source signs in to the copy",
    "access.RightsReading": "a principal's own word",
    "audit.JournalEntry": "only how many there were is told",
    "audit.JournalLink": "only how many entries there were is told",
    "audit.Checkpoint": "only how many entries there were is told",
    "documents.Blob": "other bytes lie in the copy",
    "documents.StoredFile": "other files lie in the copy, one for each that a plan has",
    "documents.Upload": "on its way, of no record",
    "documents.PaperNumber": "papers are of real people",
    "documents.Paper": "papers are of real people",
    "documents.PaperConfirmed": "papers are of real people",
    "seal.Sealed": "papers are of real people",
    "seal.Slot": "papers are of real people",
    "seal.Revision": "papers are of real people",
    "seal.Signature": "signatures of real people",
    "seal.Batch": "what real people have signed",
    "seal.BatchLine": "what real people have signed",
    "notices.Notice": "told to real people in full sentences",
    "notices.CalendarFeed": "a secret of a real person",
    "office.ImportRun": "rows of real files",
    "office.ImportLine": "rows of real files",
    "office.ImportTrace": "rows of real files",
    "office.HeadingChoice": "typed by people, of no use without the files",
    "planning.HandIn": "answers to requests long gone",
    "retention.Proposal": "about rows of the source",
    "support.HelpRequest": "written by real people",
    "support.HelpReply": "written by real people",
    "support.FirstSteps": "what real people have ticked",
    "gradebook.TermBook": "the copy begins with an empty gradebook",
    "gradebook.Sheet": "marks of real pupils",
    "gradebook.SheetLine": "marks of real pupils",
    "gradebook.MarkChange": "marks of real pupils",
    "gradebook.SavedBatch": "marks of real pupils",
    "gradebook.LockDeed": "about pages that stay behind",
    "gradebook.Correction": "about marks of real pupils",
    "gradebook.CorrectionCell": "about marks of real pupils",
    "gradebook.CorrectionEvidence": "test papers of real pupils",
    "gradebook.MarkExplanation": "written by real people",
    "gradebook.DiaryCheck": "about marks that stay behind",
    "gradebook.ScoreFile": "rows of real files",
    "gradebook.ScoreFilePage": "rows of real files",
    "gradebook.Conduct": "conduct of real pupils",
    "gradebook.AssessmentMode": "health of real pupils",
    "gradebook.Phrase": "written by real people",
    "gradebook.Retest": "marks of real pupils",
    "gradebook.TermResult": "results of real pupils",
    "records.ReportSet": "about reports that stay behind",
    "records.ReportConfirmation": "about reports that stay behind",
    "records.HomeroomRemark": "written about real pupils",
    "records.ReportVersion": "reports of real pupils",
    "records.ReportFile": "reports of real pupils",
    "records.ReportCase": "about reports of real pupils",
}
"""Tables whose rows stay behind, each with its reason."""
