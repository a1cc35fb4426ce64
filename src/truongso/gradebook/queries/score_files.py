"""Files of marks: one's own, what each would change, and for whom sheets of a file are meant."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, sentence
from truongso.foundation.tenancy import InSchool, SchoolRows
from truongso.gradebook.models import ScoreFile, ScoreFilePage
from truongso.gradebook.queries.place import Page
from truongso.office.importing.values import class_key
from truongso.roster.models import PupilDetail, SchoolClass
from truongso.rules.verdict import Violation

KEPT = timedelta(days=1)
"""How long a dry run waits for its yes. Source: docs/decisions/score-files.md."""
LATEST = 20
LISTED = ("school_id", "score_file", "no", "written_at", "saved", "problems")
BAD = ("conflict", "locked", "wrong", "doubtful", "unknown")
"""What a sheet is not written with, unless the person leaves it out."""

__all__ = ["BAD", "KEPT", "ScoreFile", "ScoreFilePage"]


def mine(actor: Actor) -> list[ScoreFile]:
    """Return the latest files of a person, with their sheets."""
    rows = ScoreFile.objects.of(actor).filter(asked_by_id=actor.staff_id)
    return list(rows.prefetch_related(_pages(actor, light=True)).order_by("-asked_at")[:LATEST])


def own(actor: Actor, file_id: UUID) -> ScoreFile:
    """Return one of the person's own files with its sheets, in order. Raises Missing."""
    rows = ScoreFile.objects.of(actor).filter(pk=file_id, asked_by_id=actor.staff_id)
    found = rows.select_related("year", "school_class").prefetch_related(_pages(actor)).first()
    if found is None:
        raise Missing
    return found


def to_read(owner: InSchool, file_id: UUID) -> ScoreFile:
    """Return a file whoever sent it, for the job that reads it. Raises Missing."""
    rows = ScoreFile.objects.of(owner).filter(pk=file_id)
    found = rows.select_related("year", "school_class", "asked_by").first()
    if found is None:
        raise Missing
    return found


def over(owner: InSchool, at: datetime) -> list[ScoreFile]:
    """Return the files older than a day none of whose sheets was written."""
    old = ScoreFile.objects.of(owner).filter(asked_at__lt=at - KEPT)
    return list(old.exclude(pages__written_at__isnull=False).select_related("asked_by"))


def stale_runs(owner: InSchool, at: datetime) -> SchoolRows[ScoreFilePage]:
    """Return the sheets older than a day that still hold what was read."""
    rows = ScoreFilePage.objects.of(owner).filter(score_file__asked_at__lt=at - KEPT)
    return rows.exclude(rows=[], found={})


def _pages(owner: InSchool, *, light: bool = False) -> Any:
    rows = ScoreFilePage.objects.of(owner).order_by("no")
    rows = rows.only(*LISTED) if light else rows.select_related("school_class")
    return Prefetch("pages", queryset=rows)


def class_named(owner: InSchool, year_id: UUID, names: Collection[str]) -> SchoolClass | None:
    """Return the class of a year with one of these names, as `class_key` compares them."""
    rows = SchoolClass.objects.of(owner).filter(year_id=year_id, extra=False)
    return next((row for row in rows if class_key(row.name) in names), None)


def class_of(owner: InSchool, class_id: UUID) -> SchoolClass | None:
    """Return a class of the school with its year; None when it is none of the school's."""
    rows = SchoolClass.objects.of(owner).select_related("year")
    return rows.filter(pk=class_id).first()


def is_open(row: ScoreFilePage) -> bool:
    """Tell whether a sheet can still be written."""
    return row.written_at is None and not row.problems


def bad(row: ScoreFilePage) -> int:
    """Return how many cells and rows of a sheet cannot be written."""
    return sum(row.found.get("counts", {}).get(kind, 0) for kind in BAD)


def to_write(row: ScoreFilePage) -> int:
    """Return how many cells of a sheet would be written, or may be once a conflict is decided."""
    return sum(row.found.get("counts", {}).get(kind, 0) for kind in ("new", "changed", "conflict"))


def needs_reason(row: ScoreFilePage) -> bool:
    """Tell whether a sheet changes what stood there, so that a reason may be needed."""
    return bool(row.found.get("edits") or row.found.get("counts", {}).get("conflict"))


def citizen_ids(owner: InSchool, pupil_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the citizen ids of pupils, only to find whose row of a file it is."""
    rows = PupilDetail.objects.of(owner).filter(pupil_id__in=list(pupil_ids))
    return dict(rows.exclude(citizen_id="").values_list("pupil_id", "citizen_id"))


def said(say: Sequence[Any]) -> str:
    """Return the sentence of a kept code with its values."""
    code, params = say
    return sentence(Violation(str(code), "", dict(params)))


def page_of(row: ScoreFilePage) -> Page:
    """Return which page of the gradebook a sheet of a file is for. Raises Missing."""
    if row.school_class_id is None:
        raise Missing
    return Page(row.school_class_id, row.subject, row.term)


def marks_of(found: Mapping[str, Any], name: str) -> list[tuple[str, str, str]]:
    """Return what to mark in the file: the sheet, the cell, what to say there."""
    told: list[tuple[str, str, str]] = []
    for line in found.get("lines", ()):
        if line["verdict"]:
            told.append((name, line["at"], " ".join(said(one) for one in line["say"])))
        for cell in line["cells"]:
            if cell["verdict"] == "conflict":
                params = {"old": cell["old"] or "–", "by": cell["by"]}
                told.append((name, cell["at"], said(("score_file.conflict", params))))
            elif cell["verdict"] in ("wrong", "locked"):
                told.append((name, cell["at"], cell["sentence"]))
    return told
