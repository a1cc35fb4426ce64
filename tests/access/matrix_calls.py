"""How each address is called in the permission matrix: what it names, what it is sent.

Names of things stand for those of a scene ("plan" is Lan's plan), so the same call can be made for
another school's thing, or for one that is not there.
"""

from typing import Any
from uuid import UUID

from tests.access import matrix_calls_marks, matrix_records
from tests.access.matrix_call import TUS, Call

PLAN = {"plan_id": "<plan>"}
VERSION = {"plan_id": "<plan>", "no": 1}
UPLOAD = {"upload_id": "<upload>"}
DRAFT_YEAR = {"year_id": "<draft_year>"}
HAND_IN: dict[str, Any] = {
    "batch": str(UUID(int=7)),
    "files": [{"upload": "<own_file>", "lessons": ["<lesson>"], "classes": ["<class>"]}],
}
OTHERS = HAND_IN["files"][0] | {"upload": "<upload>"}
APPROVE = {"batch": str(UUID(int=8)), "submission": "<submission>", "move": "duyet"}
SEND_BACK = {**APPROVE, "move": "tra-lai", "remark": "Bổ sung mục tiêu.", "page": ""}
KEEP_INSTEAD = {"seen": "x", "until": "2027-01-01", "reason": "Đang giải quyết khiếu nại"}
GIVE = {"staff": "<lan>", "since": "2026-10-15", "reason": "QĐ 12"}
EDUCATION = {"batch": str(UUID(int=9)), "upload": "<own_file>", "grade": 6}
LOST = {"reason": "Mất điện thoại"}

PURPOSE = {"purpose": "update", "note": ""}
PUPIL, CLASS, PERSON = {"pupil_id": "<pupil>"}, {"class_id": "<class>"}, {"staff_id": "<lan>"}
PUPIL_FORM = {"full_name": "Vũ Thị Mới", "born_on": "2015-09-01", "sex": "f", "code": "HS900"}
STAFF_FORM = {"full_name": "Vũ Thị Mới", "code": "GV900", "works_since": "2026-08-01"}
ENTRY = {"school_class": "<class>", "on": "2026-10-01", "entry": "new"}
LEAVE = {"status": "on_leave", "on": "2026-10-13", "reason": "Ốm", "seen": "<move>"}
ASSIGN = {"school_class": "<class>", "subject": "CN", "staff": "<named>", "since": "2026-10-14"}

NOT_THERE = str(UUID(int=6))
"""Papers to sign are their signers' alone: tests/sealing/test_pages.py."""

CALLS: dict[tuple[str, str], Call] = {
    ("check_signature", "POST"): Call(body={}),
    ("sealed_paper", "GET"): Call({"public_id": "0" * 32}),
    ("sealed_paper", "HEAD"): Call({"public_id": "0" * 32}),
    ("pupil", "GET"): Call(PUPIL),
    ("read_pupil", "POST"): Call(PUPIL, form=PURPOSE),
    ("edit_pupil", "GET"): Call(PUPIL),
    ("edit_pupil", "POST"): Call(PUPIL, form=PUPIL_FORM),
    ("new_pupil", "POST"): Call(form=PUPIL_FORM | ENTRY),
    ("pupil_readers", "GET"): Call(PUPIL),
    ("move_pupil", "POST"): Call(PUPIL, form=LEAVE),
    ("undo_move", "POST"): Call(PUPIL | {"move_id": "<move>"}, form={"reason": "Ghi nhầm"}),
    ("pupils_xlsx", "POST"): Call(form=PURPOSE),
    ("print_pupils", "POST"): Call(form=PURPOSE),
    ("school_class", "GET"): Call(CLASS),
    ("class_xlsx", "POST"): Call(CLASS, form=PURPOSE),
    ("print_class", "POST"): Call(CLASS, form=PURPOSE),
    ("place_pupil", "POST"): Call(
        PUPIL, form={"school_class": "<extra_class>", "day": "2026-10-14"}
    ),
    ("leave_extra_class", "POST"): Call(
        PUPIL | {"place_id": "<extra_place>"}, form={"day": "2026-10-15"}
    ),
    ("new_class", "POST"): Call(form={"name": "6Z", "grade": "6"}),
    ("edit_class", "POST"): Call(CLASS, form={"name": "6A0", "grade": "6", "seen": "6A"}),
    ("change_class", "POST"): Call(
        CLASS, form={"to": "<other_class>", "day": "2026-10-15", "pupils": "<pupil>"}
    ),
    ("staff_profile", "GET"): Call(PERSON),
    ("read_staff", "POST"): Call(PERSON, form=PURPOSE),
    ("edit_staff", "GET"): Call(PERSON),
    ("edit_staff", "POST"): Call(PERSON, form=STAFF_FORM),
    ("new_staff", "POST"): Call(form=STAFF_FORM | {"department": "<department>"}),
    ("end_work", "POST"): Call(PERSON, form={"until": "2026-11-01", "reason": "Nghỉ hưu"}),
    ("staff_readers", "GET"): Call(PERSON),
    ("assign", "POST"): Call(form=ASSIGN),
    ("save_department", "POST"): Call(form={"name": "Tổ Mới", "department": ""}),
    ("save_group", "POST"): Call(
        {"department_id": "<department>"}, form={"name": "Nhóm Mới", "group": ""}
    ),
    ("data_check", "GET"): Call({"code": "no-teacher"}),
    ("sign_in", "POST"): Call(form={"username": "ai.do", "password": "sai mật khẩu"}),
    ("sign_in", "HEAD"): Call(),
    ("password", "HEAD"): Call(),
    ("language", "POST"): Call(form={"language": "vi"}),
    ("password", "POST"): Call(form={"current": "a", "new": "b" * 12, "repeated": "b" * 12}),
    ("end_sessions", "POST"): Call(form={"device": "<device>"}),
    ("give_delegation", "POST"): Call(
        form={
            "duty": "<hoas_duty>",
            "receiver": "<minh>",
            "since": "2026-10-15",
            "until": "2026-10-20",
            "acts": ["planning.approve:lesson_plan"],
        }
    ),
    ("revoke_delegation", "POST"): Call({"delegation_id": "<delegation>"}),
    ("name_group_leader", "POST"): Call({"group_id": "<group>"}, form={"staff": "<named>"}),
    ("second_step", "HEAD"): Call(),
    ("passkey_answer", "POST"): Call(form={"passkey": "{}"}),
    ("prove", "POST"): Call(form={"proof": "sai mật khẩu"}),
    ("confirm_app", "POST"): Call(form={"code": "123456"}),
    ("add_passkey", "POST"): Call(form={"name": "Máy ở nhà", "passkey": "{}"}),
    ("remove_factor", "POST"): Call({"factor_id": "<factor>"}),
    ("reset_factor", "POST"): Call({"account_id": "<account>"}, form=LOST),
    ("reset_factor", "POST, a vice-principal's"): Call({"account_id": "<thus_account>"}, form=LOST),
    ("reset_factor", "POST, the principal's"): Call({"account_id": "<sons_account>"}, form=LOST),
    ("uploads", "POST"): Call(
        headers={
            **TUS,
            "HTTP_UPLOAD_LENGTH": "10",
            "HTTP_UPLOAD_METADATA": "filename YmFpLnBkZg==,purpose cGxhbg==",
        }
    ),
    ("uploads", "OPTIONS"): Call(),
    ("upload", "HEAD"): Call({"upload_id": "<on_its_way>"}, headers=TUS),
    ("upload", "PATCH"): Call(
        {"upload_id": "<on_its_way>"}, headers={**TUS, "HTTP_UPLOAD_OFFSET": "0"}
    ),
    ("upload", "DELETE"): Call({"upload_id": "<on_its_way>"}, headers=TUS),
    ("upload_state", "GET"): Call(UPLOAD),
    ("upload_state", "HEAD"): Call(UPLOAD, headers=TUS),
    ("upload_original", "GET"): Call(UPLOAD),
    ("upload_original", "HEAD"): Call(UPLOAD),
    ("upload_readable", "GET"): Call(UPLOAD),
    ("upload_readable", "HEAD"): Call(UPLOAD),
    ("read_notice", "POST"): Call({"notice_id": "<notice>"}),
    ("add_holiday", "POST"): Call(
        form={"name": "Nghỉ rét", "first": "2026-12-21", "last": "2026-12-22"}
    ),
    ("remove_holiday", "POST"): Call({"holiday_id": "<holiday>"}),
    ("move_week", "POST"): Call({"no": 20}, form={"monday": "2027-02-22"}),
    ("prepare_year", "POST"): Call(
        form={
            "starts_on": "2027-08-30",
            "ends_on": "2028-05-31",
            "first_monday": "2027-09-06",
        }
    ),
    ("choose_for_year", "POST"): Call(DRAFT_YEAR, form={"teachers": "stay", "homerooms": "follow"}),
    ("build_year", "POST"): Call(DRAFT_YEAR, form={"seen": "x"}),
    ("undo_build", "POST"): Call(DRAFT_YEAR),
    ("discard_year", "POST"): Call(DRAFT_YEAR),
    ("open_year", "POST"): Call(DRAFT_YEAR, form={"sure": "on"}),
    ("class_results", "GET"): Call({"class_id": "<class>"}),
    ("enter_results", "POST"): Call({"class_id": "<class>"}),
    ("removal_proposal", "GET"): Call({"proposal_id": "<proposal>"}),
    ("approve_removal", "POST"): Call({"proposal_id": "<proposal>"}, form={"seen": "x"}),
    ("keep_instead", "POST"): Call({"proposal_id": "<proposal>"}, form=KEEP_INSTEAD),
    ("undo_removal", "POST"): Call({"proposal_id": "<proposal>"}),
    ("set_rule", "POST"): Call({"key": "late_policy"}, form={"value": "leave"}),
    ("programme", "GET"): Call({"programme_id": "<programme>"}),
    ("timetable", "GET"): Call(query="?lop="),
    ("begin_timetable", "POST"): Call(form={"day": "2026-10-19"}),
    ("save_timetable", "POST"): Call(
        CLASS | {"version_id": "<timetable>"}, form={"seen": "e3b0c44298fc1c14"}
    ),
    ("new_import", "GET"): Call({"kind": "pupils"}),
    ("import_template", "GET"): Call({"kind": "pupils"}),
    ("export_roster", "POST"): Call({"kind": "classes"}),
    ("begin_import", "POST"): Call(body={"upload": "<own_file>", "kind": "classes"}),
    ("import_run", "GET"): Call({"run_id": "<import>"}),
    ("import_columns", "POST"): Call(
        {"run_id": "<import>"}, form={"from_day": "2026-10-14", "cot-lop": "school_class"}
    ),
    ("import_decide", "POST"): Call({"run_id": "<import>"}, form={"decision": "skip"}),
    ("import_confirm", "POST"): Call({"run_id": "<import>"}),
    ("import_give_up", "POST"): Call({"run_id": "<import>"}),
    ("import_undo", "POST"): Call({"run_id": "<import>"}),
    ("import_errors", "GET"): Call({"run_id": "<import>"}),
    ("export_score_sheet", "POST"): Call({"class_id": "<class>", "subject": "TOAN", "term": 1}),
    ("export_my_sheets", "POST"): Call({"term": 1}),
    ("begin_score_file", "POST"): Call(body={"upload": "<own_file>", "term": 1}),
    ("begin_score_file", "POST, for a page"): Call(
        body={"upload": "<own_file>", "term": 1, "class": "<class>", "subject": "TOAN"}
    ),
    ("score_file", "GET"): Call({"file_id": "<score_file>"}),
    ("recheck_score_file", "POST"): Call({"file_id": "<score_file>"}),
    ("confirm_score_file", "POST"): Call({"file_id": "<score_file>"}, form={"sheet": "1"}),
    ("discard_score_file", "POST"): Call({"file_id": "<score_file>"}),
    ("marked_score_file", "GET"): Call({"file_id": "<score_file>"}),
    ("match_files", "POST"): Call(body={"names": ["Bài 16.pdf"]}),
    ("hand_in", "POST"): Call(body=HAND_IN),
    ("hand_in", "POST, another's file"): Call(body=HAND_IN | {"files": [OTHERS]}),
    ("hand_in_drafts", "POST"): Call(form={"plan": "<draft>"}),
    ("ask_to_be_late", "POST"): Call(form={"lesson": "<late_lesson>", "reason": "Ốm"}),
    ("new_version", "POST"): Call(
        {"plan_id": "<draft>"}, body={"upload": "<own_file>", "seen": 1, "note": "Sửa"}
    ),
    **dict.fromkeys([("plan", "GET"), ("withdraw", "POST"), ("compare", "GET")], Call(PLAN)),
    ("delete_draft", "POST"): Call({"plan_id": "<draft>"}),
    ("plan_file", "GET"): Call(VERSION),
    ("plan_file", "HEAD"): Call(VERSION),
    ("plan_pdf", "GET"): Call(VERSION),
    ("plan_pdf", "HEAD"): Call(VERSION),
    ("rendition", "GET"): Call(VERSION),
    ("review", "GET"): Call(VERSION),
    ("decide", "POST"): Call(form=APPROVE),
    ("decide", "POST, send back"): Call(form=SEND_BACK),
    ("decide", "POST, a head's plan"): Call(form={**APPROVE, "submission": "<heads_submission>"}),
    ("decide", "POST, a department's plan"): Call(
        form={**APPROVE, "submission": "<teaching_submission>"}
    ),
    ("decide", "POST, the school's plan"): Call(
        form={**APPROVE, "submission": "<school_submission>", "reference": "12/UBND"}
    ),
    ("undo_decision", "POST"): Call({"batch_id": "<decision>"}),
    ("answer_late_leave", "POST"): Call({"leave_id": "<leave>"}, form={"answer": "dong-y"}),
    ("board_cell", "GET"): Call({"staff_id": "<lan>", "no": 7}),
    ("name_uploader", "POST"): Call(form={"subject": "KHTN", "grade": "6", "staff": "<named>"}),
    ("hand_in_education", "POST"): Call(
        body={**EDUCATION, "kind": "teacher_plan", "subject": "TOAN"}
    ),
    ("hand_in_education", "POST, a department's plan"): Call(
        body={**EDUCATION, "kind": "teaching_plan", "subject": "TIN"}
    ),
    ("hand_in_education", "POST, the school's plan"): Call(
        body={**EDUCATION, "kind": "school_plan"}
    ),
    ("calendar_feed", "GET"): Call({"token": "<token>"}),
    ("give_duty", "POST"): Call(form={**GIVE, "duty": "clerk"}),
    ("give_duty", "POST, a leading duty"): Call(form={**GIVE, "duty": "vice_principal"}),
    ("end_duty", "POST"): Call({"duty_id": "<lans_duty>"}),
    ("name_emergency_admin", "POST"): Call(
        form={
            "staff": "<lan>",
            "hours": "24",
            "reason": "Quản trị viên nằm viện, cần cấp tài khoản",
        }
    ),
    ("confirm_rights", "POST"): Call(form={"fingerprint": "0" * 64}),
    ("why", "GET, about another"): Call(query="?viec=planning.see_board&nguoi=", also="<lan>"),
    ("open_accounts", "POST"): Call(form={"staff": "<without>"}),
    ("print_slips", "POST"): Call(form={"account": "<lans_account>"}),
    ("print_slips", "POST, the principal's"): Call(form={"account": "<principals_account>"}),
    ("mail_slip", "POST"): Call({"account_id": "<lans_account>"}),
    ("account_of_person", "GET"): Call({"staff_id": "<lan>"}),
    ("suspend_account", "POST"): Call({"account_id": "<lans_account>"}, form={"reason": "Thử"}),
    ("lift_suspension", "POST"): Call({"account_id": "<lans_account>"}),
    ("withdraw_account", "POST"): Call(
        {"account_id": "<lans_account>"}, form={"reason": "transfer", "note": ""}
    ),
    ("open_work", "GET"): Call({"staff_id": "<lan>"}),
    ("hand_over_work", "POST"): Call(
        {"staff_id": "<lan>"}, form={"successor": "<maths_colleague>", "work": "<draft>"}
    ),
    ("sign_papers", "POST"): Call(form={"key": NOT_THERE, "secret": "x", "sealed": NOT_THERE}),
    ("signing_batch", "GET"): Call({"batch_id": NOT_THERE}),
    ("resume_signing", "POST"): Call({"batch_id": NOT_THERE}, form={"secret": "x"}),
    ("signed_paper", "GET"): Call({"sealed_id": NOT_THERE}),
    ("signed_file", "GET"): Call({"sealed_id": NOT_THERE}),
    ("minutes_pdf", "GET"): Call({"paper_id": "<paper>"}),
    ("plan", "GET, a department's plan"): Call({"plan_id": "<teaching_plan>"}),
    ("ask_for_help", "POST"): Call(form={"wanted": "Nộp bài", "page": "/ke-hoach/"}),
    ("help_request", "GET"): Call({"request_id": "<asked>"}),
    ("reply_to_help_request", "POST"): Call({"request_id": "<asked>"}, form={"text": "Vâng"}),
    ("close_help_request", "POST"): Call({"request_id": "<asked>"}),
    ("reopen_help_request", "POST"): Call({"request_id": "<answered>"}),
    ("guide_page", "GET"): Call({"name": "giao-vien"}),
    ("guide_picture", "GET"): Call({"name": "duyet-may-tinh.webp"}),
    ("tick_step", "POST"): Call(form={"buoc": "see_duties", "xong": "1"}),
    ("plan", "GET, a draft"): Call({"plan_id": "<draft>"}),
    ("plan_file", "GET, a draft"): Call({"plan_id": "<draft>", "no": 1}),
    **matrix_calls_marks.CALLS,
    **matrix_records.CALLS,
}
"""Requests that need more than an address; all others are sent plainly."""


def call_of(route: str, method: str) -> Call:
    """The call of a row of the matrix."""
    return CALLS.get((route, method), Call())
