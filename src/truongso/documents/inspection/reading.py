"""The guarded process that reads the cells of a table: from standard input, JSON to the output.

Called as `python -m truongso.documents.inspection.reading <suffix> '<limits as JSON>'`; how it ends
says the same as for inspecting.
"""

import json
import sys
from typing import Any

from truongso.documents.guard import calls
from truongso.documents.guard.limits import Limits, NoGuard
from truongso.documents.inspection.__main__ import FORBIDDEN, NOT_GUARDED, TOO_HEAVY, preload
from truongso.documents.inspection.report import Refused


def main() -> int:
    """Read, lay the walls, answer with the cells or with why there are none."""
    _, suffix, limits = sys.argv
    try:
        Limits(**json.loads(limits)).lay()
        data = sys.stdin.buffer.read()
        from truongso.documents.inspection.cells import read_table
        from truongso.foundation import old_letters

        old_letters.one_byte_text(b"")
        preload()
        calls.only_think()
    except (NoGuard, OSError) as error:
        sys.stderr.write(str(error))
        return NOT_GUARDED
    try:
        json.dump(_answer(read_table, data, suffix), sys.stdout, separators=(",", ":"))
        sys.stdout.flush()
    except (PermissionError, ImportError) as error:
        sys.stderr.write(repr(error))
        return FORBIDDEN
    except (MemoryError, OSError):
        return TOO_HEAVY
    return 0


def _answer(read: Any, data: bytes, suffix: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = read(data, suffix)
    except Refused as refused:
        return {"code": refused.finding.code, "params": refused.finding.params}
    except (MemoryError, PermissionError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001  (whatever a parser throws is the file's fault)
        return {"code": "file.damaged", "params": {"detail": type(error).__name__}}
    return found


if __name__ == "__main__":
    sys.exit(main())
