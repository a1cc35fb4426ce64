"""The file itself with the wrong cells marked."""

from io import BytesIO

from truongso.documents import tables
from truongso.foundation.actor import Actor
from truongso.office.importing import drafts as d
from truongso.office.importing import queries
from truongso.office.models import ImportRun

MOST = 5000


def marked(actor: Actor, run: ImportRun) -> BytesIO:
    """Return the file of an import as a workbook, each wrong cell coloured with what to mend.

    Raises Missing, Altered, RuleBroken, InspectorFailed.
    """
    marks = [
        (line.sheet, one.at, one.text)
        for line in queries.lines(actor, run, d.WRONG)[:MOST]
        for one in queries.said(line)
    ]
    return tables.marked(actor, run.file_id, marks)
