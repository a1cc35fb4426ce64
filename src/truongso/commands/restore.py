"""The verb `restore`: put an installation back as a backup has it, all of it or nothing.

First the whole archive is checked; then its files are added to the store, where more than is named
does no harm; then the database changes over by exchanging two schemas. Whatever fails before that
leaves the installation as it was.
"""

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truongso.commands import archive, backup
from truongso.commands.database import prepare
from truongso.commands.demo import own_verb
from truongso.commands.trouble import Trouble
from truongso.config.environment import Databases

if TYPE_CHECKING:
    import psycopg

BEFORE = "before_restore"
RESTORE = ("--no-owner", "--no-acl")
NEWER_TOOL = "unrecognized configuration parameter"
"""What an older server says to settings a newer pg_restore begins with; nothing is lost."""
Say = Callable[[str], None]


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    restore = verbs.add_parser("restore", help="khôi phục từ một bản sao lưu")
    restore.add_argument("file", type=Path, metavar="TỆP")
    restore.add_argument(
        "--replace", action="store_true", help="thay thế dữ liệu đang có (mặc định: từ chối)"
    )
    restore.set_defaults(run=_restore)


def _restore(args: argparse.Namespace) -> int:
    settings = prepare()
    if settings.databases is None:
        raise Trouble("Chưa có cơ sở dữ liệu để khôi phục vào.")
    import django

    django.setup()
    from truongso.commands.journal import verify_database
    from truongso.foundation import clock

    make(args.file, settings.databases, replace=args.replace, at=clock.now(), say=print)
    verdict = verify_database()
    print(verdict)
    return 1 if verdict.faults else 0


def make(path: Path, urls: Databases, *, replace: bool, at: datetime, say: Say) -> None:
    """Restore an archive into this installation. Raises Trouble, and then nothing has changed."""
    from django.conf import settings

    from truongso.audit import operating

    say(f"Kiểm tra {path}")
    contents = archive.checked(path)
    say(f"Bản sao lưu lúc {contents.head['made_at']}: {len(contents.members)} phần, không hỏng.")
    _undo_half_a_restore(urls)
    _refuse_newer(contents)
    _refuse_others(urls)
    if not replace:
        _refuse_unless_empty(urls)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restoring-") as folder:
        aside = Path(folder)
        say("Chép các tệp")
        _unpack(path, aside)
        say("Khôi phục cơ sở dữ liệu")
        _change_over(aside / archive.DATABASE, urls)
        for public in aside.glob("*.pub"):
            shutil.copy(public, settings.KEYS_DIR / public.name)
    _drop_other_files(contents)
    facts = {"made_at": contents.head["made_at"], "database": contents.members[archive.DATABASE][1]}
    operating.own_up_to_restoring(facts, at=at)
    say("Đã khôi phục xong.")


def _connected(url: str, **options: Any) -> "psycopg.Connection[Any]":
    import psycopg

    return psycopg.connect(url, **options)


def _undo_half_a_restore(urls: Databases) -> None:
    """Take back a restore that was killed between its two exchanges."""
    with _connected(urls.owner) as link:
        if link.execute("SELECT to_regnamespace(%s)", [BEFORE]).fetchone() != (None,):
            _back(link)


def _back(link: "psycopg.Connection[Any]") -> None:
    link.execute("DROP SCHEMA IF EXISTS public CASCADE")
    link.execute(f"ALTER SCHEMA {BEFORE} RENAME TO public")


def _refuse_newer(contents: archive.Contents) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations or {}
    strange = [name for name in contents.head["migrations"] if tuple(name) not in known]
    if strange:
        raise Trouble(
            f"Bản sao lưu do phiên bản mới hơn tạo ra ({contents.head['program']})."
            " Hãy cài phiên bản đó rồi khôi phục."
        )


def _refuse_others(urls: Databases) -> None:
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = %s AND pid <> pg_backend_pid()"
    )
    with _connected(urls.ops) as link:
        ((count,),) = link.execute(query, [settings.APP_ROLE]).fetchall()
    if count:
        raise Trouble("Hệ thống đang chạy. Hãy dừng “truongso serve” và “truongso worker” trước.")


def _refuse_unless_empty(urls: Databases) -> None:
    with _connected(urls.ops) as link:
        there = link.execute("SELECT to_regclass('public.roster_org')").fetchone() != (None,)
        if there and link.execute("SELECT 1 FROM roster_org LIMIT 1").fetchone() is not None:
            raise Trouble(
                "Hệ thống đã có dữ liệu. Thêm --replace nếu muốn thay thế toàn bộ bằng bản sao lưu"
                " (nên sao lưu hiện trạng trước)."
            )


def _unpack(path: Path, aside: Path) -> None:
    """Put the files into the store, the database and the public keys into a folder."""
    from truongso.foundation.files import store

    place = store()
    for name, content in archive.members(path):
        if name.startswith(archive.FILES):
            place.put(name.removeprefix(archive.FILES), content)
        elif name == archive.DATABASE or name.startswith(archive.KEYS):
            with (aside / Path(name).name).open("wb") as file:
                shutil.copyfileobj(content, file)


def _change_over(dump: Path, urls: Databases) -> None:
    """Restore beside the schema in use and keep the new one only when it is complete."""
    with _connected(urls.owner, autocommit=True) as link:
        link.execute(f"ALTER SCHEMA public RENAME TO {BEFORE}")
        try:
            link.execute("CREATE SCHEMA public")
            wanted = _parts_but_the_schema(urls, dump)
            into = [f"--dbname={link.info.dbname}", f"--use-list={wanted}"]
            backup.tool(urls.owner, "pg_restore", *RESTORE, *into, str(dump), forgiven=NEWER_TOOL)
            _migrate()
        except BaseException:
            with link.transaction():
                _back(link)
            raise
        link.execute(f"DROP SCHEMA {BEFORE} CASCADE")
        link.execute("ANALYZE")


def _parts_but_the_schema(urls: Databases, dump: Path) -> Path:
    """Whether a dump makes the schema itself depends on who owns it there; here we make it."""
    listed = dump.with_suffix(".list")
    with listed.open("wb") as out:
        backup.tool(urls.owner, "pg_restore", "--list", str(dump), out=out)
    lines = listed.read_text("utf-8").splitlines(keepends=True)
    listed.write_text("".join(x for x in lines if " SCHEMA - public " not in x), "utf-8")
    return listed


def _migrate() -> None:
    """Bring an older database up to date and raise its walls."""
    done = subprocess.run(own_verb("migrate"), check=False, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"Không nâng cấp được cơ sở dữ liệu vừa khôi phục:\n{done.stderr[-1500:]}")


def _drop_other_files(contents: archive.Contents) -> None:
    """Forget the files that were there and that the backup does not have."""
    from truongso.foundation.files import store

    place = store()
    for kind in backup.KINDS:
        keys = [lying.key for lying in place.under(kind)]
        for key in keys:
            if f"{archive.FILES}{key}" not in contents.members:
                place.delete(key)
