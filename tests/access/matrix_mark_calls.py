"""How the addresses of corrections and of the diary are called in the permission matrix."""

from typing import Any
from uuid import UUID

CASE, OPEN, MINUTED = ({"case_id": f"<{name}>"} for name in ("case", "open_case", "minuted_case"))
SHEET = {"class_id": "<class>", "subject": "TOAN", "term": 1}
EVIDENCE = CASE | {"evidence_id": "<evidence>"}
ASK_CORRECTION = {
    "case": str(UUID(int=11)),
    "reason": "Cộng nhầm điểm câu 3",
    "cells": [{"pupil": "<pupil>", "column": "tx4", "text": "9"}],
    "evidence": [{"upload": "<own_file>", "kind": "page"}],
}

MARK_CALLS: dict[tuple[str, str], dict[str, Any]] = {
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
    ("new_correction", "GET"): {"path": SHEET},
    ("ask_correction", "POST"): {"path": SHEET, "body": ASK_CORRECTION},
    ("check_mark_diary", "POST"): {"form": {"teacher": "<lan>", "thang": "2026-10"}},
    ("explain_mark_change", "POST"): {
        "path": {"change_id": "<edit>"},
        "form": {"text": "Gõ nhầm dòng, đã đối chiếu bài"},
    },
}
"""The values of a call by address and method (`matrix_calls.Call`)."""
