"""Many rows in one statement: whole, of the right types, and behind the same walls."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from tests.gradebook.scenes import NOW, line, page, pupils, save, sheet
from tests.school import School, found
from truongso.foundation import bulk
from truongso.foundation.bulk import Rows
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in
from truongso.gradebook.models import MarkChange, SavedBatch, SheetLine
from truongso.roster.models import Pupil

KEY = ("school_id", "sheet", "pupil")
QUOTED = 'Chữ "nháy", \\gạch, %s và dấu \N{COMBINING ACUTE ACCENT}\n'


def change(school: School, version: int = 9) -> MarkChange:
    return MarkChange(
        id=new_id(),
        school_id=school.id,
        sheet=sheet(school),
        pupil=pupils_of(school),
        column="tx1",
        old=None,
        new=80,
        version=version,
        by=school.staff["Lan"],
        at=NOW + timedelta(microseconds=7),
        reason=QUOTED,
        source="page",
        batch=new_id(),
    )


def pupils_of(school: School) -> Pupil:
    pupil: Pupil = line_of(school).pupil
    return pupil


def line_of(school: School) -> SheetLine:
    return SheetLine.objects.of(school).select_related("pupil").get()


@pytest.fixture
def written(school: School) -> School:
    save(school, (pupils(school)[0], "tx1", "8"))
    return school


def test_rows_of_several_tables_are_written_whole_in_one_statement(written: School) -> None:
    stands = line_of(written)
    stands.marks = [None, 95, None, None, None, 300]
    stands.comment = QUOTED
    stands.exempt = True
    one, told = change(written), {"rows": [{"marks": [None, 1]}], "câu": QUOTED}
    batch = SavedBatch(
        id=new_id(), school_id=written.id, sheet=sheet(written), by=one.by, at=NOW, answer=told
    )
    with CaptureQueriesContext(connection) as seen:
        bulk.write(Rows([stands], KEY, ("marks", "comment")), Rows([one]), Rows([batch]))
    assert len(seen) == 1

    kept = line_of(written)
    assert (kept.marks, kept.comment, kept.exempt) == (stands.marks, QUOTED, False)
    kept_change = MarkChange.objects.of(written).get(pk=one.pk)
    fields = [field.attname for field in MarkChange._meta.concrete_fields]
    assert [getattr(kept_change, f) for f in fields] == [getattr(one, f) for f in fields]
    assert SavedBatch.objects.of(written).get(pk=batch.pk).answer == told


def test_nothing_to_write_asks_nothing(written: School) -> None:
    with CaptureQueriesContext(connection) as seen:
        bulk.write(Rows([]), Rows([], KEY, ("marks",)))
    assert not len(seen)


def test_the_tables_own_checks_hold_and_nothing_is_written_in_part(written: School) -> None:
    first, second = change(written), change(written)
    with pytest.raises(IntegrityError, match="gradebook_change_once"), acting_in(written.id):
        bulk.write(Rows([first]), Rows([second]))
    assert not MarkChange.objects.of(written).filter(version=9).exists()


def test_a_row_of_another_school_is_refused(written: School) -> None:
    foreign = change(written)
    with found() as other:
        refused = pytest.raises(ProgrammingError, match="row-level security")
        with refused, acting_in(other.id):
            bulk.write(Rows([foreign]))


def test_a_page_of_marks_is_the_same_after_it(written: School) -> None:
    known = pupils_of(written)
    save(written, (known, "gk", "7,5"), where=page(written))
    assert line(written, known).marks == [80, None, None, None, 75, None]
