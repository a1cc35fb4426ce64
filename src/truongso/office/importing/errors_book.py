"""The file itself with the wrong cells marked."""

from io import BytesIO

from truongso.foundation.actor import Actor
from truongso.office.models import ImportRun
from truongso.office.queries import imports as queries


def marked(actor: Actor, run: ImportRun) -> BytesIO:
    """x."""
    raise NotImplementedError
