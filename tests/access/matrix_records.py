"""The records of the permission matrix: an issued school report of a pupil of 6A, and a case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.access.matrix_call import Call
from tests.school import NOW, School
from truongso.foundation.ids import new_id
from truongso.records.actions import report_remarks, report_steps
from truongso.records.actions.report_remarks import Typed
from truongso.records.models import ReportCase, ReportSet, ReportVersion

CLASS = {"class_id": "<class>"}
VERSION, CASE = {"version_id": "<report_version>"}, {"case_id": "<report_case>"}
WHY = {"reason": "Ghi nhầm nơi sinh trong hồ sơ"}
REMARKS = {"cells": [{"pupil": "<pupil>", "text": "Ngoan", "version": 0}]}
CALLS: dict[tuple[str, str], Call] = {
    ("class_reports", "GET"): Call(CLASS),
    ("confirm_report_subjects", "POST"): Call(CLASS, form={"subject": "TOAN"}),
    ("hand_up_reports", "POST"): Call(CLASS, form=WHY),
    ("issue_reports", "POST"): Call(CLASS),
    ("return_reports", "POST"): Call(CLASS, form=WHY),
    ("class_reports_zip", "POST"): Call(CLASS),
    ("remark_sheet", "GET"): Call(CLASS),
    ("remark_sheet_data", "GET"): Call(CLASS),
    ("save_remarks", "POST"): Call(CLASS, body=REMARKS),
    ("report_version", "GET"): Call(VERSION),
    ("report_pdf", "GET"): Call(VERSION),
    ("ask_report_case", "POST"): Call(VERSION, form=WHY),
    ("report_case", "GET"): Call(CASE),
    ("agree_report_case", "POST"): Call(CASE),
    ("refuse_report_case", "POST"): Call(CASE, form=WHY),
}
FACTS: dict[str, Any] = {
    "year": "2026-2027",
    "school_class": "6A",
    "person": {"name": "Đỗ Văn An", "born_on": "09/05/2015"},
    "history": [],
    "lines": [],
    "results": {name: {} for name in ("first", "second", "year", "after")},
    "decision": {"kind": "up", "text": "Được lên lớp 7"},
    "honour": "",
    "summer": "",
    "remark": "Ngoan",
    "signed": {},
}


def reports_of(school: School, pupil_id: UUID) -> dict[str, Any]:
    """The reports of 6A, issued; one version, and a case about it that Vân has asked for."""
    row = _set(school, "issued")
    version = ReportVersion.objects.create(
        id=new_id(),
        school_id=school.id,
        report_set=row,
        pupil_id=pupil_id,
        no=1,
        facts=FACTS,
        fingerprint="x",
        made_at=NOW,
        made_by=school.staff["Sơn"],
    )
    case = ReportCase.objects.create(
        id=new_id(),
        school_id=school.id,
        version=version,
        pupil_id=pupil_id,
        reason=WHY["reason"],
        asked_by=school.staff["Vân"],
        asked_at=NOW,
    )
    return {"report_version": version.id, "report_case": case.id}


def acts_on(school: School) -> dict[str, Callable[[], Any]]:
    """A call of each step of the school reports of 6A, by its name without the program's."""
    row = _set(school, "handed_up")
    lan, boss = ({"actor": school.actor(who), "now": NOW} for who in ("Lan", "Sơn"))
    where, steps = {"class_id": row.school_class_id}, "records.actions.report_steps"
    return {
        "records.actions.report_remarks.save_remarks": lambda: report_remarks.save_remarks(
            typed=[Typed(new_id(), "Ngoan", 0)], **where, **lan
        ),
        f"{steps}.confirm_subjects": lambda: report_steps.confirm_subjects(
            subjects=["TOAN"], **where, **lan
        ),
        f"{steps}.hand_up": lambda: report_steps.hand_up(reason="", **where, **lan),
        f"{steps}.send_back": lambda: report_steps.send_back(**WHY, **where, **boss),
        f"{steps}.issue": lambda: report_steps.issue(**where, **boss),
    }


def _set(school: School, state: str) -> ReportSet:
    return ReportSet.objects.create(
        id=new_id(),
        school_id=school.id,
        year=school.year,
        school_class=school.classes["6A"],
        state=state,
        handed_up_at=NOW,
        handed_up_by=school.staff["Lan"],
        issued_at=NOW,
        issued_by=school.staff["Sơn"],
    )
