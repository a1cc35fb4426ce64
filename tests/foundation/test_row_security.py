"""Whatever SQL the application's role sends, the rows of another school are not there for it.

Every walled table, one row in each of two schools; the attacks are committed, not rolled back, and
afterwards the other school's rows are what they were.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql

from tests import databases
from tests.foundation.catalogue import Link, owned
from tests.foundation.rows import Rows, Values, insert, walled
from tests.school import NOW
from truongso.foundation.ids import new_id, new_school_id
from truongso.foundation.tables import registered
from truongso.roster.models import SubjectGroup

TABLES = walled()
RIGHTS = {table.name: table.rights for table in registered()}
every_table = pytest.mark.parametrize("table", sorted(TABLES))


@dataclass
class Two:
    """Two schools with a row in every table, and a connection of the application's role."""

    mine: Rows
    theirs: Rows
    app: Link
    admin: Link

    def query(self, text: str, table: str) -> sql.Composed:
        """SQL about a table; {theirs} and {mine} stand for the schools."""
        return sql.SQL(text).format(
            table=sql.Identifier(table),
            theirs=sql.Literal(self.theirs.school_id),
            mine=sql.Literal(self.mine.school_id),
        )

    @contextmanager
    def acting(self) -> Iterator[Link]:
        """A transaction of my school."""
        with self.app.transaction():
            self.app.execute(f"SET LOCAL app.school = '{self.mine.school_id:d}'")
            yield self.app

    def fingerprint(self, table: str) -> str | None:
        """What the other school's rows of a table are, seen from above the walls."""
        text = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
        row = self.admin.execute(
            self.query(f"{text} WHERE school_id = {{theirs}}", table)
        ).fetchone()
        return str(row[0]) if row and row[0] else None


@pytest.fixture(scope="module")
def two(database: str) -> Iterator[Two]:
    """The two schools, made once for all tables."""
    with databases.admin(database) as admin, databases.application() as app:
        schools = [Rows(admin, new_school_id(NOW)) for _ in range(2)]
        for rows in schools:
            for model in TABLES.values():
                rows.of(model)
        yield Two(*schools, app, admin)


@pytest.fixture
def unharmed(two: Two, table: str) -> Iterator[None]:
    """The other school's rows of the table are the same after the test."""
    before = two.fingerprint(table)
    assert before
    yield
    assert two.fingerprint(table) == before


def may(table: str, right: str) -> bool:
    return right in RIGHTS[table]


def refused(two: Two, attack: Callable[[Link], object], *errors: type[Exception]) -> None:
    """The attack raises; what it would have done is committed if it does not."""
    with pytest.raises(errors or psycopg.errors.InsufficientPrivilege), two.acting() as app:
        attack(app)


@every_table
def test_another_schools_row_is_not_seen(two: Two, table: str) -> None:
    counted = "SELECT count(*) FILTER (WHERE school_id <> {mine}), count(*) FROM {table}"
    with two.acting() as app:
        assert app.execute(two.query(counted, table)).fetchone() == (0, 1)
        copied = "COPY (SELECT school_id FROM {table}) TO STDOUT"
        with app.cursor().copy(two.query(copied, table)) as copy:
            assert [row[0] for row in copy.rows()] == [str(two.mine.school_id)]


@every_table
def test_without_a_school_there_is_nothing_and_nothing_can_be_added(two: Two, table: str) -> None:
    assert two.app.execute(two.query("SELECT count(*) FROM {table}", table)).fetchone() == (0,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        insert(two.app, table, two.mine.fresh(TABLES[table]))


@every_table
@pytest.mark.usefixtures("unharmed")
def test_another_schools_row_is_not_changed(two: Two, table: str) -> None:
    theirs = two.query("UPDATE {table} SET school_id = school_id WHERE school_id = {theirs}", table)
    given_away = two.query("UPDATE {table} SET school_id = {theirs}", table)
    if may(table, "UPDATE"):
        with two.acting() as app:
            assert app.execute(theirs).rowcount == 0
    else:
        refused(two, lambda app: app.execute(theirs))
    refused(two, lambda app: app.execute(given_away))


@every_table
@pytest.mark.usefixtures("unharmed")
def test_another_schools_row_is_not_removed(two: Two, table: str) -> None:
    query = two.query("DELETE FROM {table} WHERE school_id = {theirs}", table)
    if may(table, "DELETE"):
        with two.acting() as app:
            assert app.execute(query).rowcount == 0
    else:
        refused(two, lambda app: app.execute(query))
    refused(two, lambda app: app.execute(two.query("TRUNCATE {table} CASCADE", table)))


@every_table
@pytest.mark.usefixtures("unharmed")
def test_no_row_is_added_for_another_school(two: Two, table: str) -> None:
    fresh = two.theirs.fresh(TABLES[table])
    theirs = two.theirs.of(TABLES[table])
    refused(two, lambda app: insert(app, table, fresh))
    refused(two, lambda app: insert(app, table, fresh, "ON CONFLICT DO NOTHING"))
    refused(two, lambda app: insert(app, table, theirs, "ON CONFLICT DO NOTHING"))
    refused(two, lambda app: _copy_in(app, table, fresh), psycopg.errors.FeatureNotSupported)


@every_table
@pytest.mark.usefixtures("unharmed")
def test_merge_reaches_no_further(two: Two, table: str) -> None:
    key = TABLES[table]._meta.pk.column
    theirs = two.theirs.of(TABLES[table])
    head = sql.SQL("MERGE INTO {} t USING (SELECT {}) s(k) ON t.{} = s.k ").format(
        sql.Identifier(table), sql.Literal(theirs[key]), sql.Identifier(key)
    )
    columns = sql.SQL(", ").join(map(sql.Identifier, theirs))
    values = sql.SQL(", ").join(map(sql.Literal, theirs.values()))
    new = sql.SQL("WHEN NOT MATCHED THEN INSERT ({}) VALUES ({})").format(columns, values)
    refused(two, lambda app: app.execute(head + new))
    if may(table, "DELETE"):
        with two.acting() as app:
            assert app.execute(head + sql.SQL("WHEN MATCHED THEN DELETE")).rowcount == 0


@pytest.mark.parametrize("table", sorted(owned()))
@pytest.mark.usefixtures("unharmed")
def test_what_another_school_has_can_be_had_again_without_a_word(two: Two, table: str) -> None:
    """Every key and every unique value of another school: that it is taken is never told."""
    model = TABLES[table]
    third = Rows(two.admin, new_school_id(NOW))
    keys = {field.column for field in model._meta.local_fields if field.is_relation}
    theirs = two.theirs.of(model)
    copy = {
        column: value if column in keys or column == "school_id" else theirs[column]
        for column, value in third.fresh(model).items()
    }
    with two.app.transaction():
        two.app.execute(f"SET LOCAL app.school = '{third.school_id:d}'")
        assert insert(two.app, table, copy) == 1


def _copy_in(app: Link, table: str, values: Values) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with app.cursor().copy(query) as copy:
        copy.write_row(list(values.values()))


@pytest.mark.parametrize("wrong", ["x", "1; SELECT", "1.5", " "])
def test_a_setting_that_is_no_school_is_an_error(two: Two, wrong: str) -> None:
    with two.app.transaction():
        two.app.execute("SELECT set_config('app.school', %s, true)", [wrong])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation), two.app.transaction():
            two.app.execute("SELECT count(*) FROM roster_staff")


def test_a_row_of_mine_never_points_into_another_school(two: Two) -> None:
    group = two.mine.fresh(SubjectGroup)
    for department in (two.theirs.of(SubjectGroup)["department_id"], new_id()):
        stray = group | {"department_id": department}
        refused(
            two,
            lambda app, row=stray: insert(app, "roster_subjectgroup", row),
            psycopg.errors.ForeignKeyViolation,
        )
