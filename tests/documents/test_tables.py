"""Tables come in to be imported, checked like every file of a stranger, and for nothing else."""

from io import BytesIO
from uuid import UUID

import pytest

from tests.jobs import run_jobs
from tests.office.tables import xlsx
from tests.school import NOW, School
from truongso.documents import queries, shelf
from truongso.documents.actions import uploads
from truongso.documents.models import StoredFile, Upload
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.rules.intake import FOR_IMPORT

TABLE = xlsx(["Lớp"], ["6A"])


def sent(school: School, content: bytes, name: str = "lop.xlsx") -> UUID:
    """An upload of Nam's for an import, whole and checked."""
    actor = school.actor("Nam")
    upload = uploads.open_upload(
        actor=actor, name=name, size=len(content), purpose=FOR_IMPORT, at=NOW
    )
    uploads.receive(
        actor=actor, upload_id=upload.id, offset=0, content=BytesIO(content), length=len(content)
    )
    run_jobs(school, at=NOW)
    return upload.id


def test_a_table_is_checked_kept_and_not_made_into_a_pdf(school: School) -> None:
    upload = queries.own(school.actor("Nam"), sent(school, TABLE))
    assert upload.state == Upload.State.READY
    assert upload.file
    assert upload.file.rendition == StoredFile.Rendition.NONE
    assert upload.file.media_type.endswith("spreadsheetml.sheet")


def test_what_is_no_table_inside_is_refused(school: School) -> None:
    upload = queries.own(school.actor("Nam"), sent(school, b"%PDF-1.7 abc"))
    assert upload.state == Upload.State.REFUSED
    assert upload.problems[0][0] == "file.table_content"


@pytest.mark.parametrize(
    ("name", "purpose", "code"),
    [
        ("a.xlsx", "plan", "file.wrong_type"),
        ("a.csv", "", "file.wrong_type"),
        ("a.pdf", FOR_IMPORT, "file.not_a_table"),
        ("a.xlsm", FOR_IMPORT, "file.not_a_table"),
    ],
)
def test_name_and_purpose_belong_together(
    school: School, name: str, purpose: str, code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        uploads.open_upload(actor=school.actor("Nam"), name=name, size=9, purpose=purpose, at=NOW)


def test_a_table_cannot_be_handed_in_as_a_plan(school: School) -> None:
    upload_id = sent(school, TABLE)
    with acting_in(school.id), pytest.raises(RuleBroken, match="other_purpose"):
        shelf.take(school.actor("Nam"), upload_id, at=NOW)
