"""Kills the installation at random while twenty teachers type marks, and examines every cell.

`python -m tests.drills.kill_typing --kills 200` runs about fifteen minutes on two cores. Exit
status 0: every acknowledged cell is there, none doubled, the diary replayed is the sheet, every
result is what the rules reckon. `--control` as in `kill_nine`: then cells must be lost.
"""

import random
import sys
from collections.abc import Callable

from tests.drills import typed
from tests.drills.diary import Diary
from tests.drills.examining import Report
from tests.drills.kill_nine import Drill, hurt, main
from tests.drills.rig import rigged
from tests.drills.typing_founding import teachers
from tests.drills.typists import Typist

SCHOOLS, TEACHERS = 3, 20


class TypingDrill(Drill):
    """The drill with typing teachers: nothing is left to jobs, so nothing has to be waited for."""

    def drain(self) -> None:
        """Stop everything but the database."""
        self.rig.tend()
        self.rig.stop_web()

    def examined(self) -> Report:
        """Seal the journal, look at every cell, and return the report."""
        self.rig.run("-m", "tests.drills.settling")
        with self.rig.superuser() as link:
            report = typed.examine(self.diary, typed.read(link))
        self.say(f"cells acknowledged as saved: {typed.cells_told(self.diary)}")
        report.chain_breaks += self._chain_breaks()
        report.recovery_s += [s for some in self.recovered.values() for s in some]
        return report


def drill(*, kills: int, seed: int, control: bool, say: Callable[[str], None]) -> Report:
    """Run the drill and return its report. Raises AssertionError when somebody is left waiting."""
    with rigged() as rig:
        who = teachers(rig.founded("tests.drills.typing_founding", SCHOOLS))[:TEACHERS]
        run = TypingDrill(rig, Diary(rig.folder / "drill.log"), random.Random(seed), say)
        people = [
            Typist(one, rig.port, run.diary, rig.superuser, f"{seed} {place}", forgiving=control)
            for place, one in enumerate(who)
        ]
        return hurt(run, people, kills=kills, control=control)


if __name__ == "__main__":
    sys.exit(main(__doc__, drill))
