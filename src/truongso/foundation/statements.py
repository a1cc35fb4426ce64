"""A question of every request: Django writes its statement once a process, a call binds values.

Writing costs Python more than answering costs the database. The walls stand as ever: the statement
is the queryset's own, with `.of(owner)`, sent on the request's connection, behind row security.
"""

import copy
import inspect
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
OWNER = "owner"


class Bound(Expression):
    """The place of a value in a statement: an argument of the call, by its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ARG002
        """Return the place, with itself for the value that is not known yet."""
        return "%s", [self]


class _Owner:
    """Stands for whoever asks: `.of(owner)` reads nothing but the school."""

    school_id = Bound(OWNER)


def written_once(function: Callable[P, QuerySet[M]]) -> Callable[P, list[M]]:
    """Make a function that returns a queryset one that returns its rows, written at its first call.

    Every argument is a value that a condition compares with, of the column's type and not None;
    `owner` stands for its school. The function is called once, without values: it must not look at
    them, and what decides about the statement's form needs a function of its own. Raises TypeError
    when an argument is None, or has no place in the statement.
    """
    signature = inspect.signature(function)
    written: list[tuple[Any, str, tuple[Any, ...]]] = []

    def write() -> None:
        places = {name: _Owner() if name == OWNER else Bound(name) for name in signature.parameters}
        rows = cast("Callable[..., QuerySet[M]]", function)(**places)
        compiler = rows.query.get_compiler(rows.db)
        sql, values = compiler.as_sql()
        if {one.name for one in values if isinstance(one, Bound)} != places.keys():
            raise TypeError(f"{function.__name__}: an argument has no place in the statement")
        compiler.connection = None  # it is this thread's; each call has its own
        written.append((compiler, sql, tuple(values)))

    @wraps(function)
    def rows_of(*args: P.args, **kwargs: P.kwargs) -> list[M]:
        known = signature.bind(*args, **kwargs).arguments
        if OWNER in known:
            known[OWNER] = known[OWNER].school_id
        if None in known.values():
            raise TypeError(f"{function.__name__}: None is compared with nothing")
        if not written:
            write()
        compiler, sql, values = written[0]
        bound = tuple(known[one.name] if isinstance(one, Bound) else one for one in values)
        return list(ModelIterable(_asked(compiler, sql, bound)))

    return rows_of


def _asked(compiler: Any, sql: str, values: tuple[Any, ...]) -> QuerySet[Any]:
    """The rows of a statement that is written: of the compiler, only the writing is left out."""
    ready = copy.copy(compiler)
    ready.connection = connections[compiler.using]
    ready.as_sql = lambda *_, **__: (sql, values)
    query: Any = SimpleNamespace(get_compiler=lambda **_: ready)  # all that reading rows asks of it
    return QuerySet(compiler.query.model, query=query, using=compiler.using)
