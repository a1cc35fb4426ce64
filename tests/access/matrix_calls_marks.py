"""How the addresses of the gradebook are called in the permission matrix."""

from typing import Any
from uuid import UUID

from tests.access.matrix_call import Call

PAGE = {"class_id": "<class>", "subject": "TOAN", "term": 1}
MARKS = {
    "batch": "01990000-0000-7000-8000-00000000000a",
    "cells": [{"pupil": "<pupil>", "column": "tx1", "text": "8", "version": 0}],
}
TAKEN_OUT = {"form": "xlsx", "purpose": "report", "ki": "1"}
CASE, OPEN, MINUTED = ({"case_id": f"<{name}>"} for name in ("case", "open_case", "minuted_case"))
EVIDENCE = CASE | {"evidence_id": "<evidence>"}
ASK_CORRECTION = {
    "case": str(UUID(int=11)),
    "reason": "Cộng nhầm điểm câu 3",
    "cells": [{"pupil": "<pupil>", "column": "tx4", "text": "9"}],
    "evidence": [{"upload": "<own_file>", "kind": "page"}],
}

CORRECTIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("correction", "GET"): {"path": CASE},
    ("consent_correction", "POST"): {"path": CASE},
    ("refuse_correction", "POST"): {"path": CASE, "form": {"reason": "Thiếu ảnh bài"}},
    ("withdraw_correction", "POST"): {"path": CASE},
    ("change_by_correction", "POST"): {"path": OPEN, "form": {"batch": str(UUID(int=10))}},
    ("finish_correction", "POST"): {"path": OPEN},
    ("confirm_correction", "POST"): {"path": MINUTED},
    ("correction_minutes", "GET"): {"path": MINUTED},
    ("correction_evidence", "GET"): {"path": EVIDENCE},
    ("correction_evidence", "HEAD"): {"path": EVIDENCE},
    ("new_correction", "GET"): {"path": PAGE},
    ("ask_correction", "POST"): {"path": PAGE, "body": ASK_CORRECTION},
    ("check_mark_diary", "POST"): {"form": {"teacher": "<lan>", "thang": "2026-10"}},
    ("explain_mark_change", "POST"): {
        "path": {"change_id": "<edit>"},
        "form": {"text": "Gõ nhầm dòng, đã đối chiếu bài"},
    },
}
"""The values of a call by address and method (`matrix_calls.Call`)."""
KEY, SEAL = {"key_id": "<key>"}, {"key_id": "<seal>"}
WEAK = {"kind": "school", "secret": "ngắn", "repeated": "ngắn"}
CALLS: dict[tuple[str, str], Call] = {
    ("add_key", "POST"): Call(form=WEAK),
    ("try_key", "POST"): Call(KEY, form={"secret": "x"}),
    ("revoke_key", "POST"): Call(KEY, form={"why": "lost", "reason": "Lộ mã"}),
    ("take_root", "POST"): Call(form=WEAK),
    ("create_school_seal", "POST"): Call(form={"kind": "school"}),
    ("activate_school_seal", "POST"): Call(SEAL, form=WEAK),
    ("term_book", "GET"): Call({"term": 1}),
    ("set_term_days", "POST"): Call({"term": 1}),
    ("lock_term", "POST"): Call({"term": 1}),
    ("reopen_term", "POST"): Call({"term": 1}, form={"reason": "Còn thiếu điểm"}),
    ("change_comment_phrases", "POST"): Call(
        body={"changes": [{"kind": "put", "text": "Tiến bộ rõ."}]}
    ),
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
CALLS |= {name: Call(**told) for name, told in CORRECTIONS.items()}
