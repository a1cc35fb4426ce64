"""How a department organises its plans: who hands in for shared subjects; education plans."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell
from truongso.planning import forms, script_words
from truongso.planning.actions import education as education_acts
from truongso.planning.actions import organise
from truongso.planning.queries import education
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose
from truongso.rules.subjects import GRADES, subjects


@require_GET
def uploaders(request: Request) -> HttpResponse:
    """Who hands in for the subjects that several teachers share."""
    day = local_day(request.now)
    calendar = roster.calendar(request.actor, day)
    lines = education.uploader_lines(request.actor, calendar)
    context = {
        "calendar": calendar,
        "lines": [(line, _may_name(request, line)) for line in lines],
        "subjects": subjects(),
    }
    return page(request, "planning/uploaders.html", context)


@require_POST
def name_uploader(request: Request) -> HttpResponse:
    """Name the one who hands in for a subject in a grade."""
    asked = Asked(request.POST)
    subject = asked.choice("subject", _("môn học"), dict.fromkeys(subjects(), ""))
    grade = asked.number("grade", _("khối"), least=GRADES[0], most=GRADES[-1])
    staff_id = asked.identity("staff", _("giáo viên"))
    asked.done()
    organise.designate_uploader(
        actor=request.actor, subject=subject, grade=grade, staff_id=staff_id, now=request.now
    )
    return tell(request, HttpResponseRedirect(reverse("uploaders")), _("Đã phân công người nộp."))


@require_GET
def education_plans(request: Request) -> HttpResponse:
    """The education plans of school, departments and teachers, and what I may hand in."""
    day = local_day(request.now)
    calendar = roster.calendar(request.actor, day)
    known = subjects()
    sections = education.sections(request.actor, calendar, request.now)
    context = {
        "calendar": calendar,
        "sections": sections,
        "subjects": known,
        "subject_choices": [(code, _(one.name)) for code, one in known.items()],
        "grades": [(grade, grade) for grade in GRADES],
        "taught": {
            section.kind.code: [
                (f"{code}:{grade}", f"{known[code].name} {grade}")
                for code, grade in section.missing
            ]
            for section in sections
        },
        "desk": _desk(),
    }
    return page(request, "planning/education.html", context)


@require_POST
def hand_in_education_plan(request: Request) -> HttpResponse:
    """Hand in an education plan."""
    asked = forms.education_plan(request)
    plan = education_acts.hand_in_education_plan(actor=request.actor, now=request.now, **asked)
    answer = data({"plan": str(plan.id), "url": reverse("plan", args=[plan.id])})
    text = _("Đã lưu nháp kế hoạch.") if asked["as_draft"] else _("Đã nộp kế hoạch.")
    return tell(request, answer, text)


def _desk() -> dict[str, object]:
    """What the script of the upload places needs."""
    return {
        "urls": {"uploads": reverse("uploads"), "send": reverse("hand_in_education")},
        "words": script_words.of_uploads(),
    }


def _may_name(request: Request, line: education.UploaderLine) -> bool:
    """Whether the actor names the uploader: a head, when his own members teach the subject."""
    return any(
        isinstance(
            gate.may(
                request.actor,
                "planning.designate_uploader",
                Whose(department=person.department_id),
                at=request.now,
            ),
            Right,
        )
        for person in line.teachers
    )
