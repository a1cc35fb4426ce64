"""How the addresses of the gradebook are called in the permission matrix."""

from tests.access.matrix_call import Call

PAGE = {"class_id": "<class>", "subject": "TOAN", "term": 1}
MARKS = {
    "batch": "01990000-0000-7000-8000-00000000000a",
    "cells": [{"pupil": "<pupil>", "column": "tx1", "text": "8", "version": 0}],
}
CALLS: dict[tuple[str, str], Call] = {
    ("term_book", "GET"): Call({"term": 1}),
    ("set_term_days", "POST"): Call({"term": 1}),
    ("lock_term", "POST"): Call({"term": 1}),
    ("reopen_term", "POST"): Call({"term": 1}, form={"reason": "Còn thiếu điểm"}),
    ("score_sheet", "GET"): Call(PAGE),
    ("score_sheet_data", "GET"): Call(PAGE),
    ("save_scores", "POST"): Call(PAGE, body=MARKS),
    ("lock_columns", "POST"): Call(PAGE, body={"columns": ["tx1"]}),
    ("reopen_columns", "POST"): Call(PAGE, form={"columns": "tx1", "reason": "Nhập nhầm"}),
}
