"""A teacher's own page: what is due, handing in, drafts."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell
from truongso.planning import forms, script_words
from truongso.planning.actions import lessons, organise, versions
from truongso.planning.queries import desk, plans, review, week
from truongso.planning.queries.week import Weeks
from truongso.roster import queries as roster
from truongso.roster.queries import Calendar
from truongso.rules.policy import Policy

LESSONS = "lesson"
"""The purpose under which uploads for lessons are kept until they are used."""


@require_GET
def my_plans(request: Request) -> HttpResponse:
    """What I owe, week by week, and the place to drop files."""
    calendar, policy, weeks = _weeks(request)
    unfinished = list(plans.unfinished(request.actor, calendar.year.id))
    told = {row.id: week.told_standing(row.state, row.state_at, request.now) for row in unfinished}
    returned = [row for row in unfinished if told[row.id] == "returned"]
    in_view = range(max(calendar.current_no - 1, 1), calendar.current_no + policy.weeks_ahead + 1)
    context = {
        "calendar": calendar,
        "weeks": weeks,
        "returned": returned,
        "remarks": review.remark_counts(request.actor, [row.id for row in returned]),
        "drafts": [row for row in unfinished if told[row.id] in ("draft", "withdrawn")],
        "shared": list(plans.shared_with(request.actor, calendar, in_view)),
        "desk": _desk(weeks, policy),
        "policy": policy,
    }
    return page(request, "planning/mine.html", context)


@require_POST
def matches(request: Request) -> JsonResponse:
    """For file names, the lessons they are probably for: {"lessons": [id or null, …]}."""
    names = forms.names(request)
    _calendar, _policy, weeks = _weeks(request)
    found = desk.lessons_for(names, weeks.all)
    return data({"lessons": [str(key) if key else None for key in found]})


@require_POST
def hand_in(request: Request) -> HttpResponse:
    """Hand in a batch of files, or keep them as drafts: {"plans": [id, …], "text": …}."""
    asked = forms.hand_in(request)
    made = lessons.hand_in(actor=request.actor, now=request.now, **asked)
    text = (
        _("Đã nộp %(count)d kế hoạch bài dạy.")
        if made.handed_in
        else _("Đã lưu nháp %(count)d tệp.")
    )
    ids = [str(plan_id) for plan_id in made.plan_ids]
    return data({"plans": ids, "text": text % {"count": len(ids)}})


@require_POST
def hand_in_drafts(request: Request) -> HttpResponse:
    """Hand in plans that lie as drafts."""
    ids = Asked(request.POST).identities("plan")
    count = versions.hand_in_drafts(actor=request.actor, plan_ids=ids, now=request.now)
    text = _("Đã nộp %(count)d kế hoạch.") % {"count": count}
    return tell(request, HttpResponseRedirect(reverse("my_plans")), text)


@require_POST
def ask_to_be_late(request: Request) -> HttpResponse:
    """Ask for leave to hand in a lesson plan late."""
    asked = Asked(request.POST)
    lesson_id = asked.identity("lesson", _("bài dạy"))
    reason = asked.text("reason", _("lí do"), most=500)
    asked.done()
    organise.ask_to_be_late(
        actor=request.actor, lesson_id=lesson_id, reason=reason, now=request.now
    )
    text = _("Đã gửi đề nghị nộp muộn tới tổ trưởng.")
    return tell(request, HttpResponseRedirect(reverse("my_plans")), text)


def _weeks(request: Request) -> tuple[Calendar, Policy, Weeks]:
    day = local_day(request.now)
    calendar = roster.calendar(request.actor, day)
    policy = roster.policy(request.actor, day)
    return calendar, policy, week.due_weeks(request.actor, calendar, policy, request.now)


def _desk(weeks: Weeks, policy: Policy) -> dict[str, object]:
    """What the script of the upload place needs."""
    return {
        "choices": [choice.as_plain() for choice in desk.choices(weeks.all)],
        "purpose": LESSONS,
        "mostBytes": policy.max_file_bytes,
        "urls": {
            "uploads": reverse("uploads"),
            "match": reverse("match_files"),
            "handIn": reverse("hand_in"),
        },
        "words": script_words.of_uploads(),
    }
