"""Schools and pupils made by the database itself, by the thousand (INSERT … SELECT).

`schools`: more schools beside the whole copies, with what the gradebook reads: people, classes, who
teaches what, pages and the lines of every fourth. `thousand`: a school gets 25 classes of 40 with
all results.
"""

from typing import Any

import psycopg
from psycopg import sql

from truongso.rules.marks import PASSED
from truongso.rules.subjects import subjects

LIGHT = ("roster_", "access_dutyheld", "access_account", "gradebook_sheet", "gradebook_termbook")
LEFT_OUT = ("roster_programmelesson", "roster_pupildetail", "roster_timetableslot")
SOME = {"gradebook_sheetline": "AND get_byte(uuid_send(sheet_id), 15) % 4 = 0"}
"""A fourth of the pages has marks: 2,000 schools are to be filled within minutes."""
UNIQUE = {("roster_org", "code"), ("access_account", "username")}
AT_ONCE = 100


def schools(link: psycopg.Connection[Any], school_id: int, first: int, count: int) -> None:
    """Make so many light copies of a school, numbered from `first`. Every id gets another by one
    rule from its own and the number of the copy, so that keys still point where they did.
    """
    for start in range(first, first + count, AT_ONCE):
        last = min(start + AT_ONCE, first + count) - 1
        for table, columns in _tables(link):
            names = sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
            told = sql.SQL(", ").join(_renamed(table, *column) for column in columns)
            owner = sql.Identifier("id" if table == "roster_org" else "school_id")
            link.execute(
                sql.SQL(
                    "INSERT INTO {table} ({names}) SELECT {told} FROM {table},"
                    " generate_series({start}, {last}) AS copy_no WHERE {owner} = {school} {some}"
                ).format(
                    table=sql.Identifier(table),
                    names=names,
                    told=told,
                    start=sql.Literal(start),
                    last=sql.Literal(last),
                    owner=owner,
                    some=sql.SQL(SOME.get(table, "")),
                    school=sql.Literal(school_id),
                )
            )


def _tables(link: psycopg.Connection[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = link.execute(
        "SELECT table_name, column_name::text, data_type::text FROM information_schema.columns"
        " WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
    ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in rows:
        if table.startswith(LIGHT) and table not in LEFT_OUT:
            found.setdefault(table, []).append((column, kind))
    return [
        (table, columns)
        for table, columns in found.items()
        if table == "roster_org" or any(name == "school_id" for name, _ in columns)
    ]


def _renamed(table: str, name: str, kind: str) -> sql.Composed:
    column = sql.Identifier(name)
    owner = sql.Identifier("id" if table == "roster_org" else "school_id")
    number = sql.SQL("({} + (copy_no::bigint << 24))").format(owner)
    if column == owner:
        return number
    if (table, name) in UNIQUE:
        # Whole copies have the number of their school at the end (copies.UNIQUE).
        return sql.SQL("regexp_replace({}, '[0-9]+$', {}::text)").format(column, number)
    if kind == "uuid":
        # As copies.renamed_id: another id of the same moment, here by a hash instead of by chance.
        return sql.SQL(
            "(left({id}::text, 14) || '7' || left(md5({id}::text || copy_no), 3) || '-8'"
            " || substr(md5({id}::text || copy_no), 4, 3) || '-'"
            " || substr(md5({id}::text || copy_no), 7, 12))::uuid"
        ).format(id=column)
    return sql.SQL("{}").format(column)


def thousand(link: psycopg.Connection[Any], school_id: int) -> None:
    """Give a school 25 classes of 40 instead of its own pupils, with the results of both terms in
    all subjects, conduct and absences.
    """
    known = subjects()
    said = [code for code, one in known.items() if one.assessed_by == "comments"]
    facts = {"school": school_id, "subjects": list(known), "said": said, "passed": PASSED}
    for statement in THOUSAND:
        link.execute(statement.encode(), facts)


MADE = "name ~ '^X[0-9]+$'"
THOUSAND = (
    "DELETE FROM gradebook_sheetline WHERE school_id = %(school)s",
    "DELETE FROM gradebook_sheet WHERE school_id = %(school)s",
    "DELETE FROM roster_classmember WHERE school_id = %(school)s",
    """INSERT INTO roster_schoolclass SELECT (json_populate_record(c, json_build_object(
        'id', gen_random_uuid(), 'name', 'X' || n, 'sort_key', 'X' || lpad(n::text, 3, '0')))).*
        FROM roster_schoolclass c, generate_series(1, 25) n WHERE c.ctid = (
            SELECT c.ctid FROM roster_schoolclass c JOIN roster_schoolyear y
            ON y.id = c.year_id AND y.school_id = c.school_id
            WHERE c.school_id = %(school)s AND y.state = 'open' AND NOT c.extra LIMIT 1)""",
    """INSERT INTO roster_pupil SELECT (json_populate_record(p, json_build_object(
        'id', gen_random_uuid(), 'code', 'X' || n))).*
        FROM roster_pupil p, generate_series(1, 1000) n WHERE p.ctid = (
            SELECT ctid FROM roster_pupil
            WHERE school_id = %(school)s AND status = 'studying' LIMIT 1)""",
    f"""INSERT INTO roster_classmember (id, school_id, pupil_id, school_class_id, since)
        SELECT gen_random_uuid(), p.school_id, p.id, c.id, y.starts_on
        FROM roster_pupil p, roster_schoolclass c, roster_schoolyear y
        WHERE p.school_id = %(school)s AND c.school_id = %(school)s AND p.code ~ '^X[0-9]+$'
        AND c.{MADE} AND c.name = 'X' || (1 + substr(p.code, 2)::int %% 25)
        AND y.school_id = c.school_id AND y.id = c.year_id""",
    f"""INSERT INTO gradebook_sheet (id, school_id, year_id, school_class_id, subject, term, locks)
        SELECT gen_random_uuid(), school_id, year_id, id, subject, term, 0
        FROM roster_schoolclass, unnest(%(subjects)s::text[]) subject, generate_series(1, 2) term
        WHERE school_id = %(school)s AND {MADE}""",
    """INSERT INTO gradebook_sheetline (id, school_id, sheet_id, pupil_id, marks, versions, average,
            comment, comment_version, exempt, locks, locked_marks, locked_comment)
        SELECT gen_random_uuid(), s.school_id, s.id, m.pupil_id, '{80,80,80}', '{1,1,1}',
            CASE WHEN s.subject = ANY(%(said)s) THEN %(passed)s ELSE
            50 + ('x' || left(md5(m.pupil_id::text || s.subject), 4))::bit(16)::int %% 50 END,
            '', 0, false, 0, '{}', ''
        FROM gradebook_sheet s JOIN roster_classmember m
        ON m.school_id = s.school_id AND m.school_class_id = s.school_class_id
        WHERE s.school_id = %(school)s""",
    """INSERT INTO gradebook_conduct (id, school_id, year_id, pupil_id, term, level, absent,
            comment, by_id, at, version)
        SELECT gen_random_uuid(), m.school_id, c.year_id, m.pupil_id, term, 3, 0, '',
            (SELECT id FROM roster_staff WHERE school_id = c.school_id LIMIT 1), now(), 1
        FROM roster_classmember m JOIN roster_schoolclass c
        ON c.school_id = m.school_id AND c.id = m.school_class_id, generate_series(1, 2) term
        WHERE m.school_id = %(school)s""",
)
