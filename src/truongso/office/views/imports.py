"""Pages of imports and exports: what can be taken in, each import from its file to its result."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.foundation.http import Request, asked_json, data, page
from truongso.foundation.telling import tell
from truongso.office import script_words
from truongso.office.actions import exports, imports_undone
from truongso.office.actions import imports as acts
from truongso.office.importing import errors_book, queries, templates, undoing
from truongso.office.importing.schema import KINDS, Kind
from truongso.office.queries import setting_up
from truongso.roster import queries as roster
from truongso.rules.authority import Right
from truongso.rules.verdict import Violation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_A_PAGE = 50
WAITING = ("reading", "checking", "writing")
VERDICTS = ("wrong", "doubtful", "new", "changed", "same", "repeated")
WRITTEN = ("new", "changed", "doubtful", "wrong", "same", "repeated")


@require_GET
def imports(request: Request) -> HttpResponse:
    """What can be taken in and out, and the latest imports."""
    _gate(request)
    context = {"kinds": KINDS.values(), "runs": queries.runs(request.actor), "titles": _titles()}
    return page(request, "office/imports.html", context)


@require_GET
def new_import(request: Request, kind: str) -> HttpResponse:
    """The place to drop a file of one kind; below it the export of the same."""
    _gate(request)
    one = _kind(kind)
    context = {
        "kind": one,
        "fields": [each for each in one.fields if each.template],
        "calendar": roster.calendar(request.actor, local_day(request.now)),
        "desk": {
            "urls": {"uploads": reverse("uploads"), "send": reverse("begin_import")},
            "words": script_words.of_imports(),
            "kind": one.code,
        },
    }
    return page(request, "office/new_import.html", context)


@require_POST
def begin(request: Request) -> HttpResponse:
    """Begin an import with an upload of one's own."""
    body = asked_json(request)
    upload_id = as_uuid(body.get("upload"))
    if upload_id is None:
        raise Missing
    run = acts.begin(
        actor=request.actor, kind=str(body.get("kind", "")), upload_id=upload_id, now=request.now
    )
    return data({"url": reverse("import_run", args=[run.id])})


@require_GET
def run(request: Request, run_id: UUID) -> HttpResponse:
    """An import at the step it has come to."""
    one = queries.run(request.actor, run_id)
    _gate(request)
    kind = KINDS[one.kind]
    context = {"run": one, "kind": kind, "waiting": one.state in WAITING}
    if one.state == "mapping":
        context |= {"fields": [(each.code, each.label) for each in kind.fields]}
    if one.state == "refused":
        context |= {"problems": queries.refusal(one)}
    if one.state in ("checked", "done", "undone"):
        context |= _lines(request, one)
        context["setting_up"] = one.state == "done" and not setting_up.is_set_up(
            request.actor, request.now
        )
        context["may_undo"] = undoing.may_be_undone(one)
    return page(request, "office/import_run.html", context)


def _lines(request: Request, one: queries.Run) -> dict[str, object]:
    order = VERDICTS if one.state == "checked" else WRITTEN
    known = [verdict for verdict in order if one.counts.get(verdict)]
    verdict = request.GET.get("loc", "")
    verdict = verdict if verdict in known else (known[0] if known else "")
    rows = queries.lines(request.actor, one, verdict)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    return {
        "verdict": verdict,
        "known": known,
        "shown": shown,
        "lines": [
            (line, queries.said(line), queries.change_in_words(line, one.kind)) for line in shown
        ],
        "whole": one.kind in queries.WHOLE,
        "undecided": queries.undecided(request.actor, one),
        "departments": queries.departments_to_come(request.actor, one),
        "skipped": sum(one.counts.get("skipped", {}).values()),
    }


@require_POST
def choose(request: Request, run_id: UUID) -> HttpResponse:
    """Name the columns and let the rows be compared."""
    asked = Asked(request.POST)
    from_day = asked.day("from_day", _("Áp dụng từ ngày"))
    asked.done()
    mapping = {
        name.removeprefix("cot-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("cot-")
    }
    options = {
        name: str(request.POST[name])[:60]
        for name in ("subject", "grade", "name")
        if name in request.POST
    }
    acts.choose(
        actor=request.actor,
        run_id=run_id,
        mapping=mapping,
        from_day=from_day,
        options=options,
        now=request.now,
    )
    return _to(run_id)


@require_POST
def decide(request: Request, run_id: UUID) -> HttpResponse:
    """Decide about one doubtful row, or about all of them."""
    line_id = as_uuid(request.POST.get("line", ""))
    count = acts.decide(
        actor=request.actor,
        run_id=run_id,
        line_ids=[line_id] if line_id else [],
        decision=str(request.POST.get("decision", ""))[:40],
        now=request.now,
    )
    answer = HttpResponseRedirect(reverse("import_run", args=[run_id]) + "?loc=doubtful")
    return tell(request, answer, _("Đã chọn cho %(count)s dòng.") % {"count": count})


@require_POST
def confirm(request: Request, run_id: UUID) -> HttpResponse:
    """Let the rows be written."""
    past_wrong = Asked(request.POST).flag("past_wrong")
    acts.confirm(actor=request.actor, run_id=run_id, past_wrong=past_wrong, now=request.now)
    return _to(run_id)


@require_POST
def give_up(request: Request, run_id: UUID) -> HttpResponse:
    """Leave an import."""
    kind = queries.run(request.actor, run_id).kind
    acts.give_up(actor=request.actor, run_id=run_id, now=request.now)
    answer = HttpResponseRedirect(reverse("new_import", args=[kind]))
    return tell(request, answer, _("Đã bỏ lần nhập; dữ liệu của trường không thay đổi."))


@require_POST
def undo(request: Request, run_id: UUID) -> HttpResponse:
    """Take a written import back."""
    imports_undone.undo(actor=request.actor, run_id=run_id, now=request.now)
    return tell(request, _to(run_id), _("Đã hoàn tác: dữ liệu của trường như trước lần nhập."))


@require_GET
def errors(request: Request, run_id: UUID) -> FileResponse:
    """The file itself with the wrong cells marked."""
    one = queries.run(request.actor, run_id)
    _gate(request)
    if one.state != "checked":
        raise Missing
    name = f"{_('Danh sách lỗi')} - {one.file_name.rpartition('.')[0]}.xlsx"
    book = errors_book.marked(request.actor, one)
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


@require_GET
def template(request: Request, kind: str) -> FileResponse:
    """An empty table with our headings."""
    _gate(request)
    one = _kind(kind)
    book = templates.empty(one, templates.lists_for(request.actor, local_day(request.now)))
    name = f"{_('Mẫu nhập')} {_(one.title).lower()}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def export(request: Request, kind: str) -> FileResponse:
    """What the school has of a kind, as a table."""
    one = _kind(kind)
    asked = Asked(request.POST)
    purpose = asked.line("purpose", _("Mục đích"), required=False)
    asked.done()
    if one.personal and len(purpose) < exports.SHORTEST_PURPOSE:
        raise RuleBroken(Violation("import.purpose", "purpose"))
    book = exports.export(actor=request.actor, kind=one.code, purpose=purpose, now=request.now)
    name = f"{_(one.title)} {local_day(request.now):%Y-%m-%d}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


def _gate(request: Request) -> None:
    right = gate.may(request.actor, acts.ACT, acts.SCHOOL, at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Missing
    return KINDS[code]


def _titles() -> dict[str, str]:
    return {code: _(kind.title) for code, kind in KINDS.items()}


def _to(run_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("import_run", args=[run_id]))
