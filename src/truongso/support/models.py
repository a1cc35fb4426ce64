"""Requests for help (yêu cầu hỗ trợ) with what was said about them, and first steps by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from truongso.foundation.tenancy import SchoolKey, SchoolOwned, found_by, once
from truongso.roster.models import Staff
from truongso.rules.authority import Whose


class HelpRequest(SchoolOwned):
    """What somebody asked the school's admin, with the state of the page he stood on.

    Never what stands in fields, nor anybody's name: `path` has lost its query, `problem` is the
    code of a sentence, `browser` a few words. Open while `closed_at` is empty; how long it is kept
    after that is reckoned from `closed_at`.
    """

    asker = SchoolKey(Staff, related_name="help_requests")
    wanted = models.TextField()
    happened = models.TextField(blank=True)
    route = models.CharField(max_length=60, blank=True)
    path = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=80, blank=True)
    browser = models.CharField(max_length=80, blank=True)
    width = models.IntegerField(null=True)
    duties = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = SchoolKey(Staff, related_name="+", null=True)

    class Meta:
        indexes = [
            found_by("asker", "-asked_at", name="support_of_asker"),
            found_by("closed_at", "-asked_at", name="support_open_first"),
        ]

    def whose(self) -> Whose:
        """Return what the gate needs to know: it is the asker's."""
        return Whose(author=self.asker_id)


class HelpReply(SchoolOwned):
    """What the admin answered, or the asker added."""

    request = SchoolKey(HelpRequest, related_name="replies")
    author = SchoolKey(Staff, related_name="+")
    text = models.TextField()
    said_at = models.DateTimeField()

    class Meta:
        indexes = [found_by("request", "said_at", name="support_replies")]


class FirstSteps(SchoolOwned):
    """What a person ticked by hand of his first steps (việc đầu tiên), and whether he put the card
    of his home page away.
    """

    staff = SchoolKey(Staff, related_name="first_steps")
    ticked = ArrayField(models.CharField(max_length=40), default=list)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [once("staff", name="support_steps_once")]
