"""Who acts: a person in a school with the duties in force now, or the system itself."""

from dataclasses import dataclass, field
from uuid import UUID

from truongso.rules.authority import Duty, Held


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, made by a door once a request and passed down by name.

    `account_id` and `staff_id` are None for the system. `duties` are those in force at the moment
    of the request, own and lent; the gate asks the database again before it lets a write through.
    """

    school_id: int
    name: str
    staff_id: UUID | None = None
    account_id: UUID | None = None
    duties: tuple[Held, ...] = field(default=())
    ip: str = ""
    request_id: str = ""

    @property
    def person(self) -> UUID:
        """The id of the person who acts. The system has none: asking for it is a bug."""
        if self.staff_id is None:
            raise LookupError(f"{self.name} is not a person")
        return self.staff_id

    def holds(self, *duties: Duty) -> bool:
        """Tell whether the actor holds one of these duties himself (not lent)."""
        return any(held.duty in duties and held.loan is None for held in self.duties)


SYSTEM_DUTY = Held(UUID(int=0), Duty.SYSTEM)


def system_actor(school_id: int, name: str) -> Actor:
    """Return the actor of a job: it has a name in the journal and only the system's duty."""
    return Actor(school_id=school_id, name=name, duties=(SYSTEM_DUTY,))
