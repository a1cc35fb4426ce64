"""The guarded process: an order (one line of JSON) and a file from standard input, a verdict out.

How it ends says the same as for the inspection of files that come in.
"""

import json
import sys
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from typing import Any

from truongso.documents.inspection.guarded import behind_walls


def load(order: dict[str, Any]) -> Callable[[bytes], None]:
    """Return what checks a file as it was ordered."""
    from asn1crypto import x509

    from truongso.seal.verifying import running, warming, wire
    from truongso.seal.verifying.judging import verdict

    running.ready()
    warming.load_all()

    def answer(file: bytes) -> None:
        found = verdict(
            file,
            roots=[x509.Certificate.load(b64decode(one)) for one in order["roots"]],
            crls=[b64decode(one) for one in order["crls"]],
            at=datetime.fromisoformat(order["at"]),
        )
        json.dump(wire.as_plain(found), sys.stdout)

    return answer


def main() -> int:
    """Read the order, then check the file that follows it."""
    order = json.loads(sys.stdin.buffer.readline())
    return behind_walls(order["limits"], lambda: load(order))


if __name__ == "__main__":
    sys.exit(main())
