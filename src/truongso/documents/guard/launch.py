"""Starts a program behind the walls: `python -m truongso.documents.guard.launch '<json>'`.

The JSON holds limits, folders to read, to write, for sockets, and the program with arguments. This
process becomes the program; it has no children, so ending it ends everything.
"""

import json
import os
import sys
from pathlib import Path

from truongso.documents.guard import calls, folders
from truongso.documents.guard.limits import Limits, NoGuard

NOT_GUARDED = 70


def main() -> None:
    """Lay the walls, then become the program. Exits with 70 when a wall cannot be laid."""
    order = json.loads(sys.argv[1])
    try:
        Limits(**order["limits"]).lay()
        folders.see_only(
            read=[Path(path) for path in order["read"]],
            write=[Path(path) for path in order["write"]],
            sockets=[Path(path) for path in order["sockets"]],
        )
        calls.stay_home()
    except (NoGuard, OSError, ValueError) as error:
        sys.stderr.write(str(error))
        sys.exit(NOT_GUARDED)
    program = order["program"]
    os.execv(program[0], program)  # noqa: S606  (fixed program, no shell)


if __name__ == "__main__":
    main()
