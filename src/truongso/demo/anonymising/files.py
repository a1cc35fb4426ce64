"""The files of the copy: one sample of each kind, standing in for every file of the source."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings

from truongso.demo.anonymising.inventing import Inventor
from truongso.demo.lesson_files import Paper, as_docx, as_pdf
from truongso.demo.lesson_files.paper import Para, Title
from truongso.documents.inspection.pdf import inspect_pdf
from truongso.documents.inspection.report import Report
from truongso.documents.models import Blob, StoredFile
from truongso.foundation.days import local_day
from truongso.foundation.files import blob_key, store
from truongso.foundation.ids import new_id
from truongso.rules.intake import MEDIA_TYPES, PICTURE_TYPES

Rendition = StoredFile.Rendition


@dataclass(frozen=True, slots=True)
class Samples:
    """The rows of the sample bytes, and what is known of them."""

    pdf: Blob
    word: Blob
    text: Blob
    pages: int | None


def put_samples(school_id: int, *, at: datetime) -> Samples:
    """Make the sample files, put them into the store, and write their rows."""
    paper = Paper(
        "Tài liệu mẫu",
        "Trường mẫu",
        local_day(at),
        (Title("TÀI LIỆU MẪU"), Para("Nội dung thật đã được thay bằng trang này.")),
    )
    pdf = as_pdf(paper, font_dir=settings.STATIC_ROOT / "built" / "fonts", font="Tinos")
    report = Report()
    inspect_pdf(pdf, report)
    contents = (pdf, as_docx(paper), zlib.compress(report.text.encode()))
    rows = [_blob(school_id, content, at) for content in contents]
    return Samples(rows[0], rows[1], rows[2], report.pages)


def stand_in(school_id: int, row: dict[str, Any], samples: Samples, make: Inventor) -> StoredFile:
    """Return the file of the copy for one of the source: same kind, another name and content."""
    # A photograph's stand-in is the same page as a PDF: a made-up picture would say no more.
    is_pdf = row["media_type"] in (MEDIA_TYPES[".pdf"], *PICTURE_TYPES.values())
    suffix = ".pdf" if is_pdf else ".docx"
    return StoredFile(
        id=make.id(row["id"]),
        school_id=school_id,
        blob=samples.pdf if is_pdf else samples.word,
        name=f"tep-mau-{make.number('file', row['id']):04}{suffix}",
        media_type=MEDIA_TYPES[suffix],
        pages=samples.pages if is_pdf else None,
        added_by_id=make.id(row["added_by_id"]),
        added_at=row["added_at"],
        rendition=Rendition.ITSELF if is_pdf else Rendition.DONE,
        rendition_blob=None if is_pdf else samples.pdf,
        rendition_pages=None if is_pdf else samples.pages,
        text_blob=samples.text,
    )


def _blob(school_id: int, content: bytes, at: datetime) -> Blob:
    sha256 = hashlib.sha256(content).hexdigest()
    store().put(blob_key(school_id, sha256), BytesIO(content))
    row = Blob(
        id=new_id(),
        school_id=school_id,
        sha256=sha256,
        size=len(content),
        state=Blob.State.KEPT,
        touched_at=at,
    )
    row.save(force_insert=True)
    return row
