"""The walls in the database: composite keys, row security, and what each role may do.

Runs after every migration, as the owner of the tables; running it again changes nothing. It reads
what our models declare (`foundation.tables`) and what the catalogue says, and mends the difference.
No triggers, no identity columns, no policies that look into other tables: so the owned tables can
be distributed by school later.
"""

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from truongso.foundation.tables import EVERYTHING, Table, registered
from truongso.foundation.tenancy import SETTING, SchoolKey, SchoolOwned

POLICY = "school_wall"
OF_SCHOOL = (
    f"(school_id = ( SELECT (NULLIF(current_setting('{SETTING}'::text, true), ''::text))::bigint"
    ' AS "nullif"))'
)
"""In the words in which the server keeps it, so that the two can be compared."""


def raise_walls(using: str = "default") -> None:
    """Bring keys, policies and privileges of every table to what is declared."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = registered()
        _refuse_strangers(connection, tables)
        there = [table for table in tables if _exists(cursor, table.name)]
        for table in there:
            if table.kind == "owned":
                _composite_primary_key(cursor, table.name)
        for table in there:
            _raise_one(cursor, table)
        _grant_jobs(cursor)
        _grant_functions(cursor)


def _refuse_strangers(connection: BaseDatabaseWrapper, tables: list[Table]) -> None:
    known = {table.name for table in tables}
    found = {
        n for n in connection.introspection.table_names() if not n.startswith("procrastinate_")
    }
    if strangers := sorted(found - known):
        raise LookupError(f"Tables without a declared kind: {', '.join(strangers)}")


def _raise_one(cursor: CursorWrapper, table: Table) -> None:
    fields = table.model._meta.local_fields if table.model is not None else ()
    for field in fields:
        if isinstance(field, SchoolKey):
            _composite_foreign_key(cursor, table.name, field)
    if any(field.column == "school_id" for field in fields):
        _wall(cursor, table.name)
    _grant(cursor, table.name, table.rights)


def _composite_primary_key(cursor: CursorWrapper, table: str) -> None:
    """(id) → (school_id, id). Foreign keys to owned tables are ours alone, so none hangs on it."""
    if _constraint(cursor, table, "p") == "PRIMARY KEY (school_id, id)":
        return
    cursor.execute(
        f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_pkey",'
        f' ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (school_id, id)'
    )


def _composite_foreign_key(cursor: CursorWrapper, table: str, key: SchoolKey) -> None:
    column, target = key.column, key.related_model._meta.db_table
    name = f"{table}_{column}_school_fk"[:63]
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
    if cursor.fetchone():
        return
    cursor.execute(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}"'
        f' FOREIGN KEY (school_id, "{column}") REFERENCES "{target}" (school_id, id)'
    )


def _wall(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
        [table],
    )
    if not cursor.fetchone()[0]:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    cursor.execute(
        "SELECT polpermissive AND polcmd = '*' AND polroles = '{0}'"
        " AND pg_get_expr(polqual, polrelid) = %s AND pg_get_expr(polwithcheck, polrelid) = %s"
        " FROM pg_policy WHERE polrelid = %s::regclass AND polname = %s",
        [OF_SCHOOL, OF_SCHOOL, table, POLICY],
    )
    policy = cursor.fetchone()
    if policy and not policy[0]:
        cursor.execute(f'DROP POLICY {POLICY} ON "{table}"')
    if not policy or not policy[0]:
        cursor.execute(
            f'CREATE POLICY {POLICY} ON "{table}" USING ({OF_SCHOOL}) WITH CHECK ({OF_SCHOOL})'
        )


def _grant(cursor: CursorWrapper, table: str, rights: str) -> None:
    app, ops = settings.APP_ROLE, settings.OPS_ROLE
    cursor.execute(f'REVOKE ALL ON "{table}" FROM PUBLIC, "{app}"')
    cursor.execute(f'GRANT {rights} ON "{table}" TO "{app}"')
    cursor.execute(f'GRANT {EVERYTHING}, TRUNCATE ON "{table}" TO "{ops}"')


def _grant_jobs(cursor: CursorWrapper) -> None:
    """The job library's tables are local and its functions run as the caller."""
    app, ops = settings.APP_ROLE, settings.OPS_ROLE
    for name in _names(cursor, "tablename", "pg_tables", "procrastinate_%"):
        cursor.execute(f'GRANT {EVERYTHING} ON "{name}" TO "{app}", "{ops}"')
    for name in _names(cursor, "sequencename", "pg_sequences", "%"):
        cursor.execute(f'GRANT USAGE, SELECT ON SEQUENCE "{name}" TO "{app}", "{ops}"')
    cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{app}", "{ops}"')


def _grant_functions(cursor: CursorWrapper) -> None:
    """Our few functions that run with their owner's rights: only for the application."""
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f'GRANT EXECUTE ON FUNCTION {function} TO "{settings.APP_ROLE}"')


def _names(cursor: CursorWrapper, column: str, catalogue: str, like: str) -> list[str]:
    query = f"SELECT {column} FROM {catalogue} WHERE schemaname = 'public'"  # noqa: S608
    cursor.execute(f"{query} AND {column} LIKE %s", [like])
    return [name for (name,) in cursor.fetchall()]


def _exists(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute("SELECT to_regclass(%s)", [f'"{table}"'])
    return cursor.fetchone()[0] is not None


def _constraint(cursor: CursorWrapper, table: str, kind: str) -> str:
    cursor.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = %s",
        [table, kind],
    )
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def owned_tables() -> list[str]:
    """Return the names of the tables whose rows belong to a school."""
    return [
        t.name for t in registered() if t.model is not None and issubclass(t.model, SchoolOwned)
    ]
