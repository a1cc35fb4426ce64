"""The verb `demo`: from nothing to a running school with work in it, in one process.

Everything it starts ends with it. The demo school is loaded only into an empty database; a load
that was cut short is thrown away and begun again, nothing else ever is.
"""

import argparse
import importlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from errno import EADDRINUSE
from fcntl import LOCK_EX, LOCK_NB, flock
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from truongso.commands.cluster import Cluster, running
from truongso.commands.supervisor import Stopped, Stopping, Supervisor
from truongso.commands.trouble import Trouble
from truongso.config import environment
from truongso.config.environment import Environment
from truongso.config.secret import keep_secret_key
from truongso.foundation.processes import die_with_parent

LOADING, LOADED, ACCOUNTS = "demo-loading", "demo-loaded", "demo-accounts.txt"
HEALTH = "/suc-khoe"
START_SECONDS = 60.0
PORT_PATIENCE_SECONDS = 3.0
HTTP_OK = 200


class CannotStart(Trouble):
    """The demo cannot run here and now; the text says why and what to do."""


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    demo = verbs.add_parser("demo", help="chạy thử với một trường mẫu")
    demo.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    demo.set_defaults(run=_demo)
    load = verbs.add_parser("load-demo", help="nạp trường mẫu vào cơ sở dữ liệu trống")
    load.set_defaults(run=_load)


def _demo(args: argparse.Namespace) -> int:
    stopping = Stopping()
    if args.with_parent:
        die_with_parent(signal.SIGTERM)
    settings = replace(environment.read(), trying_out=True)
    talk = Talk()
    try:
        with _alone(settings.data_dir):
            return Demo(settings, talk, stopping).run()
    except Stopped:
        return 0


class Talk:
    """Lines for the person who waits, each with the seconds since the start."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def __call__(self, text: str) -> None:
        """Say one line."""
        print(f"[{time.monotonic() - self.begun:5.1f} s] {text}", flush=True)


class Demo:
    """One run of the demo."""

    def __init__(self, settings: Environment, say: Talk, stopping: Stopping) -> None:
        self.settings, self.say, self.stopping = settings, say, stopping
        self.log = settings.data_dir / "demo.log"
        self.children = Supervisor(self.log, self._environment(), say)
        self.cluster: Cluster | None = None

    def run(self) -> int:
        """Start everything, say where it is, and keep it running until somebody stops it."""
        _free_port(self.settings)
        try:
            self._database()
            self._school()
            self.children.start("web", own_verb("serve"))
            self.children.start("việc nền", own_verb("worker", "--only-one"))
            self._await_health()
            self._ready()
            while True:
                time.sleep(0.2)
                self._look()
        finally:
            self.say("Đang dừng…")
            self.children.stop()
            if self.cluster:
                self.cluster.stop()
            self.say("Đã dừng. Dữ liệu vẫn được giữ.")

    def _environment(self) -> dict[str, str]:
        chosen = {"DATA_DIR": str(self.settings.data_dir), "PORT": str(self.settings.port)}
        return {**os.environ, **chosen, "TRUONGSO_TRYING_OUT": "1"}

    def _database(self) -> None:
        keep_secret_key(self.settings.data_dir)
        if self.settings.embedded:
            self.say("Khởi động cơ sở dữ liệu")
            self._cluster()

    def _cluster(self) -> None:
        with self.stopping.later():
            self.cluster = running(self.settings.data_dir)

    def _school(self) -> None:
        folder = self.settings.data_dir
        if (folder / LOADING).exists():
            self.say("Lần nạp trường mẫu trước bị ngắt giữa chừng: nạp lại từ đầu")
            _empty(folder)
        self.say("Chuẩn bị các bảng dữ liệu")
        self._do("migrate")
        if not _has_schools():
            self.say("Nạp trường mẫu (chỉ lần đầu)")
            (folder / LOADING).touch()
            self._do("load-demo", aloud=True)
            (folder / LOADING).rename(folder / LOADED)

    def _do(self, verb: str, *, aloud: bool = False) -> None:
        """Run one of our verbs to its end; `aloud`: pass on what it says meanwhile."""
        said: list[str] = []
        with subprocess.Popen(
            own_verb(verb),
            env={**self._environment(), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  (no threads here)
        ) as process:
            try:
                for line in process.stdout or ():
                    said.append(line.decode(errors="replace").rstrip())
                    if aloud:
                        self.say(said[-1])
            except Stopped:
                process.kill()
                raise
        if process.returncode:
            tail = "" if aloud else ":\n" + "\n".join(said[-30:])
            raise CannotStart(f"“truongso {verb}” không xong (mã {process.returncode}){tail}")

    def _await_health(self) -> None:
        self.say("Khởi động máy chủ web và việc nền")
        until = time.monotonic() + START_SECONDS
        while not answers(self.settings):
            if time.monotonic() > until:
                raise CannotStart(f"Máy chủ web không trả lời. Xem {self.log}.")
            time.sleep(0.1)
            self._look()

    def _look(self) -> None:
        if self.cluster and not _listens(self.cluster):
            self.say("Cơ sở dữ liệu dừng bất ngờ, đang khởi động lại")
            self._cluster()
        self.children.look()

    def _ready(self) -> None:
        accounts = self.settings.data_dir / ACCOUNTS
        if accounts.exists():
            print(accounts.read_text("utf-8"), end="")
        print(f"Ready: http://127.0.0.1:{self.settings.port}", flush=True)
        self.say("Nhấn Ctrl-C để dừng")


def own_verb(*words: str) -> list[str]:
    """Return the command line of one of our verbs, run by this very interpreter."""
    return [sys.executable, "-m", "truongso.commands.main", *words]


def answers(settings: Environment) -> bool:
    """Tell whether the web server says that it is well."""
    link = HTTPConnection("127.0.0.1", settings.port, timeout=5)
    try:
        link.request("GET", HEALTH)
        return link.getresponse().status == HTTP_OK
    except (OSError, HTTPException):
        return False
    finally:
        link.close()


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """Only one demo for a DATA_DIR: another one would stop the database under its feet."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("w") as lock:
        until = time.monotonic() + PORT_PATIENCE_SECONDS
        while True:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise CannotStart(
                        f"Trường mẫu trong {data_dir} đang chạy ở một cửa sổ khác. Hãy dừng bản đó,"
                        " hoặc đặt DATA_DIR khác."
                    ) from None
                time.sleep(0.1)
        yield


def _free_port(settings: Environment) -> None:
    """Make sure that the port is free; what a killed run left behind goes within a moment."""
    until = time.monotonic() + PORT_PATIENCE_SECONDS
    while True:
        try:
            with socket.create_server((settings.bind, settings.port)):
                return
        except OSError as error:
            if time.monotonic() > until:
                why = (
                    "đang được chương trình khác dùng" if error.errno == EADDRINUSE else str(error)
                )
                raise CannotStart(
                    f"Cổng {settings.port} {why}. Hãy chọn cổng khác bằng biến PORT, ví dụ:"
                    f" PORT={settings.port + 10} make demo"
                ) from None
            time.sleep(0.1)


def _listens(cluster: Cluster) -> bool:
    with socket.socket(socket.AF_UNIX) as link:
        try:
            link.connect(str(cluster.sockets / ".s.PGSQL.5432"))
        except OSError:
            return False
    return True


def _empty(data_dir: Path) -> None:
    """Forget what a cut load left. Only called when that load began in an empty database."""
    import psycopg

    urls = environment.read().databases
    with psycopg.connect(urls.owner if urls else "", autocommit=True) as link:
        link.execute("DROP SCHEMA public CASCADE")
        link.execute("CREATE SCHEMA public")
    shutil.rmtree(data_dir / "files", ignore_errors=True)
    (data_dir / LOADING).unlink()


def _has_schools() -> bool:
    import psycopg

    urls = environment.read().databases
    with psycopg.connect(urls.ops if urls else "") as link:
        return link.execute("SELECT 1 FROM roster_org LIMIT 1").fetchone() is not None


def _load(_args: argparse.Namespace) -> int:
    from truongso.commands.database import prepare

    settings = prepare()
    import django

    django.setup()
    from truongso.foundation import clock

    example = importlib.import_module("truongso.demo.load")
    example.load(clock.now())
    (settings.data_dir / ACCOUNTS).write_text(table_of(example.ACCOUNTS), "utf-8")
    return 0


def table_of(accounts: Iterable[tuple[str, str, str]]) -> str:
    """Return the accounts, one for each duty, as lines: duty, user name, password."""
    lines = [("Nhiệm vụ", "Tên đăng nhập", "Mật khẩu"), *accounts]
    widths = [max(len(line[place]) for line in lines) for place in range(3)]
    return "".join(
        "  "
        + "  ".join(w.ljust(width) for w, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )
