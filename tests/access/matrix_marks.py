"""The marks of the permission matrix: Lan's edits of a pupil's marks, and her corrections."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from tests.access import matrix_records
from tests.office.tables import xlsx
from tests.school import NOW, School
from tests.uploads import ready
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import (
    correction_ends,
    corrections,
    diary,
    locks,
    score_files,
    scores,
)
from truongso.gradebook.actions.corrections import Asked, WishedCell
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import CorrectionEvidence, MarkChange, ScoreFilePage
from truongso.gradebook.queries.place import Page
from truongso.rules.corrections import Evidence


def corrections_of(school: School, pupil_id: UUID) -> dict[str, Any]:
    """A case that waits for an answer, one that is open, one whose minutes wait; an edit."""
    lan, boss = school.actor("Lan"), school.actor("Sơn")
    page = Page(school.classes["6A"].id, "TOAN", 1)

    def save(*cells: tuple[str, str, int]) -> None:
        typed = [Cell(pupil_id, column, text, version) for column, text, version in cells]
        scores.save_scores(
            actor=lan, page=page, batch_id=new_id(), cells=typed, source="page", now=NOW
        )

    def ask(column: str) -> UUID:
        files = [(ready(school, "Lan", f"{kind}.pdf"), kind) for kind in Evidence]
        wished = [WishedCell(pupil_id, column, "9")]
        asked = Asked(
            new_id(), "Cộng nhầm điểm câu 3", entered_wrongly=False, cells=wished, evidence=files
        )
        return corrections.ask(actor=lan, page=page, asked=asked, now=NOW).id

    save(("tx1", "8", 0), ("tx2", "8", 0), ("gk", "8", 0), ("tx3", "7", 0))
    save(("tx3", "8", 1))
    locks.lock_columns(actor=lan, page=page, keys=["tx1", "tx2", "gk"], now=NOW)
    asked, opened, minuted = (ask(column) for column in ("tx1", "tx2", "gk"))
    for case_id in (opened, minuted):
        corrections.consent(actor=boss, case_id=case_id, now=NOW)
    save(("gk", "9", 1))
    return {
        "case": asked,
        "open_case": opened,
        "minuted_case": minuted,
        "evidence": CorrectionEvidence.objects.of(school).filter(correction_id=asked)[0].id,
        "edit": MarkChange.objects.of(school).get(column="tx3", version=2).id,
    }


def acts_on(school: School, marks: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    """A call of each act on a correction or an edit, by its name without the program's."""
    lan, boss = ({"actor": school.actor(who), "now": NOW} for who in ("Lan", "Sơn"))
    page = Page(school.classes["6A"].id, "TOAN", 1)
    asked = corrections.Asked(new_id(), "", entered_wrongly=False, cells=[], evidence=[])
    own, case = "gradebook.actions.corrections", {"case_id": marks["case"]}
    return {
        "gradebook.actions.scores.save_scores": lambda: scores.save_scores(
            page=page, batch_id=new_id(), cells=[], source="page", **lan
        ),
        "gradebook.actions.locks.lock_columns": lambda: locks.lock_columns(
            page=page, keys=["ck"], **lan
        ),
        "gradebook.actions.locks.reopen_columns": lambda: locks.reopen_columns(
            page=page, keys=["tx1"], reason="Nhầm", **boss
        ),
        f"{own}.ask": lambda: corrections.ask(page=page, asked=asked, **lan),
        f"{own}.withdraw": lambda: corrections.withdraw(**case, **lan),
        f"{own}.refuse": lambda: corrections.refuse(reason="Thiếu", **case, **boss),
        f"{own}.consent": lambda: corrections.consent(**case, **boss),
        "gradebook.actions.correction_ends.finish": lambda: correction_ends.finish(
            case_id=marks["open_case"], **lan
        ),
        "gradebook.actions.diary.explain": lambda: diary.explain(
            change_id=marks["edit"], text="Gõ nhầm dòng", **lan
        ),
        "gradebook.actions.diary.check": lambda: diary.check(
            teacher_id=school.staff["Lan"].id, month=date(2026, 10, 1), **boss
        ),
        **matrix_records.acts_on(school),
    }


def a_score_file(school: School) -> UUID:
    """Lan's file of marks for 6A, read: one row of nobody, which can be left out."""
    table = xlsx(["Mã học sinh", "TX1"], ["KHONG", 8])
    file = ready(school, "Lan", "diem.xlsx", content=table, purpose="import")
    where = Page(school.classes["6A"].id, "TOAN", 1)
    run = score_files.begin(
        actor=school.actor("Lan"), upload_id=file, page=where, term=1, blank_erases=False, now=NOW
    )
    line = {"row": 2, "at": "A2", "name": "", "verdict": "unknown", "cells": []}
    line["say"] = [["score_file.nobody", {"name": "–"}]]
    found = {"lines": [line], "absent": [], "warnings": [], "counts": {"unknown": 1}, "edits": 0}
    ScoreFilePage.objects.create(
        school_id=school.id,
        score_file=run,
        no=1,
        name="Sheet",
        school_class_id=where.class_id,
        subject="TOAN",
        term=1,
        found=found,
        batch=new_id(),
    )
    run.state = run.State.READ
    run.save()
    return run.id
