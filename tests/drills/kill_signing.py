"""Kills the job worker at random while it signs a batch, and examines what it has kept.

`python -m tests.drills.kill_signing --kills 100 --papers 200` is the whole drill. Exit status 0:
every paper signed, none twice, none lost; each file is the one whose fingerprint is kept and grows
from the one before; the secret is gone.
"""

import argparse
import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.drills.rig import Rig, rigged

PATIENCE_SECONDS = 240.0
LEFT_BY_THE_DEAD = (
    "UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = NULL"
    " WHERE status IN ('doing', 'todo') AND task_name LIKE 'seal.%'"
)
"""What the job `foundation.revive` does half a minute after a worker's last sign of life."""
SIGNED = "SELECT count(*) FROM seal_signature"
DONE = (
    "SELECT (SELECT count(*) FROM seal_sealed WHERE stamped_until IS NULL)"
    " + (SELECT count(*) FROM seal_batch WHERE ended_at IS NULL)"
)


@dataclass
class Report:
    """What was seen: kills, signatures, and whatever is not as it must be."""

    kills: int = 0
    signatures: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def drill(*, kills: int, papers: int, seed: int, say: Callable[[str], None]) -> Report:
    """Sign so many papers while the worker is killed so often; returns what came of it."""
    report, chance = Report(), random.Random(seed)
    with rigged() as rig:
        rig.founded("tests.drills.signing_founding", papers)
        begun = time.monotonic()
        with rig.superuser(row_factory=dict_row) as link:
            every = max(papers // (kills + 1), 1)
            while report.kills < kills and _count(link, SIGNED) < papers:
                _work_until(
                    rig, link, _count(link, SIGNED) + chance.randint(0, 2 * every - 1), papers
                )
                time.sleep(chance.random() * 0.4)  # in the middle of the next one
                rig.kill(rig.processes["worker"].pid)
                report.kills += 1
                say(f"kill {report.kills}: {_count(link, SIGNED)} signed")
            _finish(rig, link)
            report.seconds = time.monotonic() - begun
            report.signatures = _count(link, SIGNED)
            report.wrong = _wrong(rig, link, papers)
    return report


def _work_until(rig: Rig, link: Any, signed: int, papers: int) -> None:
    """Let a worker work until so many are signed."""
    _begin(rig, link)
    until = time.monotonic() + PATIENCE_SECONDS
    while _count(link, SIGNED) < min(signed, papers):
        assert time.monotonic() < until, "nothing is signed any more"
        time.sleep(0.02)


def _begin(rig: Rig, link: Any) -> None:
    worker = rig.processes.get("worker")
    if worker is None or worker.poll() is not None:
        link.execute(LEFT_BY_THE_DEAD)
        rig.begin("worker")


def _finish(rig: Rig, link: Any) -> None:
    _begin(rig, link)
    until = time.monotonic() + PATIENCE_SECONDS + 3 * _count(link, DONE)
    while _count(link, DONE):
        assert time.monotonic() < until, "the batch does not end"
        time.sleep(0.2)


def _wrong(rig: Rig, link: Any, papers: int) -> list[str]:
    """Everything that is not as it must be after the last restart."""
    found = []
    lines = Counter(row["state"] for row in link.execute("SELECT state FROM seal_batchline"))
    if lines != {"signed": papers}:
        found.append(f"lines: {dict(lines)}")
    twice = link.execute(
        "SELECT sealed_id, signer_id, count(*) FROM seal_signature s JOIN seal_slot t"
        " ON t.id = s.slot_id GROUP BY 1, 2 HAVING count(*) > 1"
    ).fetchall()
    found += [f"signed twice: {row}" for row in twice]
    if any(row["secret"] for row in link.execute("SELECT secret FROM seal_batch")):
        found.append("the secret is still there")
    entries = _count(link, "SELECT count(*) FROM audit_journalentry WHERE verb = 'seal.signed'")
    if entries != papers:
        found.append(f"the journal tells of {entries} signatures")
    return found + _wrong_files(rig, link)


def _wrong_files(rig: Rig, link: Any) -> list[str]:
    found, before = [], (b"", None)
    rows = link.execute("SELECT * FROM seal_revision ORDER BY sealed_id, no").fetchall()
    for row in rows:
        sha256 = row["sha256"]
        paths = list((rig.folder / "files").rglob(sha256))
        content = paths[0].read_bytes() if paths else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            found.append(f"file of {row['sealed_id']} {row['no']}")
        last, sealed = before
        if sealed == row["sealed_id"]:
            if not content.startswith(last):
                found.append(f"revision {row['no']} of {sealed} did not grow from the one before")
            if content.count(b"/SubFilter") != last.count(b"/SubFilter") + 1:
                found.append(f"revision {row['no']} of {sealed} has not one signature more")
        before = (content, row["sealed_id"])
    return found


def _count(link: psycopg.Connection[Any], query: str) -> int:
    row: Any = link.execute(query).fetchone()
    return int(next(iter(row.values())))


def main(words: Sequence[str] | None = None) -> int:
    """Run the drill as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args(words)
    report = drill(
        kills=asked.kills,
        papers=asked.papers,
        seed=asked.seed,
        say=lambda text: print(text, flush=True),
    )
    print(asked.seed, report)
    return 1 if report.wrong or report.kills < asked.kills else 0


if __name__ == "__main__":
    sys.exit(main())
