"""People at work, each in a thread: writers upload and hand in, deciders approve and send back.

Whatever has no answer is asked for again under the same id until it has one. What to do next is
looked up in the database, so that nobody remembers wrongly what a kill has undone.
"""

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pikepdf
import psycopg

from tests.documents.making import docx_file, pdf_file
from tests.drills.browsing import TUS, Answer, Browser, Cut
from tests.drills.diary import Attempt, Diary
from tests.drills.founding import Person

PIECE = 16 * 1024
PATIENT_FOR = 20.0
AGAIN_SECONDS = 0.1
PLANS = (
    "SELECT p.id::text, p.state, p.latest_no, EXISTS (SELECT 1 FROM approvals_submission s"
    " WHERE s.school_id = p.school_id AND s.subject_id = p.id)"
    " FROM planning_plan p WHERE p.school_id = %s AND p.author_id = %s"
)
TAKEN = "SELECT lesson_id::text FROM planning_planlesson WHERE school_id = %s AND author_id = %s"
WAITING = (
    "SELECT id::text FROM approvals_submission WHERE school_id = %s AND state = 'submitted'"
    " AND author_id <> %s AND department_id ="
    " (SELECT department_id FROM roster_staff WHERE school_id = %s AND id = %s)"
    " ORDER BY submitted_at"
)


class Somebody:
    """One person; works in a thread until told to stop, and finishes what he has begun.

    What he does not understand ends his work and is the drill's failure, unless he is `forgiving`:
    then he goes on with something else.
    """

    def __init__(
        self,
        person: Person,
        port: int,
        diary: Diary,
        look: Callable[[], psycopg.Connection[Any]],
        seed: str,
        *,
        forgiving: bool,
    ) -> None:
        self.name = f"{person.name} {person.school}"
        self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)
        self.person, self.diary, self._look = person, diary, look
        self.browser = Browser(port, person)
        self.random, self.forgiving = random.Random(seed), forgiving
        self.going_home = threading.Event()
        self.trouble: Exception | None = None
        self.link: psycopg.Connection[Any] | None = None

    def run(self) -> None:
        """Work."""
        while not self.going_home.is_set() and (self.trouble is None or self.forgiving):
            try:
                with self._patience():
                    self.work()
            except Exception as error:  # noqa: BLE001  (told by the drill, in its own thread)
                self.trouble = error
                self.browser.hang_up()
                time.sleep(AGAIN_SECONDS)
        self.browser.hang_up()
        if self.link is not None:
            self.link.close()

    def work(self) -> None:
        """Do one thing."""
        raise NotImplementedError

    @contextmanager
    def _patience(self) -> Iterator[None]:
        """What was cut, or cannot be looked up just now, is left for a moment."""
        try:
            yield
        except Cut:
            time.sleep(AGAIN_SECONDS)
        except psycopg.OperationalError:
            if self.link is not None:
                self.link.close()
            self.link = None
            time.sleep(AGAIN_SECONDS)

    def rows(self, query: str, *values: object) -> list[Any]:
        """Look up something that decides what to do next."""
        if self.link is None:
            self.link = self._look()
        return self.link.execute(query, values).fetchall()

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """Ask the same again and again until there is an answer."""
        while True:
            try:
                return ask()
            except Cut:
                time.sleep(AGAIN_SECONDS)

    def once(self, attempt: Attempt, ask: Callable[[], Answer], **answer: Any) -> bool:
        """Do what has no id of its own: without an answer it is left, to be looked up later."""
        told = ask()
        if told.done:
            self.diary.acknowledge(attempt, **answer)
        return told.done


class Writer(Somebody):
    """A teacher: uploads, hands in, hands in again, withdraws, deletes drafts."""

    def work(self) -> None:
        """Do one thing that is possible now."""
        me = (self.person.school, self.person.staff)
        plans = self.rows(PLANS, *me)
        taken = {row[0] for row in self.rows(TAKEN, *me)}
        free = [lesson for lesson in self.person.lessons if lesson.id not in taken]
        submitted = [row for row in plans if row[1] == "submitted"]
        open_again = [row for row in plans if row[1] != "submitted"]
        drafts = [row for row in plans if row[1] in ("draft", "withdrawn")]
        never = [row for row in plans if row[1] == "draft" and not row[3]]
        possible: list[tuple[int, Callable[[], None]]] = [(1, self._discard)]
        if free:
            possible.append((6, lambda: self._hand_in(free)))
        if open_again:
            possible.append((6, lambda: self._new_version(self.random.choice(open_again))))
        if drafts:
            possible.append((6, lambda: self._hand_in_drafts(drafts)))
        if submitted:
            possible.append((5, lambda: self._withdraw(self.random.choice(submitted))))
        if never:
            possible.append((1, lambda: self._delete(self.random.choice(never)[0])))
        weights = [weight for weight, _ in possible]
        self.random.choices([act for _, act in possible], weights)[0]()

    def _hand_in(self, free: list[Any]) -> None:
        lessons = self.random.sample(free, min(len(free), self.random.choice((1, 1, 2, 3))))
        uploads = [upload for upload in (self._upload() for _ in lessons) if upload]
        if not uploads:
            return
        body = {
            "batch": str(uuid4()),
            "draft": self.random.random() < 0.25,
            "files": [
                {"upload": upload, "lessons": [lesson.id], "classes": lesson.classes}
                for upload, lesson in zip(uploads, lessons, strict=False)
            ],
        }
        attempt = self.diary.attempt("hand_in", school=self.person.school, **body)
        told = self.until_answered(lambda: self.browser.send("/ke-hoach/nop/", body))
        assert told.done, told.body.decode()
        self.diary.acknowledge(attempt, plans=told.data()["plans"])

    def _new_version(self, plan: Any) -> None:
        upload = self._upload()
        if upload is None:
            return
        body = {"upload": upload, "seen": plan[2], "draft": self.random.random() < 0.15}
        attempt = self.diary.attempt("version", plan=plan[0], **body)
        told = self.until_answered(
            lambda: self.browser.send(f"/ke-hoach/{plan[0]}/ban-moi/", body | {"note": ""})
        )
        if told.done:
            self.diary.acknowledge(attempt, no=told.data()["version"])

    def _hand_in_drafts(self, drafts: list[Any]) -> None:
        chosen = self.random.sample(drafts, min(len(drafts), 3))
        attempt = self.diary.attempt("drafts", plans=[[row[0], row[2]] for row in chosen])
        fields = [("plan", row[0]) for row in chosen]
        self.once(attempt, lambda: self.browser.post("/ke-hoach/nop-nhap/", *fields))

    def _withdraw(self, plan: Any) -> None:
        attempt = self.diary.attempt("withdraw", plan=plan[0], no=plan[2])
        self.once(attempt, lambda: self.browser.post(f"/ke-hoach/{plan[0]}/thu-hoi/"))

    def _delete(self, plan: str) -> None:
        attempt = self.diary.attempt("delete", plan=plan)
        self.once(attempt, lambda: self.browser.post(f"/ke-hoach/{plan}/xoa/"))

    def _discard(self) -> None:
        upload = self._upload()
        if upload is None:
            return
        attempt = self.diary.attempt("discard", upload=upload)
        url = f"/tep/tai-len/{upload}"
        self.once(attempt, lambda: self.browser.ask("DELETE", url, b"", TUS))

    def _upload(self) -> str | None:
        """Upload a file of one's own making and wait until it is checked; None: it is not."""
        name, content = self._file()
        digest = hashlib.sha256(content).hexdigest()
        attempt = self.diary.attempt("open", name=name, size=len(content), sha256=digest)
        try:
            told = self.browser.open_upload(name, len(content))
            assert told.status == 201, told.body.decode()
            upload = str(told.data()["id"])
        except Cut:
            told = self.until_answered(lambda: self.browser.ask("GET", "/tep/tai-len/"))
            mine = [one["id"] for one in told.data()["uploads"] if one["name"] == name]
            if not mine:
                return None
            upload = str(mine[0])
        self.diary.acknowledge(attempt, upload=upload)
        url = f"/tep/tai-len/{upload}"
        self._send(upload, url, content)
        return upload if self._await_check(upload, url) else None

    def _send(self, upload: str, url: str, content: bytes) -> None:
        offset = 0
        while offset < len(content):
            piece = content[offset : offset + PIECE]
            attempt = self.diary.attempt("piece", upload=upload, reaches=offset + len(piece))
            try:
                told = self.browser.send_piece(url, piece, offset)
            except Cut:
                told = self.until_answered(lambda: self.browser.ask("HEAD", url, b"", TUS))
            assert told.done, told.body.decode()
            offset = int(told.headers["upload-offset"])
            self.diary.acknowledge(attempt, received=offset)

    def _await_check(self, upload: str, url: str) -> bool:
        """Wait for the check, but not for ever: after a kill it may be tried again much later."""
        attempt = self.diary.attempt("ready", upload=upload)
        until = time.monotonic() + PATIENT_FOR
        state = "checking"
        while state == "checking":
            if time.monotonic() > until or self.going_home.is_set():
                return False
            time.sleep(AGAIN_SECONDS)
            told = self.until_answered(lambda: self.browser.ask("GET", f"{url}/trang-thai"))
            state = told.data()["state"]
        assert state == "ready", state
        self.diary.acknowledge(attempt)
        return True

    def _file(self) -> tuple[str, bytes]:
        """A small file, its content its own save in one case of eight; one of six is Word's."""
        mark = uuid4().hex
        content_mark = mark if self.random.random() < 0.875 else f"như nhau {self.person.name}"
        if self.random.random() < 1 / 6:
            return f"Bài {mark}.docx", docx_file(lines=["KẾ HOẠCH BÀI DẠY", content_mark])

        def signed(pdf: pikepdf.Pdf) -> None:
            pdf.docinfo["/Title"] = content_mark

        pages = self.random.choice((2, 2, 40))
        return f"Bài {mark}.pdf", pdf_file(signed, pages, static_id=True)


class Decider(Somebody):
    """A head of department: approves, sends back, undoes."""

    def work(self) -> None:
        """Decide on some of what waits."""
        person = self.person
        waiting = self.rows(WAITING, person.school, person.staff, person.school, person.staff)
        if not waiting:
            time.sleep(AGAIN_SECONDS)
            return
        chosen = [row[0] for row in waiting[: self.random.choice((1, 1, 2, 4))]]
        move = self.random.choice(("duyet", "duyet", "tra-lai"))
        batch = str(uuid4())
        attempt = self.diary.attempt("decide", batch=batch, submissions=chosen, move=move)
        fields = [("batch", batch), ("move", move), *(("submission", one) for one in chosen)]
        fields += [("remark", "Cần nêu rõ mục tiêu của hoạt động 2."), ("page", "1")] * (
            move == "tra-lai"
        )
        told = self.until_answered(lambda: self.browser.post("/duyet/quyet-dinh/", *fields))
        if not told.done:
            return
        self.diary.acknowledge(attempt)
        if self.random.random() < 0.25:
            self._undo(batch)

    def _undo(self, batch: str) -> None:
        attempt = self.diary.attempt("undo", batch=batch)
        told = self.until_answered(lambda: self.browser.post(f"/duyet/hoan-tac/{batch}/"))
        if told.done:
            self.diary.acknowledge(attempt)
