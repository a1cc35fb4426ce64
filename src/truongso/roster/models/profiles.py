"""What the sector database asks of a person beyond the lists, and how a pupil came and went.

Apart from the lists, so that a list never carries it and every reading of it can be noted.
Source: Circular 42/2021/TT-BGDĐT, articles 4 to 8; rule book 7.2, 7.3.
"""

from django.db import models

from truongso.foundation.tables import APPEND_OR_DROP
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models.people import Pupil, PupilStatus, Staff

LINE = 200
NAME = 100


class PupilDetail(SchoolOwned):
    """A pupil's profile (hồ sơ học sinh): identity, home, family, what helps to teach the child.

    Empty text and None mean "not told". Identifiers are text: leading zeros count.
    """

    pupil = SchoolKey(Pupil, models.CASCADE, related_name="details")
    citizen_id = models.CharField(max_length=12, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    nationality = models.CharField(max_length=40, blank=True)
    birthplace = models.CharField(max_length=LINE, blank=True)
    hometown = models.CharField(max_length=LINE, blank=True)
    residence = models.CharField(max_length=LINE, blank=True)
    address = models.CharField(max_length=LINE, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    father_name = models.CharField(max_length=NAME, blank=True)
    father_born = models.PositiveSmallIntegerField(null=True)
    father_job = models.CharField(max_length=NAME, blank=True)
    father_phone = models.CharField(max_length=20, blank=True)
    mother_name = models.CharField(max_length=NAME, blank=True)
    mother_born = models.PositiveSmallIntegerField(null=True)
    mother_job = models.CharField(max_length=NAME, blank=True)
    mother_phone = models.CharField(max_length=20, blank=True)
    guardian_name = models.CharField(max_length=NAME, blank=True)
    guardian_phone = models.CharField(max_length=20, blank=True)
    policy_group = models.CharField(max_length=NAME, blank=True)
    disability = models.CharField(max_length=NAME, blank=True)
    not_assessed = models.BooleanField(default=False)
    poor_household = models.BooleanField(default=False)
    youth_union = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            once("pupil", name="roster_pupil_detail_once"),
            models.UniqueConstraint(
                fields=["school_id", "citizen_id"],
                condition=~models.Q(citizen_id=""),
                name="roster_pupil_citizen",
            ),
        ]


class StaffDetail(SchoolOwned):
    """A staff member's profile (hồ sơ cán bộ, giáo viên). Empty and None mean "not told"."""

    staff = SchoolKey(Staff, models.CASCADE, related_name="details")
    moet_id = models.CharField(max_length=10, blank=True)
    citizen_id = models.CharField(max_length=12, blank=True)
    sex = models.CharField(max_length=1, blank=True, choices=[("m", "Nam"), ("f", "Nữ")])
    born_on = models.DateField(null=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=LINE, blank=True)
    qualification = models.CharField(max_length=NAME, blank=True)
    major = models.CharField(max_length=NAME, blank=True)
    rank = models.CharField(max_length=NAME, blank=True)
    contract = models.CharField(max_length=NAME, blank=True)
    subjects = models.CharField(max_length=LINE, blank=True)
    joined_sector_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            once("staff", name="roster_staff_detail_once"),
            models.UniqueConstraint(
                fields=["school_id", "citizen_id"],
                condition=~models.Q(citizen_id=""),
                name="roster_staff_citizen",
            ),
        ]


class PupilMove(SchoolOwned):
    """A change of a pupil's status (biến động): came, left, on leave, back. Rows are only added;
    an import that is taken back takes its own away.

    `status` is what the pupil is from the day `on` on; `other_school` where from or where to;
    `papers` the numbers of the papers that came with it. A row that `corrects` another takes it
    back and says again what the pupil was before.
    """

    table_rights = APPEND_OR_DROP

    pupil = SchoolKey(Pupil, related_name="moves")
    status = models.CharField(max_length=16, choices=PupilStatus.choices)
    on = models.DateField()
    reason = models.CharField(max_length=LINE, blank=True)
    other_school = models.CharField(max_length=LINE, blank=True)
    papers = models.CharField(max_length=LINE, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = SchoolKey(Staff, null=True, related_name="+")
    corrects = SchoolKey("roster.PupilMove", null=True, related_name="corrections")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "corrects"],
                condition=models.Q(corrects__isnull=False),
                name="roster_move_corrected_once",
            ),
        ]
        indexes = [found_by("pupil", "on", name="roster_move_pupil")]
