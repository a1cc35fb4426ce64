"""Inventing people: names of the same build and sex, days in the same year, valid numbers.

Chance comes from the system, and the mapping of ids hangs on a secret that is thrown away: nobody
can find the way back from the copy.
"""

import re
import uuid
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from truongso.demo.people import invented_name
from truongso.foundation.text import folded

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PLACES = ("001", "031", "048", "079", "092")
"""The first three digits of a citizen's number: provinces as they are coded."""
SHORTEST, LONGEST = 3, 4


@dataclass
class Inventor:
    """Gives each thing of the source its stand-in: the same one whenever it is asked for.

    `taken`: names and numbers of the source, folded; none of them is ever given out.
    """

    taken: set[str]
    secret: UUID = field(default_factory=uuid.uuid4)
    dice: SystemRandom = field(default_factory=SystemRandom)
    numbers: dict[str, dict[Hashable, int]] = field(default_factory=dict)
    sexes: dict[UUID, str] = field(default_factory=dict)

    def id(self, old: UUID | None) -> UUID | None:
        """Return the id in the copy for an id of the source."""
        return uuid.uuid5(self.secret, str(old)) if old is not None else None

    def ids_in(self, text: str) -> str:
        """Return a text with every id in it changed, for slots and addresses."""
        return ID.sub(lambda found: str(self.id(UUID(found[0]))), text)

    def number(self, kind: str, thing: Hashable) -> int:
        """Return 1, 2, 3 … for the things of a kind, the same for the same thing."""
        known = self.numbers.setdefault(kind, {})
        return known.setdefault(thing, len(known) + 1)

    def name(self, old: str, sex: str) -> str:
        """Return an invented name of as many words (three or four), of the same sex; "" for ""."""
        if not old:
            return ""
        words = min(max(len(old.split()), SHORTEST), LONGEST)
        while True:
            made = invented_name(self.dice, sex)
            if len(made.split()) == words and folded(made) not in self.taken:
                return made

    def day(self, old: date | None) -> date | None:
        """Return another day of the same year."""
        if old is None:
            return None
        first = date(old.year, 1, 1)
        while (made := first + timedelta(days=self.dice.randrange(365))) == old:
            pass
        return made

    def year(self, old: int | None) -> int | None:
        """Return a year nearby."""
        return None if old is None else old + self.dice.choice((-2, -1, 1, 2))

    def digits(self, count: int, first: str = "") -> str:
        """Return a number of so many digits that nobody has had, beginning as told."""
        while True:
            rest = "".join(str(self.dice.randrange(10)) for _ in range(count - len(first)))
            made = f"{first}{rest}"
            if made not in self.taken:
                self.taken.add(made)
                return made

    def citizen_id(self, old: str, born: date | None, sex: str) -> str:
        """Return a citizen's number that fits birth and sex; "" for ""."""
        if not old:
            return ""
        year = born.year if born else 1980
        century = 2 * ((year - 1900) // 100) + (sex == "f")
        return self.digits(12, f"{self.dice.choice(PLACES)}{century}{year % 100:02}")

    def sex_of(self, person: UUID, name: str) -> str:
        """Return the sex that is told of a person, or that the name suggests."""
        if person not in self.sexes:
            self.sexes[person] = "f" if "Thị" in name.split() else self.dice.choice("mf")
        return self.sexes[person]


def names_to_avoid(texts: Iterable[Any]) -> set[str]:
    """Return names and numbers as `taken` holds them."""
    return {folded(str(text)) for text in texts if text}
