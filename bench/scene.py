"""Signs people in and records what the program asks the database for each of their requests.

Run as a program in the installation's environment: `python -m bench.scene 0 12 34 …`, the
numbers of the school of 1,000 (or 0) and of the schools; prints a Scene. Acts are recorded in a
transaction that is rolled back, so that the very same statements can be sent once more, alone.
"""

import base64
import itertools
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench import marks
from bench.recorded import Recorded, Scene

if TYPE_CHECKING:
    from truongso.approvals.models import Submission

UPLOAD_BYTES = 300 * 1024
APPROVALS, ALONE = 16, 40
"""So many papers are approved over the web, at most so many others by their statements alone."""
TUS: dict[str, Any] = {"HTTP_TUS_RESUMABLE": "1.0.0"}
PIECE_TYPE = "application/offset+octet-stream"
Person = tuple[int, str, UUID]  # school, session key, staff id


def scene(schools: list[int], large: int = 0) -> Scene:
    """Return what is measured in these schools, each as one person sees it.

    `large`: the school of 1,000 pupils, if there is one.
    """
    from truongso.rules.authority import Duty

    leaders = [_signed_in(school_id, Duty.PRINCIPAL)[0] for school_id in schools]
    leader = _signed_in(large, Duty.PRINCIPAL)[:1] if large else []
    heads = [_signed_in(school_id, Duty.DEPARTMENT_HEAD) for school_id in schools]
    teachers = [one for school_id in schools for one in _signed_in(school_id, Duty.TEACHER, 4)]
    papers = _papers([head for both in heads for head in both])
    return Scene(
        board=[_page(person, "/bang-tuan/") for person in leaders],
        inbox=[_page(person, "/duyet/") for person, *_ in heads],
        approve=[_decision(*next(papers)) for _ in range(APPROVALS)],
        floor=[_recorded_act(_decision(*paper)) for paper in itertools.islice(papers, ALONE)],
        **_gradebook(schools),
        results=[_page(one, marks.class_page(one[0])) for one in leaders],
        thousand=[_page(one, "/ket-qua/thong-ke/?ki=1") for one in leader],
        thousand_year=[_page(one, "/ket-qua/thong-ke/?ki=ca-nam") for one in leader],
        progress=[_page(person, "/so-diem/tien-do/?hoc-ki=1") for person in leaders],
        uploads=[Recorded(school_id, key, "/tep/tai-len/") for school_id, key, _ in teachers],
        upload_floor=[
            _upload(person) for person in itertools.islice(itertools.cycle(teachers), ALONE)
        ],
    )


def _gradebook(schools: list[int]) -> dict[str, list[Recorded]]:
    """Opening a page of the gradebook and saving 45 marks into it, as its teacher."""
    from truongso.foundation.tenancy import acting_in

    found: dict[str, list[Recorded]] = {"sheet": [], "sheet_data": [], "save": []}
    alone = []
    for school_id in schools:
        with acting_in(school_id):
            sheet, staff = marks.pages(school_id)[0]
            person = (school_id, _session_of(school_id, staff), staff)
            found["save"] += marks.saves(school_id, _session_of)
        found["sheet"].append(_page(person, marks.address(sheet)))
        found["sheet_data"].append(_page(person, f"{marks.address(sheet)}du-lieu/"))
        alone.append(_alone(school_id, -(-ALONE // len(schools))))
    turns = itertools.zip_longest(*alone)
    each = (one for turn in turns for one in turn if one is not None)
    return {**found, "save_floor": list(itertools.islice(each, ALONE))}


def _alone(school_id: int, most: int) -> list[Recorded]:
    """At most so many saves, rolled back all together; their sessions stay."""
    from django.db import transaction

    from truongso.foundation.tenancy import acting_in

    with acting_in(school_id):
        staff = {one for _, one in marks.pages(school_id)[marks.SAVED :]}
        keys = {one: _session_of(school_id, one) for one in staff}
    with acting_in(school_id):
        saves = marks.saves_alone(school_id, lambda _, one: keys[one], _asked)
        recorded = list(itertools.islice(saves, most))
        transaction.set_rollback(True)
    return recorded


def _session_of(school_id: int, staff_id: UUID) -> str:
    """Open a session of somebody."""
    from truongso.access.models import Account
    from truongso.access.sessions import SessionStore
    from truongso.foundation import clock

    now = clock.now()
    account = Account.objects.get(school_id=school_id, staff_id=staff_id)
    return SessionStore(now=now).open(account, ip="127.0.0.1", agent="bench", at=now)


def _signed_in(school_id: int, duty: Any, most: int = 2) -> list[Person]:
    """Open sessions of some who hold a duty, without the price of hashing passwords."""
    from truongso.access.models import Account, DutyHeld
    from truongso.access.sessions import SessionStore
    from truongso.foundation import clock
    from truongso.foundation.tenancy import acting_in

    now = clock.now()
    with acting_in(school_id):
        rows = DutyHeld.objects.filter(school_id=school_id, duty=duty.value)
        people = list(rows.order_by("since", "id").values_list("staff_id", flat=True)[:most])
        accounts = Account.objects.filter(school_id=school_id, staff_id__in=people)
        return [
            (
                school_id,
                SessionStore(now=now).open(one, ip="127.0.0.1", agent="bench", at=now),
                one.staff_id,
            )
            for one in accounts.order_by("staff__sort_key")
        ]


def _papers(heads: list[Person]) -> Iterator[tuple[Person, "Submission"]]:
    """Lesson plans of his department that wait for a head, school after school."""
    from truongso.access.models import DutyHeld
    from truongso.approvals.models import Submission
    from truongso.foundation.tenancy import acting_in

    waiting = []
    for head in heads:
        with acting_in(head[0]):
            over = DutyHeld.objects.filter(
                school_id=head[0], staff_id=head[2], department__isnull=False
            ).values("department_id")
            rows = Submission.objects.filter(
                school_id=head[0], state="submitted", kind="lesson_plan", department_id__in=over
            )
            waiting.append([(head, row) for row in rows.exclude(author_id=head[2])])
    for papers in itertools.zip_longest(*waiting):
        yield from (paper for paper in papers if paper is not None)


def _decision(head: Person, paper: "Submission") -> Recorded:
    fields = (("batch", str(uuid4())), ("move", "duyet"), ("submission", str(paper.id)))
    return Recorded(head[0], head[1], "/duyet/quyet-dinh/", fields)


def _page(person: Person, path: str) -> Recorded:
    answer, sql = _asked(person[0], person[1], "get", path, rolled_back=False)
    return Recorded(person[0], person[1], path, (), len(answer.content), sql)


def _recorded_act(act: Recorded) -> Recorded:
    body = urlencode(act.fields)
    kind = "application/x-www-form-urlencoded"
    _answer, sql = _asked(act.school_id, act.cookie, "post", act.path, data=body, content_type=kind)
    return Recorded(act.school_id, act.cookie, act.path, act.fields, 0, sql)


def _upload(person: Person) -> tuple[Recorded, Recorded]:
    """The two requests of an upload, both rolled back together."""
    from django.db import transaction

    from truongso.foundation.tenancy import acting_in

    name = base64.b64encode(f"Bài {uuid4().hex}.pdf".encode()).decode()
    length, told = str(UPLOAD_BYTES), f"filename {name}"
    facts = {**TUS, "HTTP_UPLOAD_LENGTH": length, "HTTP_UPLOAD_METADATA": told}
    school_id, key, _ = person
    with acting_in(school_id):
        opened, first = _asked(
            school_id, key, "post", "/tep/tai-len/", data=b"", content_type="", **facts
        )
        path = opened["Location"]
        piece = bytes(UPLOAD_BYTES)
        more = {**TUS, "HTTP_UPLOAD_OFFSET": "0"}
        _sent, second = _asked(
            school_id, key, "patch", path, data=piece, content_type=PIECE_TYPE, **more
        )
        transaction.set_rollback(True)
    return Recorded(school_id, key, "", (), 0, first), Recorded(school_id, key, path, (), 0, second)


def _asked(
    school_id: int, key: str, method: str, path: str, *, rolled_back: bool = True, **more: Any
) -> tuple[Any, tuple[str, ...]]:
    """Answer a request in this process; returns the answer and the statements it took."""
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from truongso.foundation.tenancy import SETTING, acting_in

    browser = Client(HTTP_HOST="127.0.0.1")
    browser.cookies[settings.SESSION_COOKIE] = key
    outer = connection.in_atomic_block
    with CaptureQueriesContext(connection) as asked:
        if rolled_back:
            with acting_in(school_id):
                answer = getattr(browser, method)(path, **more)
                if not outer:
                    transaction.set_rollback(True)
        else:
            answer = getattr(browser, method)(path, **more)
    assert answer.status_code < 400, (path, answer.status_code, answer.content[:500])
    sql = [query["sql"] for query in asked]
    if outer:
        sql = [f"SET LOCAL {SETTING} = '{school_id:d}'", *sql]
    return answer, tuple(text for text in sql if text.upper() not in ENDS)


ENDS = {"BEGIN", "COMMIT", "ROLLBACK"}


def main() -> None:
    """Print the scene of the schools named."""
    import django

    django.setup()
    large, *schools = map(int, sys.argv[1:])
    sys.stdout.write(scene(schools, large).told())


if __name__ == "__main__":
    main()
