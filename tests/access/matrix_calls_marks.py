"""How the addresses of the gradebook are called in the permission matrix."""

from tests.access.matrix_call import Call

PAGE = {"class_id": "<class>", "subject": "TOAN", "term": 1}
MARKS = {
    "batch": "01990000-0000-7000-8000-00000000000a",
    "cells": [{"pupil": "<pupil>", "column": "tx1", "text": "8", "version": 0}],
}
TAKEN_OUT = {"form": "xlsx", "purpose": "report", "ki": "1"}
CALLS: dict[tuple[str, str], Call] = {
    ("term_book", "GET"): Call({"term": 1}),
    ("set_term_days", "POST"): Call({"term": 1}),
    ("lock_term", "POST"): Call({"term": 1}),
    ("reopen_term", "POST"): Call({"term": 1}, form={"reason": "Còn thiếu điểm"}),
    ("score_sheet", "GET"): Call(PAGE),
    ("score_sheet_data", "GET"): Call(PAGE),
    ("save_scores", "POST"): Call(PAGE, body=MARKS),
    ("lock_columns", "POST"): Call(PAGE, body={"columns": ["ck"]}),
    ("reopen_columns", "POST"): Call(PAGE, form={"columns": "tx1", "reason": "Nhập nhầm"}),
    ("class_report", "GET"): Call({"class_id": "<class>"}),
    ("export_class_report", "POST"): Call({"class_id": "<class>"}, form=TAKEN_OUT),
    ("export_result_list", "POST"): Call(form=TAKEN_OUT),
    ("class_conduct", "GET"): Call({"class_id": "<class>", "term": 1}),
    ("enter_conduct", "POST"): Call({"class_id": "<class>", "term": 1}),
    ("class_modes", "GET"): Call({"class_id": "<class>"}),
    ("grant_mode", "POST"): Call(
        {"class_id": "<class>"},
        form={
            "pupil": "<pupil>",
            "subject": "GDTC",
            "mode": "practice_exempt",
            "term": 1,
            "reason": "Giấy của bệnh viện",
        },
    ),
    ("enter_retest", "POST"): Call(
        {"class_id": "<class>"}, form={"pupil": "<pupil>", "subject": "TOAN", "mark": "5"}
    ),
    ("close_class", "POST"): Call({"class_id": "<class>", "period": 1}),
    ("reopen_class", "POST"): Call({"class_id": "<class>", "period": 1}, form={"reason": "Nhầm"}),
    ("sheet_check", "GET"): Call(PAGE),
    ("sheet_anomalies", "GET"): Call(PAGE),
}
