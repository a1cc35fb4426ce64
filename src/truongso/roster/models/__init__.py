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
from truongso.roster.models.people import Department, Pupil, PupilStatus, Staff, SubjectGroup
from truongso.roster.models.profiles import PupilDetail, PupilMove, StaffDetail
from truongso.roster.models.schools import Org, SchoolSetting
from truongso.roster.models.years import YearDraft, YearResult

__all__ = [
    "Break",
    "ClassMember",
    "Department",
    "Org",
    "Programme",
    "ProgrammeLesson",
    "Pupil",
    "PupilDetail",
    "PupilMove",
    "PupilStatus",
    "SchoolClass",
    "SchoolSetting",
    "SchoolYear",
    "Staff",
    "StaffDetail",
    "SubjectGroup",
    "TeachingAssignment",
    "TeachingWeek",
    "TimetableSlot",
    "TimetableVersion",
    "YearDraft",
    "YearResult",
]
