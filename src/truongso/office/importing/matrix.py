"""A timetable as schools print it, weekday and period down, classes across, made into a list."""

import re

from truongso.documents.tables import Sheet
from truongso.office.importing.values import Cell


def spread(sheet: Sheet) -> Sheet | None:
    """Return the sheet as a list of periods; None when it is no such table."""
    return None
