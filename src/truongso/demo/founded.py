"""The demo school once it is founded: its rows by the keys of its data."""

from dataclasses import dataclass, field

from truongso.access.models import DutyHeld
from truongso.roster import models as roster
from truongso.rules.authority import Duty


@dataclass
class Founded:
    """The demo school as rows, by the keys of its data."""

    id: int
    year: roster.SchoolYear
    staff: dict[str, roster.Staff] = field(default_factory=dict)
    departments: dict[str, roster.Department] = field(default_factory=dict)
    groups: dict[str, roster.SubjectGroup] = field(default_factory=dict)
    classes: dict[str, roster.SchoolClass] = field(default_factory=dict)
    programmes: dict[tuple[str, int, str], roster.Programme] = field(default_factory=dict)
    lessons: dict[tuple[str, int, str, int], roster.ProgrammeLesson] = field(default_factory=dict)
    duties: dict[tuple[str, Duty], DutyHeld] = field(default_factory=dict)

    @property
    def school_id(self) -> int:
        """So that the school itself can be asked for its rows."""
        return self.id
