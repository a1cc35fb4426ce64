"""What can be refused, and in which words. Anything else that is raised is a bug.

Rules return violations; actions raise one of four errors; one middleware answers.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext

from truongso.rules.messages import SENTENCES
from truongso.rules.verdict import Violation


class UserError(Exception):
    """An act that was refused; carries what is wrong, and whether the journal keeps the refusal."""

    status = 400
    journalled = False

    def __init__(self, *violations: Violation) -> None:
        self.violations = violations
        super().__init__(", ".join(violation.code for violation in violations))


class BadRequest(UserError):
    """The request is not of the form the door asks for."""


class NotAllowed(UserError):
    """The actor has no duty for this act (403)."""

    status = 403
    journalled = True


class Missing(UserError):
    """The thing is not there, or is another school's: the two are never told apart (404)."""

    status = 404

    def __init__(self) -> None:
        super().__init__(Violation("core.missing"))


class Stale(UserError):
    """Somebody else was there first; what happened is told, nothing is overwritten (409)."""

    status = 409

    def __init__(self, *violations: Violation) -> None:
        super().__init__(*(violations or (Violation("core.stale"),)))


class RuleBroken(UserError):
    """A rule refuses the act; every violation is told at once (422)."""

    status = 422


class TooMany(UserError):
    """The same act was tried too often (429)."""

    status = 429


def raise_if_broken(violations: Iterable[Violation]) -> None:
    """Raise RuleBroken with all the violations, if there are any."""
    if found := tuple(violations):
        raise RuleBroken(*found)


def sentence(violation: Violation) -> str:
    """Return the sentence of a violation in the language of the page."""
    values = {name: shown(value) for name, value in violation.params.items()}
    return gettext(SENTENCES[violation.code]).format_map(_Known(values))


def shown(value: object) -> str:
    """Return a value as a Vietnamese reader expects it: dd/mm/yyyy, decimal comma."""
    if isinstance(value, datetime):
        return f"{value:%H:%M:%S %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    return str(value)


class _Known(dict[str, str]):
    """A sentence whose value is missing shows a dash, never an error page about the error."""

    def __missing__(self, name: str) -> str:
        return "–"


def as_plain(error: UserError) -> dict[str, object]:
    """Return the error for a script: its kind and each violation with code, place and sentence."""
    problems: list[Mapping[str, str]] = [
        {"code": violation.code, "at": violation.at, "text": sentence(violation)}
        for violation in error.violations
    ]
    return {"status": error.status, "problems": problems}
