"""Tables of the seal room."""

from truongso.seal.models.keys import Authority, Key

__all__ = ["Authority", "Key"]
