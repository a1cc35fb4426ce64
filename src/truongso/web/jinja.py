"""The template environment: Jinja2 with our filters."""

from typing import Any

from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Return the environment that Django's Jinja2 backend uses."""
    return Environment(**options)  # noqa: S701  (Django passes autoescape)
