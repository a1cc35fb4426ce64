"""Teachers who type marks over HTTP as the sheet's script does: in batches, each until answered.

A batch keeps its id however often it is sent. What the teacher saw of each cell is what the server
told him last.
"""

import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

from tests.drills.browsing import Answer
from tests.drills.people import AGAIN_SECONDS, Somebody
from tests.drills.typing_founding import Page, Teacher

MOST_CELLS = 8
PAUSE_SECONDS = (0.02, 0.25)
MARKS = ("8", "7,5", "0", "10", "6.5", "9", "4", "", "v", "v0", "85", "x")
COMMENTS = ("Chăm chỉ, có tiến bộ.", "Cần luyện tính toán.", "")


class Typist(Somebody):
    """One teacher before his pages."""

    def __init__(self, teacher: Teacher, *given: Any, forgiving: bool) -> None:
        super().__init__(teacher.person, *given, forgiving=forgiving)
        self.teacher = teacher
        self.shown: dict[Page, dict[str, dict[str, Any]]] = {}
        self.keys: dict[Page, list[str]] = {}

    def work(self) -> None:
        """Type one to eight cells of a page and send them until they are answered."""
        if not self.browser.person.cookie:
            self._sign_in()
        page = self.random.choice(self.teacher.pages)
        if page not in self.shown:
            self._open(page)
        cells = self._typed(page)
        body = {"batch": str(uuid4()), "source": "page", "cells": cells}
        attempt = self.diary.attempt("save", page=page.address, **body)
        told = self.until_answered(lambda: self._asked("POST", f"{page.address}luu/", body))
        assert told.done, (told.status, told.body[:500].decode())
        answer = told.data()
        self.diary.acknowledge(attempt, **answer)
        for row in answer["rows"]:
            self.shown[page][row["id"]].update(row)
        time.sleep(self.random.uniform(*PAUSE_SECONDS))

    def _typed(self, page: Page) -> list[dict[str, object]]:
        everything = [(pupil, key) for pupil in self.shown[page] for key in self.keys[page]]
        chosen = self.random.sample(everything, self.random.randint(1, MOST_CELLS))
        return [self._cell(page, pupil, key) for pupil, key in chosen]

    def _cell(self, page: Page, pupil: str, key: str) -> dict[str, object]:
        row, comment = self.shown[page][pupil], key == "comment"
        seen = row["comment_version"] if comment else row["versions"][self.keys[page].index(key)]
        return {
            "pupil": pupil,
            "column": key,
            "text": self.random.choice(COMMENTS if comment else MARKS),
            "version": seen,
            "reason": "Chấm lại",
        }

    def _open(self, page: Page) -> None:
        told = self.until_answered(lambda: self._asked("GET", f"{page.address}du-lieu/"))
        assert told.done, (told.status, told.body[:500].decode())
        data = told.data()
        self.shown[page] = {row["id"]: row for row in data["rows"]}
        self.keys[page] = [*(column["key"] for column in data["columns"]), "comment"]

    def _asked(self, method: str, path: str, body: object = None) -> Answer:
        """Ask once; whoever is not signed in any more signs in and asks the same again."""
        told = self._once(method, path, body)
        if told.status == 401:
            self._sign_in()
            told = self._once(method, path, body)
        return told

    def _once(self, method: str, path: str, body: object) -> Answer:
        return self.browser.send(path, body) if method == "POST" else self.browser.ask(method, path)

    def _sign_in(self) -> None:
        """Sign in with name and password; what is too early is tried again."""
        fields = {"username": self.teacher.username, "password": self.teacher.password}
        while True:
            told = self.until_answered(lambda: self.browser.send("/dang-nhap/", fields))
            if told.done:
                break
            assert told.status == 429, (told.status, told.body[:500].decode())
            time.sleep(AGAIN_SECONDS * 10)
        cookies = told.headers["set-cookie"].split("\n")
        session = next(one for one in cookies if one.startswith("phien="))
        key = session.partition("=")[2].partition(";")[0]
        self.browser.person = replace(self.browser.person, cookie=key)
