"""Verbs that run until they are stopped: serve, worker."""

from typing import Any


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
