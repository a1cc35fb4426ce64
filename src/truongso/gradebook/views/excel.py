"""Marks by Excel: pages taken out, files taken in, each looked at before anything is written."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.documents import tables
from truongso.foundation.asked import Asked
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed
from truongso.foundation.http import Request, data, page
from truongso.foundation.telling import tell
from truongso.gradebook import forms
from truongso.gradebook.actions import score_exports, score_files_left
from truongso.gradebook.actions import score_files as acts
from truongso.gradebook.actions.scores import ENTER
from truongso.gradebook.excel.book import XLSX
from truongso.gradebook.queries import books
from truongso.gradebook.queries import score_files as queries
from truongso.gradebook.queries.place import TERMS, Page, place
from truongso.gradebook.views.books import asked_term
from truongso.office import script_words
from truongso.rules.authority import Right, Whose
from truongso.rules.subjects import subjects

MOST_MARKS = 5000


@require_POST
def export_page(request: Request, class_id: UUID, subject: str, term: int) -> FileResponse:
    """A page as a workbook."""
    where = Page(class_id, subject, term)
    name, book = score_exports.export_page(actor=request.actor, page=where, now=request.now)
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def export_mine(request: Request, term: int) -> FileResponse:
    """All my pages of a term in one workbook."""
    name, book = score_exports.export_mine(actor=request.actor, term=term, now=request.now)
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


@require_GET
def score_files(request: Request) -> HttpResponse:
    """The place to drop a file of marks, for one page or for all mine; my latest files."""
    _teaches(request)
    calendar, term = asked_term(request)
    where = forms.page_asked(request)
    found = place(request.actor, where, local_day(request.now)) if where else None
    mine = books.books(
        request.actor, calendar.year, term, calendar.day, staff_id=request.actor.person
    )
    extra: dict[str, object] = {"term": found.term if found else term}
    if found:
        extra |= {"class": str(found.row.id), "subject": found.subject.code}
    context = {
        "place": found,
        "term": found.term if found else term,
        "terms": TERMS,
        "calendar": calendar,
        "books": mine,
        "files": queries.mine(request.actor),
        "desk": {
            "urls": {"uploads": reverse("uploads"), "send": reverse("begin_score_file")},
            "words": script_words.of_imports(),
            "extra": extra,
        },
    }
    return page(request, "gradebook/score_files.html", context)


@require_POST
def begin(request: Request) -> HttpResponse:
    """Begin to take an upload of one's own in."""
    asked = forms.score_file(request)
    run = acts.begin(actor=request.actor, now=request.now, **asked)
    return data({"url": reverse("score_file", args=[run.id])})


@require_GET
def score_file(request: Request, file_id: UUID) -> HttpResponse:
    """What a file of mine would change, sheet by sheet."""
    run = queries.own(request.actor, file_id)
    pages = list(run.pages.all())
    left = [one for one in pages if queries.is_open(one)]
    context = {
        "run": run,
        "pages": pages,
        "left": left,
        "said": queries.said,
        "names": {code: one.name for code, one in subjects().items()},
        "edits": any(map(queries.needs_reason, left)),
        "changes": any(one.found.get("edits") for one in left),
        "bad": sum(map(queries.bad, left)),
        "to_write": sum(map(queries.to_write, left)),
        "marks": any(queries.marks_of(one.found, one.name) for one in pages),
    }
    return page(request, "gradebook/score_file.html", context)


@require_POST
def recheck(request: Request, file_id: UUID) -> HttpResponse:
    """Compare once more, blank cells read this way or the other."""
    blank = Asked(request.POST).flag("blank_erases")
    acts.recheck(actor=request.actor, file_id=file_id, blank_erases=blank, now=request.now)
    return tell(request, _to(file_id), _("Đã so lại với sổ điểm hiện tại."))


@require_POST
def confirm(request: Request, file_id: UUID) -> HttpResponse:
    """Write the chosen sheets."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("Lí do sửa điểm"), most=300, required=False)
    asked.done()
    numbers = {
        int(one) for one in request.POST.getlist("sheet") if one.isdecimal() and len(one) < 4
    }
    saved, left = acts.confirm(
        actor=request.actor,
        file_id=file_id,
        numbers=numbers,
        reason=reason,
        use=frozenset(request.POST.getlist("use")),
        skip_bad=asked.flag("skip_bad"),
        now=request.now,
    )
    text = _("Đã ghi %(count)s ô vào sổ điểm.") % {"count": saved}
    if left:
        words = {"count": saved, "left": left}
        text = _("Đã ghi %(count)s ô; %(left)s trang còn ô lỗi nên chưa ghi.") % words
    return tell(request, _to(file_id), text)


@require_POST
def discard(request: Request, file_id: UUID) -> HttpResponse:
    """Leave a file."""
    score_files_left.discard(actor=request.actor, file_id=file_id, now=request.now)
    answer = HttpResponseRedirect(reverse("score_files"))
    return tell(request, answer, _("Đã bỏ tệp; sổ điểm không thay đổi."))


@require_GET
def marked(request: Request, file_id: UUID) -> FileResponse:
    """The file itself with the bad cells marked."""
    run = queries.own(request.actor, file_id)
    marks = [one for row in run.pages.all() for one in queries.marks_of(row.found, row.name)]
    if not marks:
        raise Missing
    name = f"{_('Danh sách lỗi')} - {run.file_name.rpartition('.')[0]}.xlsx"
    book = tables.marked(request.actor, run.file_id, marks[:MOST_MARKS])
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


def _teaches(request: Request) -> None:
    right = gate.may(
        request.actor, ENTER, Whose(readers=frozenset({request.actor.person})), at=request.now
    )
    if not isinstance(right, Right):
        raise NotAllowed(right)


def _to(file_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("score_file", args=[file_id]))
