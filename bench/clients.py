"""Who asks during a measurement, each on a connection of his own: a browser, bare SQL, a disk.

`once` is what is timed. `begin` comes before a round and `tidy` sets right what was done since;
neither is timed.
"""

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import psycopg

from bench.recorded import Recorded
from bench.scene import UPLOAD_BYTES
from tests.drills.browsing import Answer, Browser
from tests.drills.founding import Person

OK, REFUSED = 200, 400


class Client(Protocol):
    """Somebody who does the same thing again and again."""

    def begin(self) -> None:
        """Get ready for a round."""
        ...

    def once(self) -> None:
        """Do it once."""
        ...

    def tidy(self) -> None:
        """Set right what was done since the last time."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Web:
    """A browser on one kept connection; who sits before it changes from request to request."""

    def __init__(self, port: int) -> None:
        self.browser = Browser(port, _sitting(""))

    def ask(self, cookie: str) -> Browser:
        """Return the browser with a person's session."""
        self.browser.person = _sitting(cookie)
        return self.browser

    def begin(self) -> None:
        """Connect anew: the server closes what was idle while others were measured."""
        self.browser.hang_up()
        well(self.browser.ask("GET", "/suc-khoe"))

    def tidy(self) -> None:
        """Leave everything as it is."""

    def close(self) -> None:
        """Hang up."""
        self.browser.hang_up()


class Reader(Web):
    """Opens a page, in turn as each person of many schools."""

    def __init__(self, port: int, pages: Sequence[Recorded]) -> None:
        super().__init__(port)
        self.pages = cycle(pages)

    def once(self) -> None:
        """Open the page of the next person."""
        page = next(self.pages)
        told = well(self.ask(page.cookie).ask("GET", page.path, b"", {"Accept": "text/html"}))
        assert told.status == OK, (page.path, told.status)


class Fetcher(Web):
    """Fetches a static file."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__(port)
        self.path = path

    def once(self) -> None:
        """Fetch it."""
        well(self.browser.ask("GET", self.path))


class Approver(Web):
    """Approves one paper after the other, and undoes it when nobody looks at the clock."""

    def __init__(self, port: int, papers: Sequence[Recorded]) -> None:
        super().__init__(port)
        self.papers: Iterator[Recorded] = cycle(papers)
        self.done: list[tuple[str, str]] = []

    def once(self) -> None:
        """Approve the next paper as its head."""
        paper, batch = next(self.papers), str(uuid4())
        fields = [("batch", batch), *paper.fields[1:]]
        well(self.ask(paper.cookie).post(paper.path, *fields))
        self.done.append((paper.cookie, batch))

    def tidy(self) -> None:
        """Undo what was approved."""
        for cookie, batch in self.done:
            well(self.ask(cookie).post(f"/duyet/hoan-tac/{batch}/"))
        self.done.clear()


class Saver(Web):
    """Saves 45 marks of a page again and again, as its teacher, each time other ones."""

    def __init__(self, port: int, pages: Sequence[Recorded]) -> None:
        super().__init__(port)
        self.pages = cycle([(page, json.loads(page.body)["cells"]) for page in pages])

    def once(self) -> None:
        """Save the next page's marks; the page then knows their new versions."""
        page, cells = next(self.pages)
        body = {"batch": str(uuid4()), "cells": cells}
        told = well(self.ask(page.cookie).send(page.path, body)).data()
        assert told["saved"] == len(cells), told
        for cell in cells:
            cell["version"] += 1
            cell["text"] = "8" if cell["text"] == "9" else "9"


class Uploader(Web):
    """Uploads a file in one piece by the tus protocol, then throws it away."""

    def __init__(self, port: int, people: Sequence[Recorded]) -> None:
        super().__init__(port)
        self.people = cycle(people)
        self.content = os.urandom(UPLOAD_BYTES)
        self.done: list[tuple[str, str]] = []

    def once(self) -> None:
        """Open an upload and send all of it."""
        cookie = next(self.people).cookie
        browser = self.ask(cookie)
        url = well(browser.open_upload(f"Bài {secrets.token_hex(8)}.pdf", UPLOAD_BYTES)).headers[
            "location"
        ]
        well(browser.send_piece(url, self.content, 0))
        self.done.append((cookie, url))

    def tidy(self) -> None:
        """Throw the uploads away."""
        for cookie, url in self.done:
            well(self.ask(cookie).ask("DELETE", url, b"", {"Tus-Resumable": "1.0.0"}))
        self.done.clear()


class Alone:
    """Sends the statements of requests without any program around them, and reads all rows.

    Each list of requests is done once, as one thing; each request is a transaction. Statements that
    write are sent once only, so those lists end: `often` tells of reading ones.
    """

    def __init__(
        self,
        link: psycopg.Connection[Any],
        together: Sequence[Sequence[Recorded]],
        *,
        often: bool = False,
    ) -> None:
        self.link = link
        self.left: Iterator[Sequence[Recorded]] = cycle(together) if often else iter(together)

    def begin(self) -> None:
        """Let the connection be looked at by the server before the clock runs."""
        self.link.execute("SELECT 1")

    def once(self) -> None:
        """Send the statements of the next request."""
        for request in next(self.left):
            with self.link.transaction(), self.link.cursor() as cursor:
                for statement in request.sql:
                    cursor.execute(statement.encode())
                    if cursor.description:
                        cursor.fetchall()

    def tidy(self) -> None:
        """Leave everything as it is."""

    def close(self) -> None:
        """Close the connection."""
        self.link.close()


class Disk:
    """Writes the bytes of an upload to a file and waits until they are durable."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.content = folder, os.urandom(UPLOAD_BYTES)

    def begin(self) -> None:
        """Need nothing."""

    def once(self) -> None:
        """Write one file."""
        with (self.folder / "floor.bin").open("wb") as file:
            file.write(self.content)
            file.flush()
            os.fsync(file.fileno())

    def tidy(self) -> None:
        """Remove the file."""
        (self.folder / "floor.bin").unlink(missing_ok=True)

    def close(self) -> None:
        """Hold nothing."""


def well(told: Answer) -> Answer:
    """Return the answer, which must not be a refusal."""
    assert told.status < REFUSED, (told.status, told.body[:500].decode(errors="replace"))
    return told


def _sitting(cookie: str) -> Person:
    return Person(0, "", "", cookie, decides=False, lessons=[])
