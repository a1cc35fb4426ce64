"""Tables of the seal room."""

from truongso.seal.models.batches import Batch, BatchLine
from truongso.seal.models.keys import Authority, Key
from truongso.seal.models.marks import PublicMark
from truongso.seal.models.papers import Revision, Sealed, Signature, Slot

__all__ = [
    "Authority",
    "Batch",
    "BatchLine",
    "Key",
    "PublicMark",
    "Revision",
    "Sealed",
    "Signature",
    "Slot",
]
