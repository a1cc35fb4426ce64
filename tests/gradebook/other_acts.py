"""Every act of the gradebook that writes no mark, in one story of a class, each done once or more.

The order is that of a year: conduct, plans of a term, locks, cases, files, the diary, the closing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from tests.gradebook.correcting import ask, locked
from tests.gradebook.results_scene import fill, taught_by_lan
from tests.gradebook.scenes import NOW, page, pupils, save
from tests.school import School, at
from tests.uploads import ready
from truongso.foundation.actor import Actor, system_actor
from truongso.foundation.days import local_day
from truongso.gradebook.actions import (
    closing,
    conduct,
    correction_ends,
    corrections,
    diary,
    exporting,
    locks,
    modes,
    phrases,
    score_exports,
    score_files,
    score_files_left,
    terms,
    warning,
)
from truongso.gradebook.excel.recognising import SheetRead
from truongso.gradebook.excel.rows import Read
from truongso.gradebook.models import Correction, MarkChange, SheetLine
from truongso.gradebook.queries.diary import Wanted
from truongso.gradebook.queries.place import place
from truongso.office.actions.reading import Purpose
from truongso.roster.models import Pupil
from truongso.rules.circular import Level
from truongso.rules.closing import Period
from truongso.rules.exemptions import Mode
from truongso.rules.personal_data import purposes
from truongso.rules.phrases import Change, Kind
from truongso.rules.verdict import Violation

WRITERS = {
    "scores.save_scores": "the one act that writes marks, each cell decided by the rules",
    "score_files.confirm": "has the cells of a file saved by it",
}
"""The acts that may change a mark cell; the lines that others lay are empty."""
OVER = NOW + timedelta(hours=25)
LAST = date(2026, 10, 16)
Step = tuple[Callable[..., Any], Callable[[], object]]


@dataclass
class Story:
    """A class with marks: one pupil has all of them, two have locked ones, one of them edited."""

    school: School
    known: list[Pupil] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = pupils(self.school)
        taught_by_lan(self.school)
        fill(self.school, self.known[:1], score="4,9")
        locked(self.school, *self.known[1:])
        self.save("tx2", "7", 1)

    def save(self, column: str, text: str, version: int) -> None:
        """Write a mark: between the acts, not one of them."""
        cell = (self.known[1], column, text, version)
        assert save(self.school, cell, reason="Cộng nhầm", at=NOW)["saved"] == 1

    def marks(self) -> dict[Any, Any]:
        """Every cell with something in it, with its version; results and comments, too."""
        rows = SheetLine.objects.of(self.school).select_related("sheet")
        return {
            (row.sheet.subject, row.sheet.term, row.pupil_id): (
                *(row.marks, row.versions, row.average, row.comment, row.comment_version),
            )
            for row in rows
            if any(row.versions) or row.comment_version or {*row.marks} != {None}
        }

    def by(self, who: str, when: datetime = NOW) -> Actor:
        """Somebody of the school; "" is the system."""
        return self.school.actor(who, when) if who else system_actor(self.school.id, "Hệ thống")

    def do(self, act: Callable[..., Any], who: str, **facts: Any) -> Step:
        """An act by somebody, to be done."""
        at_ = {} if {"now", "at"} & facts.keys() else {"now": NOW}
        return act, partial(act, actor=self.by(who), **at_, **facts)

    def steps(self) -> Iterator[Step]:
        """All acts, in the order in which they can be done."""
        yield from self._in_class()
        yield from self._cases()
        yield from self._files()
        yield from self._readings()
        yield from self._ends()

    def _in_class(self) -> Iterator[Step]:
        of = {"class_id": self.school.classes["6A"].id}
        said = {self.known[0].id: conduct.Said(Level.DAT, 0)}
        for term in (1, 2):
            yield self.do(conduct.enter_conduct, "Sơn", term=term, said=said, **of)
        pupil = {"pupil_id": self.known[0].id, **of}
        yield self.do(modes.enter_retest, "Sơn", subject="TOAN", text="6", **pupil)
        for mode, reason in ((Mode.EXEMPT, "Bệnh án"), (Mode.NORMAL, "Đã khỏi")):
            way = {"term": 0, "mode": mode, "reason": reason, "subject": "TOAN"}
            yield self.do(modes.grant_mode, "Sơn", **way, **pupil)
            new = {"pupil_id": self.known[2].id, **of}
            yield self.do(modes.grant_mode, "Sơn", **way | {"subject": "TIN"}, **new)
        days = {"regular": (date(2026, 9, 7), LAST)}
        yield self.do(terms.set_days, "Sơn", term=1, windows=days, finals_from=None)
        yield self.do(warning.warn_of_locks, "")
        yield self.do(phrases.change_phrases, "Lan", changes=[Change(Kind.PUT, "Có tiến bộ.")])
        columns = {"page": page(self.school, "VAN"), "keys": ["tx1", "comment"]}
        yield self.do(locks.lock_columns, "Lan", **columns)
        yield self.do(locks.reopen_columns, "Sơn", reason="Còn thiếu", **columns)

    def _cases(self) -> Iterator[Step]:
        for act, who, facts in (
            (corrections.withdraw, "Lan", {}),
            (corrections.refuse, "Sơn", {"reason": "Thiếu bài"}),
            (correction_ends.finish, "Lan", {}),
            (correction_ends.end_by_time, "", {"now": OVER}),
            (correction_ends.confirm, "Sơn", {}),
        ):
            yield corrections.ask, lambda: ask(self.school, (self.known[1], "tx1", "9"))
            case = {"case_id": Correction.objects.of(self.school).latest("no").id}
            if act.__module__ == correction_ends.__name__:
                yield self.do(corrections.consent, "Sơn", **case)
            if act is correction_ends.confirm:
                self.save("tx1", "9", 1)
            yield self.do(act, who, **case, **facts)

    def _files(self) -> Iterator[Step]:
        for act, who in ((score_files.refuse, ""), (score_files_left.discard, "Lan")):
            upload = ready(self.school, "Lan", "bang.xlsx", purpose="import")
            file: dict[str, UUID] = {}
            begun = {"page": page(self.school), "term": 1, "blank_erases": True}
            begin, call = self.do(score_files.begin, "Lan", upload_id=upload, **begun)
            yield begin, lambda call=call, file=file: file.update(file_id=call().id)  # type: ignore[misc]
            if act is score_files.refuse:
                why = [Violation("score_file.no_headings", "", {"name": "bang.xlsx"})]
                yield self.do(act, who, problems=why, at=NOW, **file)
                continue
            yield self.do(score_files.keep_reading, "", sheets=[self._read()], at=NOW, **file)
            yield self.do(score_files.recheck, "Lan", blank_erases=True, **file)
            yield self.do(act, who, **file)
        yield self.do(score_files_left.forget, "", now=NOW + timedelta(days=2))

    def _read(self) -> SheetRead:
        """A sheet that would change a mark and erase another."""
        pupil = self.known[1]
        ids = {"moet_id": "", "citizen_id": "", "name": "", "born": "", "code": pupil.code}
        texts = {"gk": "9", "tx2": ""}
        cells = {key: {"at": f"{key}2", "text": text} for key, text in texts.items()}
        read = Read([{"row": 2, "cells": cells, **ids}])  # type: ignore[list-item,typeddict-item]
        found = place(self.by("Lan"), page(self.school), local_day(NOW))
        return SheetRead("Toán", place=found, read=read)

    def _readings(self) -> Iterator[Step]:
        yield self.do(score_exports.export_page, "Lan", page=page(self.school))
        yield self.do(score_exports.export_mine, "Lan", term=1)
        edit = MarkChange.objects.of(self.school).filter(version__gt=1).earliest("at")
        yield self.do(diary.explain, "Lan", change_id=edit.id, text="Cộng nhầm điểm phần tự luận")
        month = date(2026, 10, 1)
        teacher = self.school.staff["Lan"].id
        yield self.do(diary.check, "Sơn", teacher_id=teacher, month=month)
        yield self.do(diary.export, "Sơn", wanted=Wanted(month), count=1)
        facts = {"what": "Kết quả", "form": "xlsx", "count": 1}
        purpose = Purpose(next(iter(purposes())))
        row = self.school.classes["6A"].id
        yield self.do(exporting.take_out_results, "Sơn", class_id=row, purpose=purpose, **facts)

    def _ends(self) -> Iterator[Step]:
        yield self.do(locks.lock_by_date, "", now=at(LAST + timedelta(days=1)))
        yield self.do(locks.lock_term, "Sơn", term=1)
        yield self.do(locks.reopen_term, "Sơn", term=1, reason="Còn thiếu")
        yield self.do(locks.lock_term, "Sơn", term=1)
        of: Mapping[str, Any] = {"class_id": self.school.classes["6A"].id, "period": Period.FIRST}
        yield self.do(closing.close_class, "Sơn", reason="Còn thiếu", **of)
        yield self.do(closing.reopen_class, "Sơn", reason="Còn thiếu", **of)
