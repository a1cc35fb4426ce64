"""One request of the permission matrix: what it names, what it is sent."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@dataclass(frozen=True)
class Call:
    """A request: the values of its path, its query, form or JSON, and its headers."""

    path: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    also: str = ""
    """A thing whose id ends the query."""

    def send(
        self, browser: Client, method: str, route: str, things: Mapping[str, Any]
    ) -> HttpResponse:
        """Send it with the things meant; a POST or PATCH carries the form, the JSON or bytes."""
        address = reverse(route, kwargs=_with(self.path, things)) + self.query
        address += str(_with(self.also, things))
        told: dict[str, Any] = dict(self.headers)
        if method == "PATCH" and self.body is None:
            told |= {"data": b"12345", "content_type": "application/offset+octet-stream"}
        elif method in ("POST", "PUT", "PATCH") and self.body is not None:
            told |= {"data": json.dumps(_with(self.body, things), default=str)}
            told |= {"content_type": "application/json", "HTTP_ACCEPT": "application/json"}
        elif method == "POST":
            told |= {"data": _with(self.form, things)}
        answer: HttpResponse = getattr(browser, method.lower())(address, **told)
        return answer

    def names(self) -> set[str]:
        """The names of the things it speaks of."""
        return set(re.findall(r"<(\w+)>", repr((self.path, self.form, self.body, self.also))))


def _with(value: Any, things: Mapping[str, Any]) -> Any:
    """The value with every name of a thing, written "<name>", replaced by the thing."""
    if isinstance(value, Mapping):
        return {key: _with(inner, things) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with(inner, things) for inner in value]
    if isinstance(value, str) and value.startswith("<"):
        return things[value[1:-1]]
    return value


def nowhere(things: Mapping[str, Any]) -> dict[str, Any]:
    """Things that are not there, of the same form."""
    return {
        name: uuid4() if isinstance(value, UUID) else _other(str(value))
        for name, value in things.items()
    }


def _other(text: str) -> str:
    school, dot, rest = text.rpartition(".")
    return f"{school}{dot}{rest[::-1]}"
