"""Makes a plain picture of a photograph that came in: developed behind the walls, looked at here.

What the guarded process answers is not trusted: it is kept only when it is a picture of the size we
ask for, and it is given back as a picture and as nothing else.
"""

import json
from typing import IO

from truongso.documents.guard.limits import Limits
from truongso.documents.inspection.pictures import LONGEST_SIDE, SIZE, size_of
from truongso.documents.inspector import InspectorFailed, NoAnswer, asked, refusals
from truongso.rules.verdict import Violation

MEGABYTE = 1024 * 1024
LIMITS = Limits(cpu_seconds=30, memory=1280 * MEGABYTE, file_bytes=16 * MEGABYTE)
WALL_SECONDS = 90
JPEG = b"\xff\xd8\xff"


def developed(file: IO[bytes], suffix: str) -> tuple[tuple[Violation, ...], bytes]:
    """Return why a photograph is refused (empty: it is not), and the plain JPEG made of it.

    Raises InspectorFailed.
    """
    file.seek(0)
    try:
        answer = asked("inspection.developing", file, suffix, LIMITS, WALL_SECONDS)
    except NoAnswer as why:
        return (Violation(why.code),), b""
    length = int.from_bytes(answer[:SIZE], "big")
    try:
        told = json.loads(answer[SIZE : SIZE + length])
        problems = refusals([told] if told else [])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InspectorFailed(f"no answer: {type(error).__name__}") from None
    picture = answer[SIZE + length :]
    if problems:
        return problems, b""
    width, height = size_of(picture) if picture.startswith(JPEG) else (0, 0)
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
        raise InspectorFailed("no picture came back")
    return (), picture
