"""The links of the menu as a page shows them."""

from dataclasses import dataclass

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
