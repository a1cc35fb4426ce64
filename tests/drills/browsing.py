"""A person's browser: one connection that is kept, a session, and no patience with silence."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode

from tests.drills.founding import Person

TUS = {"Tus-Resumable": "1.0.0"}
PIECE_TYPE = "application/offset+octet-stream"


class Cut(Exception):
    """No answer came, or one that says nothing of the act: whether it was done is not known."""


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def done(self) -> bool:
        """Tell whether the act was done."""
        return self.status < 400

    def data(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


def headers_of(answer: HTTPResponse) -> dict[str, str]:
    """The headers of an answer by their names in small letters; cookies in lines of one header."""
    told = {name.lower(): value for name, value in answer.getheaders()}
    return told | {"set-cookie": "\n".join(answer.headers.get_all("set-cookie", []))}


class Browser:
    """The browser of one person who has signed in."""

    def __init__(self, port: int, person: Person, *, timeout: float = 30) -> None:
        self.port, self.person, self.timeout = port, person, timeout
        self.csrf = secrets.token_hex(16)
        self.link: HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request and return its answer. Raises Cut: no answer, or the server's failure."""
        own = {
            "Cookie": f"phien={self.person.cookie}; csrf={self.csrf}",
            "X-CSRFToken": self.csrf,
            "Accept": "application/json",
        }
        if self.link is None:
            self.link = HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            self.link.request(method, path, body, own | dict(headers or {}))
            answer = self.link.getresponse()
            told = Answer(
                answer.status,
                headers_of(answer),
                answer.read(),
            )
        except (OSError, HTTPException) as error:
            self.hang_up()
            raise Cut(repr(error)) from None
        if told.status >= 500:
            raise Cut(f"{told.status}: {told.body[:200]!r}")
        return told

    def post(self, path: str, *fields: tuple[str, str]) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), kind)

    def send(self, path: str, data: object) -> Answer:
        """Send data, as the page's script does."""
        kind = {"Content-Type": "application/json"}
        return self.ask("POST", path, json.dumps(data).encode(), kind)

    def open_upload(self, name: str, size: int) -> Answer:
        """Begin an upload by the tus protocol."""
        encoded = base64.b64encode(name.encode()).decode()
        facts = {"Upload-Length": str(size), "Upload-Metadata": f"filename {encoded}"}
        return self.ask("POST", "/tep/tai-len/", b"", TUS | facts)

    def send_piece(self, url: str, piece: bytes, offset: int) -> Answer:
        """Send a piece of an upload."""
        facts = {"Upload-Offset": str(offset), "Content-Type": PIECE_TYPE}
        return self.ask("PATCH", url, piece, TUS | facts)

    def offset(self, url: str) -> int:
        """How far an upload has come."""
        return int(self.ask("HEAD", url, b"", TUS).headers["upload-offset"])

    def state(self, url: str) -> str:
        """The state of an upload."""
        return str(self.ask("GET", f"{url}/trang-thai").data()["state"])

    def hang_up(self) -> None:
        """Close the connection."""
        if self.link is not None:
            self.link.close()
            self.link = None
