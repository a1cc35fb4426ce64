"""Thousands of rounds in which teachers, locks, corrections and resends meet on one page.

`python -m tests.drills.interleavings --rounds 5000` takes about half an hour on two busy cores.
Every round lets up to eight acts start together in threads and examines everything afterwards
(`tests.gradebook.racing`); every 25 rounds there is a new school, so that first marks race too.
Exit status 0: nothing lost or doubled, diary and sheet agree, no write into a locked cell
but by its case, every case and its minutes once, no deadlock, no error that is not a user's.
"""

import argparse
import random
import signal
import sys
import time
from collections import Counter

from tests.drills.rig import rigged

ROUNDS_A_SCHOOL = 25


def main() -> int:
    """Run from the command line; `--here` plays in the installation this process belongs to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        print(play(asked.rounds, asked.seed))
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    words = ("--here", "--rounds", str(asked.rounds), "--seed", str(asked.seed))
    print(f"seed {asked.seed}", flush=True)
    with rigged() as rig:
        rig.make()
        print(rig.run("-m", "tests.drills.interleavings", *words), end="")
    return 0


def play(rounds: int, seed: int) -> str:
    """Play so many rounds; returns what was seen. Raises AssertionError at the first that fails."""
    import django

    django.setup()
    from tests import school as little
    from tests.gradebook.racing import Race, racers
    from tests.gradebook.racing_moves import any_moves

    seen: Counter[str] = Counter()
    begun = time.monotonic()
    with racers() as running:
        for game in range(-(-rounds // ROUNDS_A_SCHOOL)):
            school_id = little.new_org("school", f"Trường THCS Cùng lúc {game + 1}")
            with little.looking_at(school_id):
                race = Race(little.build(school_id), running, random.Random(f"{seed} {game}"))
                for _ in range(min(ROUNDS_A_SCHOOL, rounds - game * ROUNDS_A_SCHOOL)):
                    moves = any_moves(race)
                    race.round(moves)
                    seen.update(["rounds", *moves])
                seen.update(told_of(race.answers))
    took = time.monotonic() - begun
    return f"{dict(seen)} in {took:.0f} s: nothing lost, doubled or written though locked"


def told_of(answers: object) -> Counter[str]:
    """Count what batches were told."""
    assert isinstance(answers, dict)
    found: Counter[str] = Counter(batches=len(answers))
    for answer in answers.values():
        found.update(
            saved=answer["saved"],
            refused=len(answer["refused"]),
            conflicts=len(answer["conflicts"]),
        )
    return found


if __name__ == "__main__":
    sys.exit(main())
