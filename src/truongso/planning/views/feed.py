"""The private calendar: due days of a person's lesson plans, for his phone's calendar."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from truongso.access.sessions import school_in
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, public
from truongso.foundation.tenancy import WrongSchool, acting_in
from truongso.notices import queries as notices
from truongso.planning import calendar_file
from truongso.planning.queries.owed import Scope, owed_lessons
from truongso.roster import queries as roster


@public
@require_GET
def calendar_feed(request: Request, token: str) -> HttpResponse:
    """The due days of whoever the secret address belongs to; 404 for any other address.

    Calendar programs are not signed in. A browser that is, at another school, gets 404 as well.
    """
    school_id = school_in(token)
    if school_id is None:
        raise Http404
    try:
        content = _due_days(request, school_id, token)
    except WrongSchool:
        raise Http404 from None
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _due_days(request: Request, school_id: int, token: str) -> bytes:
    with acting_in(school_id):
        feed = notices.feed_by_token(calendar_file.School(school_id), token)
        if feed is None:
            raise Http404
        calendar = roster.calendar(feed, local_day(request.now))
        scope = Scope(calendar.year.id, 1, len(calendar.weeks), staff_id=feed.staff_id)
        owed = owed_lessons(feed, scope)
    address = request.build_absolute_uri(reverse("my_plans"))
    return calendar_file.of_due_days(calendar, owed, address, at=request.now)
