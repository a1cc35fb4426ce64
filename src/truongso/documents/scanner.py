"""The virus scanner (clamd), where the installation has one: by its INSTREAM command."""

import socket
import struct
from typing import IO

from django.conf import settings

PIECE = 64 * 1024
PATIENCE_SECONDS = 60
MOST_ANSWER = 4096


class ScannerDown(RuntimeError):
    """A scanner is configured but did not answer: nothing passes until it does."""


def scan(file: IO[bytes]) -> str | None:
    """Return the name of the virus in a file; None when it is clean or there is no scanner.

    Raises ScannerDown.
    """
    if not settings.CLAMD:
        return None
    file.seek(0)
    try:
        with _connected(settings.CLAMD) as link:
            link.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                link.sendall(struct.pack(">I", len(piece)) + piece)
            link.sendall(struct.pack(">I", 0))
            answer = _answer(link)
    except OSError as error:
        raise ScannerDown(type(error).__name__) from None
    return _virus(answer)


def answers() -> bool:
    """Tell whether the configured scanner is there."""
    try:
        with _connected(settings.CLAMD) as link:
            link.sendall(b"zPING\0")
            return _answer(link) == "PONG"
    except OSError:
        return False


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        link = socket.socket(socket.AF_UNIX)
        try:
            link.settimeout(PATIENCE_SECONDS)
            link.connect(where)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = where.rpartition(":")
    if not port.isdigit():
        raise OSError("TRUONGSO_CLAMD")
    return socket.create_connection((host.strip("[]"), int(port)), PATIENCE_SECONDS)


def _answer(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER:
        piece = link.recv(MOST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace")


def _virus(answer: str) -> str | None:
    """Read "stream: OK" or "stream: <name> FOUND"; anything else is no verdict."""
    if answer == "stream: OK":
        return None
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")[:100]
    raise ScannerDown(answer[:60])
