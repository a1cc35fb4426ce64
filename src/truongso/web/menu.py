"""The menu of a person: the entries he may open, in their groups, with where he is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from truongso.foundation.actor import Actor
from truongso.rules.grants import grants_on
from truongso.web.entries import ENTRIES
from truongso.web.entry import Entry

AT_THE_THUMB = 4


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the page shows it."""

    title: str
    url: str
    icon: str
    route: str
    group: str
    count: int
    current: bool
    thumb: int
    about: str
    short: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The links of a person, in groups for a desk, four and the rest for a phone."""

    links: tuple[Link, ...] = ()

    @property
    def groups(self) -> list[tuple[str, list[Link]]]:
        """The links under their groups' names, both in order."""
        names = dict.fromkeys(link.group for link in self.links)
        return [(name, [link for link in self.links if link.group == name]) for name in names]

    @property
    def thumb(self) -> list[Link]:
        """The links under the thumb: those of the first ranks, in the menu's order."""
        ranked = sorted((link for link in self.links if link.thumb), key=lambda link: link.thumb)
        first = ranked[:AT_THE_THUMB]
        return [link for link in self.links if link in first]

    @property
    def rest(self) -> list[Link]:
        """The links that a phone shows behind “Thêm”."""
        first = self.thumb
        return [link for link in self.links if link not in first]


def menu_of(
    actor: Actor,
    day: date,
    *,
    path: str = "",
    counts: Mapping[str, int] | None = None,
    entries: Sequence[Entry] = ENTRIES,
) -> Menu:
    """Return the actor's menu on a day; `path` is the page shown, `counts` the badges by name."""
    acts = acts_of(actor, day)
    open_to_him = [
        (entry, address)
        for entry in entries
        if _may_open(actor, acts, entry) and (address := _address(entry.route)) is not None
    ]
    here = _current(path, [address for _, address in open_to_him])
    return Menu(
        tuple(
            Link(
                title=gettext(entry.title),
                url=address,
                icon=entry.icon,
                route=entry.route,
                group=gettext(entry.group),
                count=(counts or {}).get(entry.badge, 0),
                current=address == here,
                thumb=entry.thumb,
                about=gettext(entry.about) if entry.about else "",
                short=gettext(entry.short or entry.title),
            )
            for entry, address in open_to_him
        )
    )


def acts_of(actor: Actor, day: date) -> frozenset[str]:
    """Return every act that one of the actor's duties allows over something, own or lent."""
    grants = grants_on(day)
    return frozenset(
        grant.act
        for held in actor.duties
        for grant in grants
        if grant.duty is held.duty and (held.loan is None or grant.act in held.loan.acts)
    )


def _may_open(actor: Actor, acts: Iterable[str], entry: Entry) -> bool:
    if not entry.acts and not entry.duties:
        return True
    if actor.holds(*entry.duties):
        return True
    return any(
        act == wanted or (wanted.endswith(":") and act.startswith(wanted))
        for wanted in entry.acts
        for act in acts
    )


def _address(route: str) -> str | None:
    try:
        return reverse(route)
    except NoReverseMatch:
        return None


def _current(path: str, addresses: Iterable[str]) -> str:
    """The entry a page belongs to: the longest address it begins with; "/" is only itself."""
    fitting = [a for a in addresses if path == a or (a != "/" and path.startswith(a))]
    return max(fitting, key=len, default="")
