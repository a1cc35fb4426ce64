"""The hatch of the notices: tell people, or take it back before they have been told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import InSchool
from truongso.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: its kind ("plan.approved"), text, address, and what it is about.

    One person is told of one thing of a kind once: `about` names the thing.
    """

    kind: str
    text: str
    url: str
    about: str


def tell(owner: InSchool, to: Iterable[UUID], message: Message, *, shows_at: datetime) -> None:
    """Tell people something, from a moment on. What they were told already is not told again."""
    Notice.objects.bulk_create(
        [
            Notice(
                id=new_id(),
                school_id=owner.school_id,
                to_id=person,
                kind=message.kind,
                text=message.text,
                url=message.url,
                about=message.about,
                shows_at=shows_at,
            )
            for person in dict.fromkeys(to)
        ],
        ignore_conflicts=True,
    )


def take_back(owner: InSchool, *, about: str, now: datetime) -> None:
    """Take back what has not shown yet."""
    Notice.objects.of(owner).filter(about=about, shows_at__gt=now).delete()
