"""Behind which school's wall a paper lies, for pages that belong to no school."""

from django.db import models

from truongso.foundation.tables import APPEND


class PublicMark(models.Model):
    """A mark of a paper, and the school behind whose wall it is to be looked for.

    `mark`: the SHA-256 of a revision's file, or of the random id in a QR code: whoever has neither
    learns nothing from a row, not even which rows belong to one paper. `behind`: the school; not
    named `school_id`, because the wall would hide the row from those who ask before they know it.
    """

    table_kind = "local"
    table_rights = APPEND

    mark = models.CharField(primary_key=True, max_length=64)
    behind = models.BigIntegerField()
