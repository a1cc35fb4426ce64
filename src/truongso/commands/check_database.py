"""Checks of the database: who may what, will it keep what it says, is it of this version."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from truongso.commands.check import Finding
from truongso.commands.database import upkeep
from truongso.commands.restore import BEFORE

OLDEST_SERVER = 150000
CLOCKS_APART_SECONDS = 2.0
HEARTBEAT_SECONDS = 60
VIETNAM_HOURS = 7
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
WALL = """
SELECT relrowsecurity AND relforcerowsecurity
       AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = c.oid AND polname = %(policy)s),
       ARRAY(SELECT right_name FROM unnest(%(rights)s::text[]) right_name
             WHERE has_table_privilege(%(app)s, c.oid, right_name))
FROM pg_class c WHERE c.oid = to_regclass(%(table)s)"""
CLOCK = """
SELECT extract(epoch FROM clock_timestamp())::float8,
       extract(hour FROM timestamptz '2026-01-01 00:00+00' AT TIME ZONE 'Asia/Ho_Chi_Minh')"""
WORKERS = """
SELECT (SELECT count(*) FROM procrastinate_workers
        WHERE last_heartbeat > now() - make_interval(secs => %s)),
       (SELECT count(DISTINCT j.id) FROM procrastinate_jobs j
        JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'failed'
        WHERE j.status = 'failed' AND e.at > now() - interval '7 days')"""
ON = ("fsync", "full_page_writes")
SAFE_COMMITS = {"on", "remote_write", "remote_apply", "local"}


def roles() -> Iterator[Finding]:
    """The application must stand under row security and own nothing; upkeep must stand above it."""
    from django.conf import settings

    query = (
        "SELECT rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)"
        " FROM pg_roles r WHERE rolname = %s"
    )
    with upkeep() as link:
        ((version,),) = link.execute("SELECT current_setting('server_version_num')::int").fetchall()
        app = link.execute(query, [settings.APP_ROLE]).fetchone()
        ops = link.execute(query, [settings.OPS_ROLE]).fetchone()
    old = "" if version >= OLDEST_SERVER else "cần PostgreSQL 15 trở lên"
    yield Finding(f"PostgreSQL {version // 10000}.{version % 100}", old)
    yield Finding(
        f"vai trò ứng dụng {settings.APP_ROLE}",
        ""
        if app == (False, False, False)
        else "phải là vai trò riêng: không superuser, không BYPASSRLS, không sở hữu bảng nào",
    )
    yield Finding(
        f"vai trò vận hành {settings.OPS_ROLE}",
        ""
        if ops and not ops[0] and ops[1]
        else "phải có BYPASSRLS và không là superuser; xem TRUONGSO_OPS_DATABASE_URL",
    )


def durability() -> Iterator[Finding]:
    """What the database confirms must be on the disk."""
    with upkeep() as link:
        for name in ON:
            ((value,),) = link.execute("SELECT current_setting(%s)", [name]).fetchall()
            todo = "" if value == "on" else f"đặt {name} = on trong cấu hình PostgreSQL"
            yield Finding(f"{name} = {value}", todo)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit')")
        value = cursor.fetchone()[0]
    todo = "" if value in SAFE_COMMITS else "đặt synchronous_commit = on cho vai trò ứng dụng"
    yield Finding(f"synchronous_commit = {value}", todo)


def migrations() -> Iterator[Finding]:
    """The tables must be those this version of the program knows."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    with upkeep() as link:
        if link.execute("SELECT to_regnamespace(%s)", [BEFORE]).fetchone() != (None,):
            yield Finding("khôi phục", "lần khôi phục trước bị ngắt; chạy lại “truongso restore”")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in waiting[:3])
    yield Finding("các bảng", f"chưa cập nhật ({names}…); chạy “truongso migrate”" if names else "")


def walls() -> Iterator[Finding]:
    """Tables of schools stand behind row security, and the application has its rights, no more."""
    from truongso.foundation.tables import Table, registered
    from truongso.foundation.walls import POLICY

    def stands(table: Table) -> bool:
        row = link.execute(WALL, {**asked, "table": f'"{table.name}"'}).fetchone()
        if row is None:
            return False
        fields = table.model._meta.local_fields if table.model is not None else ()
        guarded = any(field.column == "school_id" for field in fields)
        return set(row[1]) == set(table.rights.split(", ")) and (row[0] or not guarded)

    from django.conf import settings

    asked = {"policy": POLICY, "rights": list(RIGHTS), "app": settings.APP_ROLE}
    with upkeep() as link:
        wrong = [table.name for table in registered() if not stands(table)]
    todo = f"bảng {', '.join(wrong[:5])} không đúng; chạy “truongso migrate”" if wrong else ""
    yield Finding("tường ngăn giữa các trường", todo)


def clocks() -> Iterator[Finding]:
    """The clocks of this machine and of the database agree, and both know Vietnam's time."""
    with upkeep() as link:
        before = time.time()
        ((there, hour),) = link.execute(CLOCK).fetchall()
        apart = there - (before + time.time()) / 2
    todo = "đồng bộ giờ hai máy (chrony hoặc systemd-timesyncd)"
    yield Finding(
        f"đồng hồ lệch cơ sở dữ liệu {apart:+.3f} giây",
        todo if abs(apart) > CLOCKS_APART_SECONDS else "",
    )
    zone = ZoneInfo("Asia/Ho_Chi_Minh").utcoffset(datetime(2026, 1, 1))  # noqa: DTZ001
    right = hour == VIETNAM_HOURS and zone == timedelta(hours=VIETNAM_HOURS)
    yield Finding(
        "múi giờ Việt Nam", "" if right else "cài gói tzdata trên máy và máy cơ sở dữ liệu"
    )


def workers() -> Iterator[Finding]:
    """Somebody does the jobs, and none was given up."""
    with upkeep() as link:
        ((alive, failed),) = link.execute(WORKERS, [HEARTBEAT_SECONDS]).fetchall()
    todo = "" if alive else "không có tiến trình nào; chạy “truongso worker”"
    yield Finding(f"việc nền: {alive} tiến trình", todo)
    todo = "xem nhật ký của “truongso worker” để biết nguyên nhân" if failed else ""
    yield Finding(f"việc nền thất bại trong 7 ngày: {failed}", todo)


ALL = (roles, durability, migrations, walls, clocks, workers)
"""Every check of the database, in the order in which they are told."""


def trouble() -> Finding | None:
    """Return what keeps us from the database; None when it answers."""
    import psycopg

    try:
        upkeep().close()
    except psycopg.OperationalError as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        todo = "khởi động PostgreSQL, hoặc sửa DATABASE_URL, TRUONGSO_OPS_DATABASE_URL"
        return Finding("cơ sở dữ liệu", f"không kết nối được; {todo} ({lines[0]})")
    return None
