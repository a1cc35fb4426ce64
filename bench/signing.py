"""`python -m bench.signing`: papers a second and core, the whole path beside its floors.

Typst alone, pyHanko alone (the same file, the same signer, time stamp and revocation data), and the
whole path: drawn up, set, kept, signed, stored, journalled, stamped for keeping. Needs the test
database, as the tests do.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import tests.environment  # noqa: F401  (settings before Django)


def timed(count: int, work: Callable[[int], object]) -> tuple[float, float]:
    """Return seconds of the clock and of this process's cores for so many of something."""
    wall, cores = time.perf_counter(), time.process_time()
    for number in range(count):
        work(number)
    return time.perf_counter() - wall, time.process_time() - cores


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.signing", description=__doc__)
    parser.add_argument("--papers", type=int, default=1000)
    count = parser.parse_args().papers
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongso.config.settings")
    import django

    django.setup()
    from tests import databases
    from tests import school as little
    from tests.conftest import schema_fingerprint

    name = databases.clone(schema_fingerprint(), "bench")
    databases.use(name)
    try:
        with little.found() as school:
            for line in _measured(school, count):
                print(line, flush=True)
    finally:
        databases.drop(name)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"most memory of the one process: {peak} MB")


def _measured(school: Any, count: int) -> Iterator[str]:
    """Yield a line for each arm."""
    from tests.school import NOW
    from tests.sealing import scene
    from truongso.documents import press
    from truongso.foundation.actor import system_actor
    from truongso.foundation.tenancy import acting_in
    from truongso.seal import papers, providers, running, signing, stamps, trust
    from truongso.seal.actions import batches
    from truongso.seal.queries import papers as queries

    key = scene.found(school, "Nam")["Nam"]
    facts = scene.minutes(school).facts

    def one_set(number: int) -> bytes:
        return press.render("account_handover", facts | {"username": f"lan{number}"})

    yield _line("Typst alone", count, *timed(count, one_set))
    one = scene.one_by(school, "Nam")
    with acting_in(school.id):
        pdf = papers.content(queries.latest(one))
    stamp = stamps.drawn(
        stamps.Stamp(("BÊN GIAO",), "Tạ Hoài Nam", NOW, organisation=False, width=230, height=68)
    )
    with providers.opened(key, scene.SECRET, at=NOW) as signer:
        stamper = trust.stamper(school, now=lambda: NOW)
        context = trust.validation_context(school, at=NOW)
        how = signing.Signing("ky_giver", signer, stamper, context, stamp, first=True, at=NOW)
        alone = timed(count, lambda _: signing.signed(pdf, how))
        yield _line("pyHanko alone (B-LT)", count, *alone)
    house, rows = system_actor(school.id, "Hệ thống"), []
    made = timed(count, lambda _: rows.append(scene.one_by(school, "Nam")))
    yield _line("drawn up, set, kept", count, *made)
    signed = [0.0, 0.0]
    for start in range(0, count, 45):
        some = rows[start : start + 45]
        batch = batches.open_batch(
            actor=school.actor("Nam"),
            sealed_ids=scene.ids(*some),
            key_id=key.id,
            secret=scene.SECRET,
            now=NOW,
        )
        spent = timed(1, lambda _, one=batch.id: running.sign(house, one, lambda: NOW))
        signed = [before + more for before, more in zip(signed, spent, strict=True)]
    yield _line("signed in batches of 45", count, *signed)
    yield _line("the whole path", count, made[0] + signed[0], made[1] + signed[1])
    kept = timed(count, lambda no: running.archive(house, rows[no].id, lambda: NOW))
    yield _line("stamped for keeping (B-LTA)", count, *kept)


def _line(what: str, count: int, wall: float, cores: float) -> str:
    each = f"{cores / count * 1000:.0f} ms of a core each, {count / cores:.1f} a second and core"
    return f"{what}: {each}; {count / wall:.1f} a second by the clock"


if __name__ == "__main__":
    main()
