"""Taking a file of marks in: begun, read by a job, looked at, then written sheet by sheet, or left.

Until the yes nothing of the gradebook is changed: only the file's own rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.jobs import defer
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.actions.scores import ENTER, save_scores
from truongso.gradebook.excel.comparing import WEIGHED, Asked, Compared, compare
from truongso.gradebook.excel.recognising import SheetRead
from truongso.gradebook.models import ScoreFile, ScoreFilePage
from truongso.gradebook.queries import score_files as queries
from truongso.gradebook.queries.place import TERMS, Page, place
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.rules.authority import Whose
from truongso.rules.intake import FOR_IMPORT
from truongso.rules.verdict import Violation

State = ScoreFile.State


@act
def begin(
    *,
    actor: Actor,
    upload_id: UUID,
    page: Page | None,
    term: int,
    blank_erases: bool,
    now: datetime,
) -> ScoreFile:
    """Begin to take a file of marks in, for one page or (None) for all one's pages of a term.

    A job reads it. Raises Missing, NotAllowed, RuleBroken.
    """
    day = local_day(now)
    if term not in TERMS:
        raise Missing
    found = place(actor, page, day) if page else None
    own = Whose(readers=frozenset({actor.person}))
    duty = gate.require(actor, ENTER, found.whose() if found else own, at=now)

    file = shelf.take(actor, upload_id, at=now, purpose=FOR_IMPORT)
    run = ScoreFile.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        year=found.row.year if found else roster.calendar(actor, day).year,
        file=file,
        file_name=file.name,
        asked_by_id=actor.person,
        asked_at=now,
        school_class=found.row if found else None,
        subject=found.subject.code if found else "",
        term=found.term if found else term,
        blank_erases=blank_erases,
    )
    defer(actor, "gradebook.read_score_file", file_id=str(run.id))

    facts = {"file": file.name, "sha256": file.blob.sha256}
    deed = Deed("gradebook.score_file_begun", f"score_file:{run.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return run


@act
def refuse(*, actor: Actor, file_id: UUID, problems: Sequence[Violation], at: datetime) -> None:
    """End a file that cannot be read; the reasons stay. Raises Missing, NotAllowed."""
    run = _reading(actor, file_id)
    gate.require(actor, "system.keep_house", Whose(), at=at)

    if run.state == State.READING:
        run.state, run.problems = State.REFUSED, _plain(problems)
        run.save(update_fields=["state", "problems"])


@act
def keep_reading(*, actor: Actor, file_id: UUID, sheets: Sequence[SheetRead], at: datetime) -> None:
    """Keep what was read of a file with the dry run of each sheet. Raises Missing, NotAllowed."""
    run = _reading(actor, file_id)
    gate.require(actor, "system.keep_house", Whose(), at=at)

    if run.state != State.READING:
        return
    sender = replace(actor, staff_id=run.asked_by_id)
    for number, sheet in enumerate(sheets, start=1):
        row = ScoreFilePage(
            school_id=actor.school_id,
            score_file=run,
            no=number,
            name=sheet.name,
            term=run.term,
            stamped=sheet.stamp is not None,
            seen=dict(sheet.stamp.seen) if sheet.stamp else {},
            skipped=dict(sheet.read.skipped),
            rows=sheet.read.rows,
            problems=_plain(sheet.problems),
            batch=new_id(),
        )
        if sheet.place is not None:
            row.school_class, row.subject = sheet.place.row, sheet.place.subject.code
            row.term = sheet.place.term
            if not sheet.problems:
                asked = Asked(sheet.read.rows, row.seen, run.blank_erases)
                _keep(row, compare(sender, sheet.place, asked, at))
        row.save(force_insert=True)
    run.state = State.READ
    run.save(update_fields=["state"])


@act
def recheck(*, actor: Actor, file_id: UUID, blank_erases: bool, now: datetime) -> None:
    """Compare the sheets of one's file again with the pages as they stand now.

    Raises Missing, NotAllowed, RuleBroken (not read, or written already).
    """
    run = _own(actor, file_id)
    gate.require(actor, ENTER, Whose(readers=frozenset({actor.person})), at=now)

    _must_be_read(run)
    run.blank_erases = blank_erases
    run.save(update_fields=["blank_erases"])
    for row in _open(run):
        found = place(actor, queries.page_of(row), local_day(now))
        gate.require(actor, ENTER, found.whose(), at=now)
        asked = Asked(row.rows, row.seen if row.stamped else {}, blank_erases)
        _keep(row, compare(actor, found, asked, now))
        row.save(update_fields=["found", "seen"])


@act
def confirm(
    *,
    actor: Actor,
    file_id: UUID,
    numbers: Collection[int],
    reason: str,
    use: Collection[str],
    skip_bad: bool,
    now: datetime,
) -> tuple[int, int]:
    """Write sheets of one's file, each as a whole or not at all, by the act that saves typed marks.

    `numbers`: of the sheets. `use`: conflicts decided for the file. `skip_bad`: leave out what
    cannot be written. Each sheet is compared once more while nobody else can write on its page;
    where something is bad it stays, with the new comparison. Written again, nothing happens.
    Returns how many marks were saved and how many sheets stayed. Raises Missing, NotAllowed,
    RuleBroken (a reason is needed, the year is closed).
    """
    run = _own(actor, file_id)
    duty = gate.require(actor, ENTER, Whose(readers=frozenset({actor.person})), at=now)
    years.require_open(actor, run.year_id)

    _must_be_read(run)
    saved = left = 0
    chosen = [row for row in _open(run) if row.no in numbers]
    for row in sorted(chosen, key=lambda one: (str(one.school_class_id), one.subject, one.term)):
        one_at_a_time("gradebook.page", actor.school_id, row.school_class_id, row.subject, row.term)
        count = _write(actor, run, row, reason, use, skip_bad=skip_bad, now=now)
        saved, left = saved + (count or 0), left + (count is None)

    if saved:
        facts = {"file": run.file_name, "count": saved}
        target = f"score_file:{run.id}"
        deed = Deed("gradebook.score_file_saved", target, reason=reason, facts=facts)
        journal.record(actor, duty, deed, at=now)
    return saved, left


def _write(
    actor: Actor,
    run: ScoreFile,
    row: ScoreFilePage,
    reason: str,
    use: Collection[str],
    *,
    skip_bad: bool,
    now: datetime,
) -> int | None:
    """Write one sheet; None when it stays because something in it is bad."""
    found = place(actor, queries.page_of(row), local_day(now))
    gate.require(actor, ENTER, found.whose(), at=now)
    asked = Asked(row.rows, row.seen, run.blank_erases, reason, use)
    compared = compare(actor, found, asked, now)
    if compared.reason_needed:
        raise RuleBroken(Violation("score.reason_needed", "reason"))
    counts = compared.found["counts"]
    if any(counts.get(verdict) for verdict in queries.BAD) and not skip_bad:
        shown = compare(actor, found, replace(asked, reason=WEIGHED, use=()), now)
        row.found = dict(shown.found)
        row.save(update_fields=["found"])
        return None
    saved = 0
    if compared.cells:
        answer = save_scores(
            actor=actor,
            page=found.page,
            batch_id=row.batch,
            cells=compared.cells,
            source="excel",
            now=now,
        )
        raise_if_broken(_not_as_compared(answer))
        saved = int(answer["saved"])
    row.found, row.saved, row.written_at = dict(compared.found), saved, now
    row.save(update_fields=["found", "saved", "written_at"])
    return saved


def _not_as_compared(answer: Any) -> list[Violation]:
    """What was decided a moment ago under the same lock cannot be decided otherwise now."""
    differs = answer["refused"] or answer["conflicts"]
    return [Violation("score_file.changed_meanwhile")] if differs else []


def _keep(row: ScoreFilePage, compared: Compared) -> None:
    row.found = dict(compared.found)
    if not row.stamped:
        row.seen = {key: list(versions) for key, versions in compared.seen.items()}


def _open(run: ScoreFile) -> list[ScoreFilePage]:
    """The sheets that can still be written."""
    return [row for row in run.pages.all() if queries.is_open(row)]


def _own(actor: Actor, file_id: UUID) -> ScoreFile:
    """The person's file, nobody else at it until the act ends."""
    one_at_a_time("gradebook.score_file", file_id)
    return queries.own(actor, file_id)


def _reading(actor: Actor, file_id: UUID) -> ScoreFile:
    one_at_a_time("gradebook.score_file", file_id)
    return queries.to_read(actor, file_id)


def _must_be_read(run: ScoreFile) -> None:
    if run.state != State.READ:
        raise RuleBroken(Violation("import.other_state", "", {"file": run.file_name}))


def _plain(problems: Sequence[Violation]) -> list[Any]:
    return [
        [one.code, {name: str(value) for name, value in one.params.items()}] for one in problems
    ]
