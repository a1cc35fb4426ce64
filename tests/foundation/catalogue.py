"""What the database's own catalogue says of the walls: a list of everything that is not as it must
be, so that the same questions can be asked of a database in which a wall was broken on purpose.
"""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from truongso.foundation.tables import registered
from truongso.foundation.tenancy import SchoolKey, SchoolOwned

Link = psycopg.Connection[Any]
APP, OWNER, OPS = "truongso_app", "truongso_owner", "truongso_ops"
STANDARD = (
    "(school_id = ( SELECT (NULLIF(current_setting('app.school'::text, true), ''::text))::bigint"
    ' AS "nullif"))'
)
WALL = ("school_wall", True, "*", ("public",), STANDARD, STANDARD)
MORE_POLICIES = {
    # Tells the one function of migration access 0002 the school of a user name; only its owner.
    "access_account": ("sign_in_lookup", True, "r", (OWNER,), "true", None),
    # The same for the one function of migration access 0003, which finds whom a provider names.
    "roster_staff": ("sign_in_lookup", True, "r", (OWNER,), "true", None),
}
DEFINERS = {
    "access_school_of_username(text)": ("search_path=pg_catalog, public",),
    "access_account_by(text,text)": ("search_path=pg_catalog, public",),
}
UNIQUE_EVERYWHERE = {
    # Local tables: found before the school is known, or by a key that nobody can guess.
    "access_account_pkey",
    "access_account_username_key",
    "access_account_username_03cf41ab_like",
    "access_session_pkey",
    "access_factor_pkey",
    "access_recoverycode_pkey",
    "access_ticket_pkey",
}

TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relkind,
       EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
               AND a.attname = 'school_id' AND NOT a.attisdropped),
       COALESCE((SELECT a.attnotnull AND a.atttypid = 'bigint'::regtype FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attname = 'school_id'), false),
       EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attidentity <> ''),
       EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY c.relname"""
POLICIES = """
SELECT c.relname, p.polname, p.polpermissive, p.polcmd,
       ARRAY(SELECT CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r)::text END
             FROM unnest(p.polroles) r),
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"""
GRANTS = """
SELECT c.relname, COALESCE(string_agg(x.privilege_type, ',' ORDER BY x.privilege_type), '')
FROM pg_class c LEFT JOIN LATERAL aclexplode(c.relacl) x
     ON x.grantee IN (0, %s::regrole)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.relname"""
KEYS = """
SELECT t.relname, i.relname, x.indisprimary, x.indisunique,
       (SELECT array_agg(a.attname::text ORDER BY k.place)
        FROM unnest(x.indkey) WITH ORDINALITY k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE t.relnamespace = 'public'::regnamespace"""
FOREIGN = """
SELECT t.relname, r.relname, k.conname, pg_get_constraintdef(k.oid), k.condeferrable, k.confdeltype
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
WHERE k.contype = 'f' AND t.relnamespace = 'public'::regnamespace"""
ROLE = """
SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
       EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid),
       EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid),
       EXISTS (SELECT 1 FROM pg_proc f WHERE f.proowner = r.oid),
       EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspowner = r.oid),
       EXISTS (SELECT 1 FROM pg_database d WHERE d.datdba = r.oid),
       has_schema_privilege(r.oid, 'public', 'CREATE')
FROM pg_roles r WHERE rolname = %s"""
ROLE_WORDS = (
    "is superuser",
    "passes row security",
    "makes databases",
    "makes roles",
    "replicates",
    "is a member of a role",
    "owns a table",
    "owns a function",
    "owns a schema",
    "owns a database",
    "makes tables",
)
FUNCTIONS = """
SELECT p.oid::regprocedure::text, p.proconfig, pg_get_userbyid(p.proowner),
       has_function_privilege('public', p.oid, 'EXECUTE')
FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace"""
COLUMN_GRANTS = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL"""


def owned() -> set[str]:
    """The tables whose rows belong to a school, as the models declare them."""
    return {
        table.name
        for table in registered()
        if table.model is not None and issubclass(table.model, SchoolOwned)
    }


def foreign_keys() -> set[tuple[str, str, str]]:
    """Every foreign key between owned tables: its table, its column, the table it points to."""
    return {
        (table.name, field.column, field.related_model._meta.db_table)
        for table in registered()
        if table.model is not None
        for field in table.model._meta.local_fields
        if isinstance(field, SchoolKey)
    }


def walls(link: Link) -> Iterator[str]:
    """Tables with a school that are not walled, and tables nobody declared."""
    declared = {table.name: table.kind for table in registered()}
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table, *policy in link.execute(POLICIES):
        name, permissive, command, roles, using, check = policy
        found.setdefault(table, []).append((name, permissive, command, tuple(roles), using, check))
    for name, secured, forced, kind, has_school, sound, identity, trigger in link.execute(TABLES):
        if kind in ("v", "m", "f"):
            yield f"{name}: a view or foreign table, which row security does not guard"
        if name not in declared and not name.startswith("procrastinate_"):
            yield f"{name}: not declared"
        if not has_school:
            continue
        if not (secured and forced):
            yield f"{name}: row security is not forced"
        if not sound:
            yield f"{name}: school_id may be empty or is no bigint"
        if identity or trigger:
            yield f"{name}: has an identity column or a trigger"
        expected = {WALL, MORE_POLICIES.get(name, WALL)}
        if set(found.get(name, [])) != expected:
            yield f"{name}: policies are {found.get(name)}"


def rights(link: Link) -> Iterator[str]:
    """What the application may do with each table, where it is not what is declared."""
    given = dict(link.execute(GRANTS, [APP]).fetchall())
    for table in registered():
        expected = ",".join(sorted(table.rights.split(", ")))
        if given.get(table.name) != expected:
            yield f"{table.name}: {given.get(table.name)} instead of {expected}"
    for table, column in link.execute(COLUMN_GRANTS):
        yield f"{table}.{column}: rights on a column"


def roles(link: Link) -> Iterator[str]:
    """What the application's role is or has that it must not."""
    row = link.execute(ROLE, [APP]).fetchone()
    assert row is not None
    yield from (f"{APP} {word}" for word, is_so in zip(ROLE_WORDS, row, strict=True) if is_so)
    ops = link.execute(ROLE, [OPS]).fetchone()
    assert ops is not None
    words = [word for word, is_so in zip(ROLE_WORDS, ops, strict=True) if is_so]
    if words != ["passes row security"]:
        yield f"{OPS} {words}"


def definers(link: Link) -> Iterator[str]:
    """Functions that run with their owner's rights, save the listed one with its fixed path."""
    found = {}
    for name, settings, owner, everybody in link.execute(FUNCTIONS):
        found[name] = tuple(settings or ())
        if owner != OWNER or everybody:
            yield f"{name}: belongs to {owner}, for everybody: {everybody}"
    if found != DEFINERS:
        yield f"functions with their owner's rights: {found}"


def keys(link: Link) -> Iterator[str]:
    """Keys, indexes and foreign keys of owned tables that do not begin with the school."""
    ours = owned()
    walled = {row[0] for row in link.execute(TABLES) if row[4]}
    for table, index, primary, unique, columns in link.execute(KEYS):
        if table not in walled or index in UNIQUE_EVERYWHERE:
            continue
        if columns[0] != "school_id" and (unique or table in ours):
            yield f"{table}: {index} begins with {columns[0]}"
        if primary and columns != ["school_id", "id"]:
            yield f"{table}: its primary key is {columns}"
    expected = foreign_keys()
    for table, other, name, told, deferrable, on_delete in link.execute(FOREIGN):
        if table not in walled or other not in walled:
            continue
        expected.discard(
            (table, told.partition("school_id, ")[2].partition(")")[0].strip('"'), other)
        )
        if not told.startswith("FOREIGN KEY (school_id, ") or "(school_id, id)" not in told:
            yield f"{table}: {name} is {told}"
        if deferrable or on_delete not in ("a", "r"):
            yield f"{table}: {name} waits or cascades"
    yield from (f"{table}: nothing holds {column} to {other}" for table, column, other in expected)


QUESTIONS: tuple[Callable[[Link], Iterator[str]], ...] = (walls, rights, roles, definers, keys)


def wrong(link: Link) -> list[str]:
    """Everything that is not as it must be."""
    return [f"{ask.__name__}: {found}" for ask in QUESTIONS for found in ask(link)]
