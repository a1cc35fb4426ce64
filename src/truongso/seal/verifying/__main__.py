"""The guarded process: an order (one line of JSON) and a file from standard input, a verdict out.

How it ends says the same as for the inspection of files that come in.
"""

import json
import sys
from base64 import b64decode
from datetime import datetime

from truongso.documents.guard import calls
from truongso.documents.guard.limits import Limits, NoGuard
from truongso.documents.inspection.__main__ import FORBIDDEN, NOT_GUARDED, TOO_HEAVY, preload


def main() -> int:
    """Read, lay the walls, check, answer."""
    try:
        order = json.loads(sys.stdin.buffer.readline())
        Limits(**order["limits"]).lay()
        file = sys.stdin.buffer.read()
        from asn1crypto import x509

        from truongso.seal.verifying import running, warming, wire
        from truongso.seal.verifying.judging import verdict

        running.ready()
        preload()
        warming.load_all()
        calls.only_think()
    except (NoGuard, OSError) as error:
        sys.stderr.write(str(error))
        return NOT_GUARDED
    try:
        found = verdict(
            file,
            roots=[x509.Certificate.load(b64decode(one)) for one in order["roots"]],
            crls=[b64decode(one) for one in order["crls"]],
            at=datetime.fromisoformat(order["at"]),
        )
        json.dump(wire.as_plain(found), sys.stdout)
        sys.stdout.flush()
    except (PermissionError, ImportError) as error:
        sys.stderr.write(repr(error))
        return FORBIDDEN
    except (MemoryError, OSError):  # OSError: more of an answer than may be written
        return TOO_HEAVY
    return 0


if __name__ == "__main__":
    sys.exit(main())
