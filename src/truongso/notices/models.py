"""Notices to persons and the private address of each person's calendar."""

from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Staff


class Notice(SchoolOwned):
    """Something a person is told. It shows from `shows_at` on; undone acts take it back before."""

    to = SchoolKey(Staff, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    url = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=80, blank=True)
    shows_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [once("to", "kind", "about", name="notices_once")]
        indexes = [found_by("to", "-shows_at", name="notices_of_person")]


class CalendarFeed(SchoolOwned):
    """The secret address under which a person's calendar program reads his due dates."""

    staff = SchoolKey(Staff, related_name="feeds")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            once("staff", name="notices_feed_staff"),
            once("token_hash", name="notices_feed_token"),
        ]
