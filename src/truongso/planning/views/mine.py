"""A teacher's own page: what is due, handing in, drafts."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell
from truongso.planning import forms
from truongso.planning.actions import lessons, organise, versions
from truongso.planning.queries import week
from truongso.roster import queries as roster


@require_GET
def my_plans(request: Request) -> HttpResponse:
    """What I owe, week by week, and the place to drop files."""
    day = local_day(request.now)
    calendar = roster.calendar(request.actor, day)
    policy = roster.policy(request.actor, day)
    weeks = week.due_weeks(request.actor, calendar, policy, request.now)
    context = {
        "calendar": calendar,
        "policy": policy,
        "weeks": weeks,
        "due": week.as_choices(weeks),
        "left": sum(one.left for one in weeks),
    }
    return page(request, "planning/mine.html", context)


@require_POST
def matches(request: Request) -> JsonResponse:
    """For file names, the lessons they are probably for: {"lessons": [id or null, …]}."""
    names = forms.names(request)
    day = local_day(request.now)
    calendar = roster.calendar(request.actor, day)
    policy = roster.policy(request.actor, day)
    weeks = week.due_weeks(request.actor, calendar, policy, request.now)
    found = week.lessons_for(names, weeks)
    return data({"lessons": [str(key) if key else None for key in found]})


@require_POST
def hand_in(request: Request) -> HttpResponse:
    """Hand in a batch of files, or keep them as drafts."""
    asked = forms.hand_in(request)
    made = lessons.hand_in(actor=request.actor, now=request.now, **asked)
    count = len(made.plan_ids)
    text = (
        _("Đã nộp %(count)d kế hoạch bài dạy.")
        if made.handed_in
        else _("Đã lưu nháp %(count)d tệp.")
    )
    answer = data({"plans": [str(plan_id) for plan_id in made.plan_ids]})
    return tell(request, answer, text % {"count": count})


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
