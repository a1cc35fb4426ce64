"""The tree ministry → city department → ward → school, and what a school has decided for itself."""

from django.db import models

from truongso.foundation.tables import APPEND, READ
from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by


class OrgKind(models.TextChoices):
    """A level of the administration. Districts are gone since 1 Jul 2025 (NĐ 142/2025)."""

    MINISTRY = "ministry", "Bộ"
    CITY = "city", "Sở"
    WARD = "ward", "Phường/Xã"
    SCHOOL = "school", "Trường"


class Org(models.Model):
    """An organisation (đơn vị). Its id is the `school_id` of every row a school owns."""

    table_kind = "shared"
    table_rights = READ

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=OrgKind.choices)
    code = models.CharField(max_length=35, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    place = models.CharField(max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")


class SchoolSetting(SchoolOwned):
    """A setting the school decided, from a day on. Rows are added, never changed."""

    table_rights = APPEND

    key = models.CharField(max_length=40)
    value = models.JSONField()
    valid_from = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = SchoolKey("roster.Staff", related_name="+")

    class Meta:
        indexes = [found_by("key", "-valid_from", name="roster_setting_key")]
