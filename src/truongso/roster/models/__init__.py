"""Tables of the roster, one file per question."""

from truongso.roster.models.calendar import Break, SchoolYear, TeachingWeek
from truongso.roster.models.classes import (
    ClassMember,
    Programme,
    ProgrammeLesson,
    SchoolClass,
    TeachingAssignment,
    TimetableSlot,
    TimetableVersion,
)
from truongso.roster.models.people import Department, Pupil, Staff, SubjectGroup
from truongso.roster.models.schools import Org, SchoolSetting

__all__ = [
    "Break",
    "ClassMember",
    "Department",
    "Org",
    "Programme",
    "ProgrammeLesson",
    "Pupil",
    "SchoolClass",
    "SchoolSetting",
    "SchoolYear",
    "Staff",
    "SubjectGroup",
    "TeachingAssignment",
    "TeachingWeek",
    "TimetableSlot",
    "TimetableVersion",
]
