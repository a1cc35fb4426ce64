"""What every page shows around its content: menu, name, unread notices."""

from typing import Any

from django.http import HttpRequest


def shell(_request: HttpRequest) -> dict[str, Any]:
    """Return the values of the layout."""
    return {}
