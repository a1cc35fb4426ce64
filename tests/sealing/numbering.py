"""Numbers under load: jobs at once draw papers up, some of them fail at the worst moment.

`numbered` returns the numbers that were committed and how many tries failed.
"""

import random
import threading

from django.db import connection, connections

from tests.school import NOW, School
from truongso.documents import papers
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.foundation.tenancy import act

KIND = "load"


class Injected(RuntimeError):
    """A failure that the test put there."""


@act
def draw(*, actor: Actor, chance: random.Random) -> int:
    """Draw one paper up; one try in six fails after its number was taken, one in six is cut off."""
    facts = {"made_at": NOW.isoformat()}
    paper = papers.draw_up(actor, KIND, None, lambda no: facts | {"no": no}, at=NOW, thing="load:1")
    kind = chance.random()
    if kind < 1 / 6:
        raise Injected
    if kind < 2 / 6:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return paper.number


def numbered(school: School, wanted: int, jobs: int = 8) -> tuple[list[int], int]:
    """Let so many jobs draw so many papers up; returns their numbers in order, and the failures."""
    actor, told, failures, lock = school.actor("Nam"), list[int](), list[str](), threading.Lock()

    def work(seed: int, count: int) -> None:
        chance = random.Random(seed)
        try:
            while count:
                try:
                    number = draw(actor=actor, chance=chance)
                except Exception as error:  # noqa: BLE001  (whatever was injected)
                    connections["default"].close()
                    with lock:
                        failures.append(type(error).__name__)
                    continue
                count -= 1
                with lock:
                    told.append(number)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=work, args=(seed, wanted // jobs)) for seed in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = Paper.objects.of(school).filter(kind=KIND).order_by("number")
    assert sorted(told) == list(kept.values_list("number", flat=True))
    return sorted(told), len(failures)
