"""What the application's role may not do, whoever got hold of its password."""

from collections.abc import Iterator

import psycopg
import pytest

from tests import databases
from tests.foundation.catalogue import Link
from tests.foundation.rows import Rows, walled
from tests.school import NOW
from truongso.foundation.ids import new_school_id

JOURNAL = ("audit_journalentry", "audit_journallink", "audit_checkpoint")
DECISIONS = ("approvals_decision", "approvals_remark", "approvals_undoing", "planning_handin")
CHANGES = (
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "ALTER TABLE {table} RENAME TO gone",
    "DROP TABLE {table}",
    "CREATE RULE away AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
)
ATTACKS = (
    "SET ROLE truongso_owner",
    "SET ROLE truongso_ops",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "SET session_replication_role = replica",
    "ALTER TABLE roster_staff DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE roster_staff NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY school_wall ON roster_staff",
    "CREATE POLICY door ON roster_staff USING (true)",
    "ALTER ROLE truongso_app BYPASSRLS",
    "ALTER ROLE truongso_ops PASSWORD 'x'",
    "CREATE ROLE friend LOGIN",
    "GRANT truongso_owner TO truongso_app",
    "CREATE TABLE mine (id int)",
    "CREATE FUNCTION peep() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION access_school_of_username(wanted text) RETURNS bigint"
    " LANGUAGE sql AS 'SELECT 1::bigint'",
    "CREATE EXTENSION dblink",
    "COPY roster_staff TO '/tmp/away'",
    "COPY roster_staff FROM '/etc/hostname'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/hostname')",
    "SELECT pg_reload_conf()",
    "SELECT passwd FROM pg_shadow",
    "SELECT rolpassword FROM pg_authid",
    "ALTER SYSTEM SET fsync = off",
    "INSERT INTO roster_org (id, kind, code, name, short_name, place)"
    " VALUES (1, 'school', 'x', 'x', 'x', 'x')",
    "DELETE FROM django_migrations",
    "CREATE DATABASE elsewhere",
)


@pytest.fixture
def app(database: str) -> Iterator[Link]:
    """A bare connection of the application's role."""
    with databases.application() as link:
        yield link


@pytest.mark.parametrize("attack", ATTACKS)
def test_is_refused(app: Link, attack: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(attack)


@pytest.mark.parametrize("table", [*JOURNAL, *DECISIONS])
def test_what_is_written_for_ever_is_never_changed(database: str, app: Link, table: str) -> None:
    with databases.admin(database) as admin:
        rows = Rows(admin, new_school_id(NOW))
        rows.of(walled()[table])
    app.execute(f"SET app.school = '{rows.school_id:d}'")
    assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
    for change in CHANGES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute(change.format(table=table))
    assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)


def test_granting_itself_more_grants_nothing(app: Link) -> None:
    for right in ("UPDATE", "DELETE", "TRUNCATE"):
        app.execute(f"GRANT {right} ON audit_journalentry TO truongso_app")  # only a warning
        ask = "SELECT has_table_privilege('audit_journalentry', %s)"
        assert app.execute(ask, [right]).fetchone() == (False,)


def test_turning_row_security_off_shows_an_error_and_no_rows(app: Link) -> None:
    app.execute("SET row_security = off")
    for table in walled():
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"SELECT count(*) FROM {table}")


def test_reset_role_leaves_it_what_it_is(app: Link) -> None:
    app.execute("RESET ROLE")
    app.execute("RESET SESSION AUTHORIZATION")
    assert app.execute("SELECT current_user, session_user").fetchone() == (
        "truongso_app",
        "truongso_app",
    )
    assert app.execute("SELECT count(*) FROM roster_staff").fetchone() == (0,)


def test_the_sign_in_function_tells_a_school_and_nothing_else(database: str, app: Link) -> None:
    with databases.admin(database) as admin:
        rows = Rows(admin, new_school_id(NOW))
        account = rows.of(walled()["access_account"])
        admin.execute("UPDATE access_account SET is_active = true WHERE id = %s", [account["id"]])
    ask = "SELECT * FROM access_school_of_username(%s)"
    assert app.execute(ask, [account["username"]]).fetchall() == [(rows.school_id,)]
    for other in ("%", "' OR ''='", account["username"].upper() + " ", ""):
        assert app.execute(ask, [other]).fetchall() == [(None,)]
