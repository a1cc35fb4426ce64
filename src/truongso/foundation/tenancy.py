"""Whose row is this? The school's own rows, in the query and again in the database.

First wall: queries on owned tables begin with `.of(actor)`. Second wall: PostgreSQL row security on
`school_id`, with the school set for one transaction by `acting_in`. Without it no row is seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, Protocol, Self, TypeVar, cast

from django.db import connection, models, transaction
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from truongso.foundation.ids import new_id

SETTING = "app.school"
_school: ContextVar[int | None] = ContextVar("school", default=None)


class InSchool(Protocol):
    """Anything that names its school: an actor, a row."""

    @property
    def school_id(self) -> int:
        """The id of the school."""
        ...


class WrongSchool(RuntimeError):
    """A transaction of one school tried to become one of another: a bug, never a user's mistake."""


@contextmanager
def acting_in(school_id: int) -> Iterator[None]:
    """Open a transaction in which only the rows of this school exist.

    Inside another `acting_in` of the same school it joins that transaction. The school is set by
    SQL text with a checked integer, because distributed PostgreSQL forwards only that form.
    Raises WrongSchool when a transaction of another school is open.
    """
    if not isinstance(school_id, int):
        raise WrongSchool(repr(school_id))
    current = _school.get() if connection.in_atomic_block else None
    if current is not None:
        if current != school_id:
            raise WrongSchool(f"{current} is open, {school_id} was asked for")
        yield
        return
    with transaction.atomic():  # noqa: TID251  (the one place)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {SETTING} = '{school_id:d}'")
        token = _school.set(school_id)
        try:
            yield
        finally:
            _school.reset(token)


P = ParamSpec("P")
R = TypeVar("R")


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an act: all of it in one transaction of the actor's school.

    The function takes `actor` by name. An act called inside another joins its transaction.
    """

    @wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = cast("InSchool", kwargs["actor"])
        with acting_in(actor.school_id):
            return function(*args, **kwargs)

    return whole


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class SchoolRows(models.QuerySet[M_co]):
    """A queryset that begins with whose rows are meant."""

    def of(self, owner: InSchool) -> Self:
        """Return only the rows of the owner's school."""
        return self.filter(school_id=owner.school_id)


class SchoolOwned(models.Model):
    """A row that belongs to one school. Its keys in the database begin with `school_id`.

    The primary key is (school_id, id) and foreign keys between owned tables are composite: both are
    set after migration by `foundation.walls`, as are row security and the rights of each role.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school_id = models.BigIntegerField(editable=False)

    objects = SchoolRows.as_manager()

    class Meta:
        abstract = True

    def _do_update(self, base_qs: Any, *args: Any, **kwargs: Any) -> Any:
        """Save by school and id: the key begins with the school."""
        return super()._do_update(base_qs.filter(school_id=self.school_id), *args, **kwargs)


def _school_column(model: type[models.Model], alias: str) -> Any:
    field = model._meta.get_field("school_id")
    return cast("models.Field[Any, Any]", field).get_col(alias)


class SchoolKey(models.ForeignKey[Any, Any]):
    """A foreign key between two owned tables: joins compare the school as well as the id.

    The constraint in the database is (school_id, x_id) → (school_id, id), set by
    `foundation.walls`; a row can never point into another school.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def get_extra_restriction(self, alias: str, related_alias: str) -> WhereNode | None:
        """Add `child.school_id = parent.school_id` to every join over this key.

        Django passes the alias of the table pointed at first, then that of the pointing one.
        """
        theirs = _school_column(self.remote_field.model, alias)
        ours = _school_column(self.model, related_alias)
        return WhereNode([cast("Any", Exact(theirs, ours))])

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, int]:
        """Fetch `row.parent` by school and id."""
        return {"school_id": instance.school_id}


def once(*fields: str, name: str, nulls_distinct: bool | None = None) -> models.UniqueConstraint:
    """Return the constraint that these fields together stand once in a school."""
    return models.UniqueConstraint(
        fields=["school_id", *fields], name=name, nulls_distinct=nulls_distinct
    )


def found_by(*fields: str, name: str) -> models.Index:
    """Return the index by which rows of a school are found by these fields."""
    return models.Index(fields=["school_id", *fields], name=name)
