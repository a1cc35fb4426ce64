"""The school reports (học bạ) of a class and year: remarks, confirmations, issued versions, cases.

Remarks and the state are what is worked on; a version is frozen and only ever added. Recorded:
docs/decisions/school_reports.md.
"""

from django.db import models

from truongso.documents.models import StoredFile
from truongso.foundation.tables import APPEND
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Pupil, SchoolClass, SchoolYear, Staff
from truongso.rules.school_report import CaseState, State


class ReportSet(SchoolOwned):
    """The school reports of a class in a year, on their way from the teachers to the principal.

    `fingerprint`: of everything that was handed up, so that what is issued is what was confirmed.
    `excuse`: why something was left out. `issued_duty` and `issued_for`: under which duty, in whose
    name; "" for the person's own.
    """

    year = SchoolKey(SchoolYear, related_name="+")
    school_class = SchoolKey(SchoolClass, related_name="report_sets")
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State], default=State.COLLECTING.value
    )
    fingerprint = models.CharField(max_length=64, blank=True)
    excuse = models.CharField(max_length=300, blank=True)
    handed_up_at = models.DateTimeField(null=True)
    handed_up_by = SchoolKey(Staff, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = SchoolKey(Staff, null=True, related_name="+")
    returned_why = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = SchoolKey(Staff, null=True, related_name="+")
    issued_duty = models.CharField(max_length=20, blank=True)
    issued_for = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [once("school_class", name="records_report_set_once")]
        indexes = [found_by("year", "state", name="records_report_set_state")]


class ReportConfirmation(SchoolOwned):
    """A subject teacher's word that his subject stands right in the reports of a class.

    It holds as long as `fingerprint` is that of what stands there.
    """

    report_set = SchoolKey(ReportSet, models.CASCADE, related_name="confirmations")
    subject = models.CharField(max_length=10)
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [once("report_set", "subject", "by", name="records_confirmed_once")]


class HomeroomRemark(SchoolOwned):
    """The homeroom teacher's remark (nhận xét của giáo viên chủ nhiệm) on a pupil's year."""

    year = SchoolKey(SchoolYear, related_name="+")
    pupil = SchoolKey(Pupil, related_name="report_remarks")
    text = models.CharField(max_length=500, blank=True)
    by = SchoolKey(Staff, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [once("year", "pupil", name="records_remark_once")]


class ReportVersion(SchoolOwned):
    """A pupil's school report of a year as it was issued: frozen facts under a version number.

    `replaces`: the version before; `reason`: why it was made anew.
    """

    table_rights = APPEND

    report_set = SchoolKey(ReportSet, related_name="versions")
    pupil = SchoolKey(Pupil, related_name="report_versions")
    no = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = SchoolKey(Staff, related_name="+")
    replaces = SchoolKey("records.ReportVersion", null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [once("report_set", "pupil", "no", name="records_version_once")]
        indexes = [found_by("pupil", "made_at", name="records_version_pupil")]


class ReportFile(SchoolOwned):
    """The PDF of a version: the stored file, and the fingerprint its bytes had when made."""

    table_rights = APPEND

    version = SchoolKey(ReportVersion, related_name="files")
    file = SchoolKey(StoredFile, related_name="+")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [once("version", name="records_file_once")]
        indexes = [found_by("file", name="records_file_file")]


class ReportCase(SchoolOwned):
    """A request to correct an issued report (đề nghị sửa học bạ), and how it was answered.

    `remark`: the homeroom teacher's new words; "" leaves the old ones. `made`: the new version.
    """

    version = SchoolKey(ReportVersion, related_name="cases")
    pupil = SchoolKey(Pupil, related_name="report_cases")
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in CaseState],
        default=CaseState.ASKED.value,
    )
    reason = models.CharField(max_length=300)
    remark = models.CharField(max_length=500, blank=True)
    asked_by = SchoolKey(Staff, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = SchoolKey(Staff, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    made = SchoolKey(ReportVersion, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "pupil", "version"],
                condition=models.Q(state=CaseState.ASKED.value),
                name="records_one_case_pending",
            )
        ]
        indexes = [found_by("state", "asked_at", name="records_case_state")]
