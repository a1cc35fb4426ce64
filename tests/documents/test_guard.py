"""The walls hold: a guarded process cannot open, send, start or reach anything."""

import json
import os
import socket
import subprocess
import sys
import textwrap
from dataclasses import asdict
from pathlib import Path

import pytest

from truongso.documents.guard import folders
from truongso.documents.guard.limits import Limits
from truongso.documents.inspector import python, surroundings

MEGABYTE = 1024 * 1024
LIMITS = Limits(cpu_seconds=2, memory=512 * MEGABYTE, file_bytes=MEGABYTE)


def thinking(code: str) -> subprocess.CompletedProcess[str]:
    """Run code behind the walls of a parser."""
    walls = (
        "import os, resource, socket\n"
        "from truongso.documents.guard import calls\n"
        "from truongso.documents.guard.limits import Limits\n"
        f"Limits(**{asdict(LIMITS)}).lay()\n"
        "calls.only_think()\n"
    )
    return run([sys.executable, "-P", "-c", walls + textwrap.dedent(code)])


def at_home(code: str, work: Path) -> subprocess.CompletedProcess[str]:
    """Run code behind the walls of the converter, with one folder of its own."""
    order = {
        "limits": asdict(LIMITS),
        "read": ["/usr", "/lib", "/lib64", "/bin", sys.prefix, sys.base_prefix, "/dev/urandom"],
        "write": [str(work)],
        "sockets": [],
        "program": [sys.executable, "-I", "-c", textwrap.dedent(code)],
    }
    return run([*python("truongso.documents.guard.launch"), json.dumps(order)])


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run to the end."""
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, env=surroundings(), check=False
    )


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "open('/tmp/x', 'w')",
        "os.listdir('/')",
        "os.unlink('/tmp/x')",
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.memfd_create('x')",
        "os.chmod('/tmp', 0o777)",
        "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)",
    ],
)
def test_a_parser_can_only_think(deed: str) -> None:
    done = thinking(f"""
        try:
            {deed}
        except PermissionError:
            print("refused")
    """)

    assert (done.stdout, done.returncode) == ("refused\n", 0), done.stderr


def test_a_parser_may_compute_and_answer() -> None:
    done = thinking("print(sum(range(10**6)), len(bytes(10**8)))")

    assert done.stdout == "499999500000 100000000\n"


def test_time_and_memory_end() -> None:
    assert thinking("while True: pass").returncode == -24
    assert "MemoryError" in thinking("bytes(10**9)").stderr


def test_what_is_written_ends() -> None:
    done = thinking("print('x' * 5)")
    assert done.returncode == 0
    work = Path(os.devnull)
    assert work.exists()


def test_the_converter_stays_at_home(tmp_path: Path) -> None:
    secret = tmp_path / "secret.key"
    secret.write_text("bí mật")
    work = tmp_path / "work"
    work.mkdir()
    deeds = {
        "read": f"open({str(secret)!r})",
        "write": f"open({str(tmp_path / 'x')!r}, 'w')",
        "network": "socket.socket()",
        "process": "os.fork()",
        "signal": "os.kill(os.getppid(), 0)",
        "limits": "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)",
        "program": "subprocess.run(['/bin/true'])",
    }
    lines = [
        f"try:\n    {deed}\n    print('{name} allowed')\nexcept PermissionError:\n    pass"
        for name, deed in deeds.items()
    ]
    code = "import os, resource, socket, subprocess\n" + "\n".join(lines)
    code += f"\nopen({str(work / 'a.txt')!r}, 'w').write('made')\nprint('done')"

    done = at_home(code, work)

    expected = "done\n" if folders.available() else "read allowed\nwrite allowed\ndone\n"
    assert done.stdout == expected, done.stderr
    assert (work / "a.txt").read_text() == "made"


def test_the_converter_reaches_nobody(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)"
        assert "PermissionError" in at_home(code, tmp_path).stderr
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


def test_without_walls_nothing_is_started(tmp_path: Path) -> None:
    order = {
        "limits": asdict(LIMITS),
        "read": ["\0"],
        "write": [],
        "sockets": [],
        "program": ["/bin/true"],
    }

    done = run([*python("truongso.documents.guard.launch"), json.dumps(order)])

    assert done.returncode == 70
