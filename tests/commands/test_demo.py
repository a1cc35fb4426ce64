"""The demo: up from nothing, killed in many ways, up again with its data, gone without a trace."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.commands.test_servers import children_of, free_port, gone, soon, status_of
from truongso.commands.cluster import running
from truongso.commands.supervisor import GaveUp, Supervisor

LITTLE_SCHOOL = Path(__file__).parent / "little_school"


@dataclass
class Demo:
    """A demo in a folder of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the run."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TRUONGSO_")}
        mine = {"DATA_DIR": str(self.folder), "PORT": str(self.port)}
        return {**kept, **mine, "PYTHONPATH": str(LITTLE_SCHOOL)}

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        log = self.folder / "said"
        log.unlink(missing_ok=True)
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "truongso.commands.main", "demo"],
                env=self.environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        soon(lambda: f"\nReady: http://127.0.0.1:{self.port}\n" in self.said(), seconds=60)

    def said(self) -> str:
        """What it has told so far."""
        return (self.folder / "said").read_text("utf-8")

    def end(self, how: int) -> float:
        """Send a signal, wait until everything has gone; returns the seconds it took."""
        assert self.process is not None
        everything = self.descendants()
        begun = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(20)
        soon(lambda: all(map(gone, everything)), seconds=10)
        return time.monotonic() - begun

    def descendants(self) -> list[int]:
        """The web server, its workers and the job worker."""
        assert self.process is not None
        found = children_of(self.process.pid)
        return found + [grandchild for child in found for grandchild in children_of(child)]

    def postmaster(self) -> int | None:
        """The number of the database's process; None when it does not run."""
        pointer = self.folder / "cluster-home"
        home = Path(pointer.read_text("utf-8").strip()) if pointer.exists() else self.folder
        try:
            pid = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
        except FileNotFoundError:
            return None
        return None if gone(pid) else pid


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo that has been started once; what it leaves is removed."""
    folder = Path(tempfile.mkdtemp(prefix="truongso-demo-"))
    folder.chmod(0o755)
    fresh = Demo(folder)
    yield fresh
    if fresh.process and fresh.process.poll() is None:
        fresh.end(signal.SIGTERM)
    running(folder).stop()
    pointer = folder / "cluster-home"
    if pointer.exists():
        shutil.rmtree(pointer.read_text("utf-8").strip())
    shutil.rmtree(folder)


def test_comes_up_from_nothing_and_says_how_to_sign_in(demo: Demo) -> None:
    demo.start()
    assert status_of(demo.port) == 200
    assert "Nạp trường mẫu" in demo.said()
    assert "Quản trị viên" in demo.said()


def test_mends_what_dies_while_it_runs(demo: Demo) -> None:
    for child in demo.descendants():
        os.kill(child, signal.SIGKILL)
    soon(lambda: status_of(demo.port) == 200 and demo.said().count("khởi động lại") >= 2)
    postmaster = demo.postmaster()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    soon(lambda: demo.postmaster() not in (None, postmaster) and status_of(demo.port) == 200)


def test_stops_everything_within_seconds_on_ctrl_c(demo: Demo) -> None:
    assert demo.end(signal.SIGINT) < 8
    assert demo.postmaster() is None
    assert "Dữ liệu vẫn được giữ" in demo.said()


def test_comes_up_again_with_its_data_after_sigkill(demo: Demo) -> None:
    demo.start()
    assert "Nạp trường mẫu" not in demo.said()
    demo.end(signal.SIGKILL)
    demo.start()
    assert "Nạp trường mẫu" not in demo.said()
    assert status_of(demo.port) == 200


def test_is_alone_in_its_folder(demo: Demo) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "truongso.commands.main", "demo"],
        check=False,
        env={**demo.environment, "PORT": str(free_port())},
        capture_output=True,
        text=True,
    )
    assert second.returncode == 2
    assert "đang chạy ở một cửa sổ khác" in second.stderr


def test_loads_again_what_was_loaded_half(demo: Demo) -> None:
    demo.end(signal.SIGTERM)
    (demo.folder / "demo-loaded").rename(demo.folder / "demo-loading")
    demo.start()
    assert "nạp lại từ đầu" in demo.said()
    assert (demo.folder / "demo-loaded").exists()
    demo.end(signal.SIGTERM)


def test_names_the_port_when_somebody_has_it(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        refused = subprocess.run(
            [sys.executable, "-m", "truongso.commands.main", "demo"],
            check=False,
            env={**demo.environment, "PORT": str(port)},
            capture_output=True,
            text=True,
        )
    assert refused.returncode == 2
    assert f"Cổng {port} đang được chương trình khác dùng" in refused.stderr
    assert f"PORT={port + 10} make demo" in refused.stderr


def test_ends_with_the_program_that_started_it(demo: Demo) -> None:
    starter = subprocess.Popen(
        ["sh", "-c", '"$0" -m truongso.commands.main demo --with-parent; true', sys.executable],
        env=demo.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    soon(lambda: status_of(demo.port) == 200, seconds=60)
    (started,) = children_of(starter.pid)
    starter.kill()
    starter.wait()
    soon(lambda: gone(started) and demo.postmaster() is None, seconds=15)


def test_gives_up_on_a_child_that_never_stays(tmp_path: Path) -> None:
    told: list[str] = []
    keeper = Supervisor(tmp_path / "log", {}, told.append)
    keeper.start("việc hỏng", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(GaveUp, match=r"việc hỏng.*mã 3"):
        look_for_long(keeper)
    assert len(told) == 4
    keeper.stop()


def look_for_long(keeper: Supervisor) -> None:
    """Let the supervisor look many times, as it does while the demo runs."""
    for _ in range(200):
        time.sleep(0.05)
        keeper.look()
