"""Departments, subject groups, staff and pupils."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once


class Department(SchoolOwned):
    """A professional department (tổ chuyên môn)."""

    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)

    class Meta:
        constraints = [
            once("name", name="roster_department_name"),
        ]


class SubjectGroup(SchoolOwned):
    """A subject group (nhóm chuyên môn) within a department."""

    department = SchoolKey(Department, related_name="groups")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            once("department", "name", name="roster_group_name"),
        ]


class Staff(SchoolOwned):
    """One who works at the school (cán bộ, giáo viên, nhân viên).

    `sort_key` and `search_key` are computed from the name by `foundation.text` whenever it is set.
    """

    code = models.CharField(max_length=20)
    full_name = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=100, db_collation="C")
    email = models.EmailField(blank=True)
    department = SchoolKey(Department, null=True, related_name="members")
    group = SchoolKey(SubjectGroup, null=True, related_name="members")
    position = models.CharField(max_length=60, blank=True)
    works_since = models.DateField()
    works_until = models.DateField(null=True)

    class Meta:
        constraints = [once("code", name="roster_staff_code")]
        indexes = [
            found_by("sort_key", name="roster_staff_order"),
            found_by("department", "sort_key", name="roster_staff_department"),
        ]


class PupilStatus(models.TextChoices):
    """Whether a pupil is at the school now (trạng thái học sinh)."""

    STUDYING = "studying", "Đang học"
    ON_LEAVE = "on_leave", "Tạm nghỉ học"
    MOVED_AWAY = "moved_away", "Chuyển đi"
    DROPPED_OUT = "dropped_out", "Thôi học"
    COMPLETED = "completed", "Hoàn thành chương trình"


class Pupil(SchoolOwned):
    """A pupil (học sinh): what lists show. `moet_id`: mã định danh Bộ GD&ĐT, "" when unknown.

    `status` is that of the pupil's last move; the history is kept beside it.
    """

    code = models.CharField(max_length=20)
    moet_id = models.CharField(max_length=10, blank=True)
    status = models.CharField(
        max_length=16, choices=PupilStatus.choices, default=PupilStatus.STUDYING
    )
    full_name = models.CharField(max_length=100)
    sort_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=100, db_collation="C")
    sex = models.CharField(max_length=1, choices=[("m", "Nam"), ("f", "Nữ")])
    born_on = models.DateField()

    class Meta:
        constraints = [
            once("code", name="roster_pupil_code"),
            models.UniqueConstraint(
                fields=["school_id", "moet_id"],
                condition=~models.Q(moet_id=""),
                name="roster_pupil_moet",
            ),
        ]
        indexes = [
            found_by("sort_key", name="roster_pupil_order"),
            found_by("born_on", "search_key", name="roster_pupil_twins"),
        ]
