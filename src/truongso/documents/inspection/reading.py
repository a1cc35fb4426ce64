"""The guarded process that reads the cells of a table: from standard input, JSON to the output.

Called as `python -m truongso.documents.inspection.reading <suffix> '<limits as JSON>'`; how it ends
says the same as for inspecting.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from truongso.documents.inspection.guarded import as_asked, refusal


def load(suffix: str) -> Callable[[bytes], None]:
    """Return what reads a table named by its suffix: its cells, or why there are none."""
    from truongso.documents.inspection.cells import read_table
    from truongso.foundation import old_letters

    old_letters.one_byte_text(b"")

    def answer(data: bytes) -> None:
        found: dict[str, Any] = {}
        why = refusal(lambda: found.update(read_table(data, suffix)))
        json.dump(why or found, sys.stdout, separators=(",", ":"))

    return answer


if __name__ == "__main__":
    sys.exit(as_asked(load))
