"""The gradebook of the bench: one class of 45 with full pages, and what is asked about it.

Both run inside the installation: `fill` while the school is made, the others when it is looked at.
Teachers save again and again on some pages (`SAVED`); the other pages are for the statements alone,
which can be sent once only.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from bench.recorded import Recorded

if TYPE_CHECKING:
    from truongso.demo.replay import Replay
    from truongso.gradebook.models import Sheet

PUPILS, PAGES, SAVED = 45, 8, 4
BORN = date(2014, 5, 1)
EIGHT = 80
Session = Callable[[int, UUID], str]
Asked = Callable[..., tuple[Any, tuple[str, ...]]]


def fill(replay: "Replay", now: datetime) -> None:
    """Bring one class to 45 pupils and fill every column of eight of its pages, by the real act."""
    from truongso.demo.marks import _taught
    from truongso.foundation.ids import new_id
    from truongso.gradebook.actions.deciding import Cell
    from truongso.gradebook.actions.scores import save_scores
    from truongso.gradebook.models import SheetLine
    from truongso.gradebook.queries.place import Page, place
    from truongso.rules.subjects import subjects

    founded = replay.founded
    taught = [(login, pk, code) for login, pk, code in _taught(founded) if _plain(subjects()[code])]
    class_id = taught[0][1]
    pupils = _pupils(founded, class_id)
    for login, _, subject in [one for one in taught if one[1] == class_id][:PAGES]:
        page = Page(class_id, subject, 1)
        found = place(founded, page, now.date())
        lines = SheetLine.objects.of(founded).filter(sheet_id=found.sheet_id)
        held = {(line.pupil_id, at) for line in lines for at, v in enumerate(line.versions) if v}
        cells = [
            Cell(pupil, key, "8" if number % 3 else "7,5", 0)
            for number, pupil in enumerate(pupils)
            for key, at in found.keys.items()
            if (pupil, at) not in held
        ]
        actor = replay.actor(login, now)
        save_scores(actor=actor, page=page, batch_id=new_id(), cells=cells, source="page", now=now)


def lay(founded: Any) -> None:
    """Lay a page with one mark a pupil for everything else that is taught: rows, without acts.

    What reads the whole school needs them; by the acts they took longer than all measuring.
    """
    from truongso.demo.marks import _pupils, _taught
    from truongso.gradebook.models import Sheet, SheetLine
    from truongso.roster.models import SchoolClass
    from truongso.rules.circular import circular_on
    from truongso.rules.columns import columns_for
    from truongso.rules.marks import PASSED
    from truongso.rules.subjects import subjects

    circular = circular_on(founded.year.starts_on)
    grades = dict(SchoolClass.objects.of(founded).values_list("pk", "grade"))
    members = _pupils(founded)
    school_id, year = founded.school_id, founded.year
    held = set(Sheet.objects.of(founded).values_list("school_class_id", "subject"))
    taught = [(pk, code) for _, pk, code in _taught(founded) if (pk, code) not in held]
    sheets = Sheet.objects.bulk_create(
        Sheet(school_id=school_id, year=year, school_class_id=pk, subject=code, term=1)
        for pk, code in taught
    )
    for sheet in sheets:
        count = len(columns_for(sheet.subject, grades[sheet.school_class_id], circular)) - 1
        first = PASSED if subjects()[sheet.subject].assessed_by == "comments" else EIGHT
        SheetLine.objects.bulk_create(
            SheetLine(
                school_id=school_id,
                sheet=sheet,
                pupil_id=pupil,
                marks=[first, *[None] * count],
                versions=[1, *[0] * count],
            )
            for pupil in members.get(sheet.school_class_id, [])
        )


def _plain(subject: Any) -> bool:
    return subject.assessed_by == "scores" and not subject.strands


def _pupils(founded: Any, class_id: UUID) -> list[UUID]:
    from truongso.foundation.text import folded, sort_key
    from truongso.roster.models import ClassMember, Pupil

    rows = ClassMember.objects.of(founded).filter(school_class_id=class_id, until=None)
    there = list(rows.values_list("pupil_id", flat=True))[:PUPILS]
    more = Pupil.objects.bulk_create(
        Pupil(
            school_id=founded.school_id,
            code=f"ĐO-{number:02}",
            full_name=f"Nguyễn Văn Đo {number:02}",
            sort_key=sort_key(f"Đo {number:02}"),
            search_key=folded(f"Nguyễn Văn Đo {number:02}"),
            sex="m",
            born_on=BORN,
        )
        for number in range(PUPILS - len(there))
    )
    ClassMember.objects.bulk_create(
        ClassMember(
            school_id=founded.school_id,
            pupil=pupil,
            school_class_id=class_id,
            since=founded.year.starts_on,
        )
        for pupil in more
    )
    return [*there, *(pupil.id for pupil in more)]


def pages(school_id: int) -> "list[tuple[Sheet, UUID]]":
    """The full pages of a school's class of 45, each with who teaches there."""
    from django.db.models import Count

    from truongso.gradebook.models import Sheet, SheetLine
    from truongso.roster.models import TeachingAssignment

    lines = SheetLine.objects.filter(school_id=school_id, sheet__term=1).values("sheet_id")
    full = lines.annotate(full=Count("average")).filter(full=PUPILS)
    found = []
    rows = Sheet.objects.filter(school_id=school_id, pk__in=[row["sheet_id"] for row in full])
    for sheet in rows.order_by("subject"):
        teaching = TeachingAssignment.objects.filter(
            school_id=school_id,
            school_class_id=sheet.school_class_id,
            subject=sheet.subject,
            until=None,
        )
        found.append((sheet, teaching.order_by("since", "pk")[0].staff_id))
    return found


def class_page(school_id: int) -> str:
    """Where the results of a school's class of 45 are."""
    from truongso.foundation.tenancy import acting_in

    with acting_in(school_id):
        return f"/ket-qua/{pages(school_id)[0][0].school_class_id}/?ki=1"


def address(sheet: "Sheet") -> str:
    """Where a page is."""
    return f"/so-diem/{sheet.school_class_id}/{sheet.subject}/1/"


def saves(school_id: int, session: Session) -> list[Recorded]:
    """A save of 45 marks for each page that is saved on; `body` is what is sent but for its id."""
    return [
        Recorded(school_id, session(school_id, staff), f"{address(sheet)}luu/", body=body)
        for sheet, staff in pages(school_id)[:SAVED]
        for _, body in [next(columns(sheet))]
    ]


def saves_alone(school_id: int, session: Session, asked: Asked) -> Iterator[Recorded]:
    """Saves of every column of the other pages, with their statements; each can be sent once."""
    for sheet, staff in pages(school_id)[SAVED:]:
        key = session(school_id, staff)
        for _, body in columns(sheet):
            path = f"{address(sheet)}luu/"
            told = json.dumps({**json.loads(body), "batch": str(uuid4())})
            kind = "application/json"
            answer, sql = asked(school_id, key, "post", path, data=told, content_type=kind)
            assert answer.json()["saved"] == PUPILS, answer.content[:300]
            yield Recorded(school_id, key, path, (), len(answer.content), sql, told)


def columns(sheet: "Sheet") -> Iterator[tuple[str, str]]:
    """For each column of a page its key, and a save that changes all 45 marks of it."""
    from truongso.gradebook.models import SheetLine
    from truongso.rules.circular import circular_on
    from truongso.rules.columns import columns_for
    from truongso.rules.gradebook import key_of

    row = sheet.school_class
    lines = list(SheetLine.objects.filter(school_id=sheet.school_id, sheet=sheet))
    for at, column in enumerate(
        columns_for(sheet.subject, row.grade, circular_on(row.year.starts_on))
    ):
        cells = [
            {
                "pupil": str(line.pupil_id),
                "column": key_of(column),
                "text": "9",
                "version": line.versions[at],
                "reason": "Cộng nhầm",
            }
            for line in lines
        ]
        yield key_of(column), json.dumps({"cells": cells})
