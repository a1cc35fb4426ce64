"""What a form asks for, read field by field: every problem found at once, nothing guessed.

For doors. A field is named in the person's language; a problem names its field.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict

from truongso.foundation.errors import RuleBroken
from truongso.foundation.text import clean_line, clean_text, has_forbidden
from truongso.rules.verdict import Violation

DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
LINE, TEXT = 200, 4000


class Asked:
    """The fields of a request, read one by one; `done` refuses with all that was wrong."""

    def __init__(self, fields: QueryDict) -> None:
        self.fields = fields
        self.problems: list[Violation] = []

    def line(self, name: str, label: str, *, most: int = LINE, required: bool = True) -> str:
        """Return one line of text, cleaned."""
        return self._text(name, label, clean_line(self._raw(name)), most, required=required)

    def text(self, name: str, label: str, *, most: int = TEXT, required: bool = True) -> str:
        """Return text of several lines, cleaned."""
        return self._text(name, label, clean_text(self._raw(name)), most, required=required)

    def day(self, name: str, label: str) -> date:
        """Return a day, as a browser sends it or as a person types it; 1 Jan 1 when it is wrong."""
        raw = clean_line(self._raw(name))
        for form in DAY_FORMS:
            try:
                return datetime.strptime(raw, form).date()  # noqa: DTZ007  (a day, not a moment)
            except ValueError:
                continue
        code = "core.not_a_date" if raw else "core.required"
        self._wrong(code, name, {"name": label, "text": raw})
        return date.min

    def number(self, name: str, label: str, *, least: int, most: int) -> int:
        """Return a whole number within bounds; `least` when it is wrong."""
        raw = clean_line(self._raw(name))
        if raw.isascii() and raw.isdigit() and len(raw) < 10 and least <= int(raw) <= most:
            return int(raw)
        code = "core.unknown_choice" if raw else "core.required"
        self._wrong(code, name, {"name": label, "text": raw[:40]})
        return least

    def choice(self, name: str, label: str, known: Mapping[str, str]) -> str:
        """Return one of the known choices; "" when it is none of them."""
        raw = self._raw(name)
        if raw in known:
            return raw
        code = "core.unknown_choice" if raw else "core.required"
        self._wrong(code, name, {"name": label, "text": raw[:40]})
        return ""

    def identity(self, name: str, label: str) -> UUID:
        """Return the id of a thing that was chosen; the nil id when it is none."""
        found = as_uuid(self._raw(name))
        if found is None:
            self._wrong("core.required", name, {"name": label})
            return UUID(int=0)
        return found

    def identities(self, name: str) -> tuple[UUID, ...]:
        """Return the ids of all things that were ticked, in order, each once."""
        found = (as_uuid(raw) for raw in self.fields.getlist(name))
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def flag(self, name: str) -> bool:
        """Tell whether a box was ticked."""
        return self._raw(name) in {"on", "1", "true"}

    def done(self) -> None:
        """Raise RuleBroken with every problem found, if there is any."""
        if self.problems:
            raise RuleBroken(*self.problems)

    def _raw(self, name: str) -> str:
        return str(self.fields.get(name, ""))

    def _text(self, name: str, label: str, value: str, most: int, *, required: bool) -> str:
        if has_forbidden(self._raw(name)):
            self._wrong("core.forbidden_letter", name, {"name": label})
        elif required and not value:
            self._wrong("core.required", name, {"name": label})
        elif len(value) > most:
            self._wrong("core.too_long", name, {"name": label, "most": most})
        return value

    def _wrong(self, code: str, name: str, params: Mapping[str, object]) -> None:
        self.problems.append(Violation(code, name, params))


def as_uuid(raw: object) -> UUID | None:
    """Return an id from what was sent; None when it is not one."""
    try:
        return UUID(str(raw))
    except ValueError:
        return None
