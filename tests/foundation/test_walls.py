"""The walls stand as declared, and each way of breaking one is noticed by the same questions."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from tests import databases
from tests.conftest import schema_fingerprint
from tests.foundation import catalogue
from tests.foundation.catalogue import Link
from tests.foundation.rows import walled
from truongso.foundation.walls import raise_walls

WALLED = sorted(walled())
JOURNAL = ("audit_journalentry", "audit_journallink", "audit_checkpoint")
FUNCTION = "FUNCTION access_school_of_username(text)"
POLICY_BREAKS = (
    "DROP POLICY school_wall ON {table}",
    "ALTER POLICY school_wall ON {table} USING (true)",
    "ALTER POLICY school_wall ON {table} WITH CHECK (true)",
    "ALTER POLICY school_wall ON {table} TO truongso_ops",
    "CREATE POLICY door ON {table} USING (true)",
    "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
)
GRANT_BREAKS = (
    "GRANT UPDATE ON {table} TO truongso_app",
    "GRANT DELETE ON {table} TO truongso_app",
    "GRANT TRUNCATE ON {table} TO truongso_app",
    "GRANT UPDATE ON {table} TO PUBLIC",
    "GRANT UPDATE (id) ON {table} TO truongso_app",
)
OTHER_BREAKS = (
    "ALTER ROLE truongso_app SUPERUSER",
    "ALTER ROLE truongso_app BYPASSRLS",
    "ALTER ROLE truongso_app CREATEROLE",
    "ALTER ROLE truongso_ops SUPERUSER",
    "GRANT truongso_owner TO truongso_app",
    "GRANT pg_read_all_data TO truongso_app",
    "GRANT pg_write_all_data TO truongso_app",
    "GRANT CREATE ON SCHEMA public TO truongso_app",
    "ALTER TABLE roster_staff OWNER TO truongso_app",
    f"ALTER {FUNCTION} RESET search_path",
    f"ALTER {FUNCTION} OWNER TO postgres",
    f"GRANT EXECUTE ON {FUNCTION} TO PUBLIC",
    "CREATE FUNCTION peep() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
    "CREATE VIEW everybody AS SELECT * FROM roster_staff",
    "CREATE MATERIALIZED VIEW everybody AS SELECT * FROM roster_staff",
    "CREATE TABLE stray (id bigint)",
    "CREATE TABLE stray (id bigint, school_id bigint)",
    "ALTER TABLE access_session ALTER school_id DROP NOT NULL",
    "ALTER TABLE planning_plan DROP CONSTRAINT planning_plan_pkey CASCADE,"
    " ADD PRIMARY KEY (id, school_id)",
    "CREATE UNIQUE INDEX probe ON roster_staff (id, school_id)",
    "CREATE INDEX slow ON planning_plan (title)",
    "ALTER TABLE planning_plan DROP CONSTRAINT planning_plan_author_id_school_fk",
    "CREATE TRIGGER late BEFORE UPDATE ON roster_staff FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
)
BREAKS = [
    *(change.format(table=table) for table in WALLED for change in POLICY_BREAKS),
    *(change.format(table=table) for table in JOURNAL for change in GRANT_BREAKS),
    *OTHER_BREAKS,
]


@pytest.fixture(scope="module")
def admin(database: str) -> Iterator[Link]:
    """The superuser, looking at the worker's database."""
    with databases.admin(database) as link:
        yield link


def test_stand_as_declared(admin: Link) -> None:
    assert len(WALLED) > 25
    assert catalogue.wrong(admin) == []


def test_each_way_of_breaking_one_is_noticed(admin: Link) -> None:
    """Broken in a transaction that is rolled back, one after another."""
    unseen = []
    for change in BREAKS:
        with admin.transaction(force_rollback=True):
            admin.execute(change)
            if not catalogue.wrong(admin):
                unseen.append(change)
    assert len(BREAKS) > 200
    assert unseen == []
    assert catalogue.wrong(admin) == []


@pytest.fixture
def scratch(database: str) -> Iterator[Link]:
    """A database of its own, as the superuser; Django knows it as "owner"."""
    name = databases.clone(schema_fingerprint(), "scratch")
    from django.conf import settings

    facts: dict[str, Any] = {**connections.settings["default"], **settings.OWNER_DATABASE}
    connections.settings["owner"] = facts | {"NAME": name}
    try:
        with databases.admin(name) as link:
            yield link
    finally:
        connections["owner"].close()
        del connections.settings["owner"]
        databases.drop(name)


def test_raising_them_again_mends_what_was_changed(scratch: Link) -> None:
    mended = [change for change in POLICY_BREAKS if not change.startswith("CREATE")]
    for table in ("roster_staff", "access_account", "access_session", "audit_journalentry"):
        for change in mended:
            scratch.execute(change.format(table=table))
            raise_walls("owner")
            assert catalogue.wrong(scratch) == [], change
    for change in GRANT_BREAKS[:4]:
        scratch.execute(change.format(table="audit_journalentry"))
    raise_walls("owner")
    assert catalogue.wrong(scratch) == []


def test_raising_them_again_changes_nothing(scratch: Link) -> None:
    def objects() -> Any:
        return scratch.execute(
            "SELECT (SELECT md5(string_agg(oid::text || xmin::text, ',' ORDER BY oid))"
            " FROM pg_policy), (SELECT md5(string_agg(oid::text || xmin::text, ',' ORDER BY oid))"
            " FROM pg_constraint)"
        ).fetchone()

    before = objects()
    raise_walls("owner")
    assert objects() == before


def test_a_table_nobody_declared_stops_the_migration(scratch: Link) -> None:
    scratch.execute("CREATE TABLE stray (id bigint)")
    scratch.execute("ALTER TABLE stray OWNER TO truongso_owner")
    with pytest.raises(LookupError, match="stray"):
        raise_walls("owner")


def test_the_application_cannot_raise_or_break_them(database: str) -> None:
    with databases.application() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("ALTER TABLE roster_staff NO FORCE ROW LEVEL SECURITY")
