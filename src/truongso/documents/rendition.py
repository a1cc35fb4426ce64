"""From a Word file to the PDF for reading: converted behind walls, inspected, kept."""

import hashlib
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from truongso.documents import converter, intake, queries
from truongso.documents.actions import renditions
from truongso.documents.actions.renditions import TO_MAKE, Made
from truongso.documents.converter import ConversionFailed
from truongso.documents.inspector import inspect
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.files import Gone, blob_key, store
from truongso.foundation.jobs import defer
from truongso.foundation.tenancy import acting_in
from truongso.rules.intake import suffix_of

PIECE = 256 * 1024
AT_ONCE = 200
GIVEN_UP = timedelta(hours=6)


def make(actor: Actor, file_id: UUID, *, at: datetime) -> None:
    """Make the PDF of a Word file, unless it has one, is gone, or there is no converter.

    Raises InspectorFailed, Swept (both: try again later).
    """
    try:
        with acting_in(actor.school_id):
            file = queries.stored(actor, file_id)
    except Missing:
        return
    if file.rendition not in TO_MAKE:
        return
    if converter.program() is None:
        renditions.lack_converter(actor=actor, file_id=file_id, at=at)
        return
    try:
        original = store().open(blob_key(actor.school_id, file.blob.sha256))
        with original, converter.converted(original, suffix_of(file.name)) as pdf:
            _keep(actor, file_id, pdf, at)
    except ConversionFailed as error:
        renditions.fail_rendition(actor=actor, file_id=file_id, reason=str(error), at=at)
    except Gone:
        renditions.fail_rendition(actor=actor, file_id=file_id, reason="original gone", at=at)


def ask_for_waiting(actor: Actor, *, at: datetime) -> int:
    """Ask for the PDFs that were postponed while there was no converter, and for those whose job
    was given up; returns how many.
    """
    if converter.program() is None:
        return 0
    with acting_in(actor.school_id):
        found = queries.unconverted(actor, lost_before=at - GIVEN_UP, most=AT_ONCE)
        for file_id in found:
            defer(actor, "documents.convert", file_id=str(file_id))
    return len(found)


def _keep(actor: Actor, file_id: UUID, pdf: IO[bytes], at: datetime) -> None:
    verdict = inspect(pdf, ".pdf")
    if verdict.problems:
        raise ConversionFailed(", ".join(problem.code for problem in verdict.problems))
    digest = hashlib.sha256()
    pdf.seek(0)
    while piece := pdf.read(PIECE):
        digest.update(piece)
    sha256 = digest.hexdigest()
    reserved, text = intake.put(actor, pdf, sha256, verdict.text, at)
    made = Made(sha256, verdict.pages, text)
    renditions.keep_rendition(actor=actor, file_id=file_id, made=made, reserved=reserved, at=at)
