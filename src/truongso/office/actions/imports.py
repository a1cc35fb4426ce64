"""Taking a table in: begun, its columns named, compared, decided, confirmed, written; or left.

What is between beginning and confirming changes nothing of the school's: only the run itself.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import shelf
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.jobs import defer
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.office.importing import bulk, queries
from truongso.office.importing import drafts as d
from truongso.office.importing.columns import check_mapping
from truongso.office.importing.headings import IGNORED
from truongso.office.importing.schema import KINDS
from truongso.office.models import HeadingChoice, ImportLine, ImportRun
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.rules.authority import Whose
from truongso.rules.duties import GIVE
from truongso.rules.intake import FOR_IMPORT
from truongso.rules.verdict import Violation

ACT = "office.import"
States = ImportRun.State
NOTHING_WRITTEN = (
    States.READING,
    States.MAPPING,
    States.CHECKING,
    States.CHECKED,
    States.REFUSED,
    States.WRITING,  # writing is one transaction under the run's lock: either all, or not yet any
)
LINE = (
    "run",
    "no",
    "sheet",
    "row",
    "verdict",
    "label",
    "target",
    "decision",
    "values",
    "changes",
    "problems",
    "candidates",
)
SCHOOL = Whose()


@act
def begin(*, actor: Actor, kind: str, upload_id: UUID, now: datetime) -> ImportRun:
    """Begin to take a table in: a job reads it. Raises Missing, NotAllowed, RuleBroken."""
    if kind not in KINDS:
        raise Missing
    calendar = roster.calendar(actor, local_day(now))
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    file = shelf.take(actor, upload_id, at=now, purpose=FOR_IMPORT)
    run = ImportRun.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        kind=kind,
        year=calendar.year,
        file=file,
        file_name=file.name,
        asked_by_id=actor.person,
        asked_at=now,
        from_day=queries.first_day(actor, kind, calendar),
        state=States.READING,
    )
    defer(actor, "office.read_import", run_id=str(run.id))

    facts = {"file": file.name, "what": KINDS[kind].title, "sha256": file.blob.sha256}
    deed = Deed("office.import_begun", f"import:{run.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return run


@act
def keep_layout(*, actor: Actor, run_id: UUID, layout: Mapping[str, Any], at: datetime) -> None:
    """Keep what the file holds, so that a person names its columns. Raises Missing, NotAllowed,
    RuleBroken.
    """
    run = _own(actor, run_id)
    gate.require(actor, "system.keep_house", SCHOOL, at=at)

    _must_be(run, States.READING)
    run.layout = dict(layout)
    run.mapping = {one["key"]: one["field"] for one in layout["headings"] if one["field"]}
    run.state = States.MAPPING if layout["sheets"] else States.REFUSED
    if not layout["sheets"]:
        run.problems = [["import.no_headings", {"name": run.file_name, "what": _what(run)}]]
    run.save(update_fields=["layout", "mapping", "state", "problems"])


@act
def refuse(*, actor: Actor, run_id: UUID, problems: Sequence[Violation], at: datetime) -> None:
    """End a run whose file cannot be read or written; the reasons stay. Raises Missing, NotAllowed,
    RuleBroken.
    """
    run = _own(actor, run_id)
    gate.require(actor, "system.keep_house", SCHOOL, at=at)

    _must_be(run, States.READING, States.CHECKING, States.WRITING)
    run.state = States.REFUSED
    run.problems = [[one.code, dict(one.params)] for one in problems]
    run.save(update_fields=["state", "problems"])


@act
def choose(
    *,
    actor: Actor,
    run_id: UUID,
    mapping: Mapping[str, str],
    from_day: date,
    options: Mapping[str, Any],
    now: datetime,
) -> None:
    """Say which column is what, and from when; the school remembers it. Then a job compares.

    Raises Missing, NotAllowed, RuleBroken.
    """
    run = _own(actor, run_id)
    gate.require(actor, ACT, SCHOOL, at=now)

    _must_be(run, States.MAPPING, States.CHECKED)
    known = {one["key"]: one for one in run.layout["headings"]}
    chosen = {key: code for key, code in mapping.items() if key in known and code}
    raise_if_broken(check_mapping(KINDS[run.kind], chosen, run, from_day))
    for key, one in known.items():
        if chosen.get(key, "") != one["field"]:
            HeadingChoice.objects.update_or_create(
                school_id=actor.school_id,
                kind=run.kind,
                heading=key,
                defaults={"field": chosen.get(key, IGNORED)},
            )
    run.mapping, run.from_day, run.options = chosen, from_day, dict(options)
    run.outdated = False
    _ask_again(actor, run)


@act
def keep_lines(
    *,
    actor: Actor,
    run_id: UUID,
    drafts: Sequence[d.Draft],
    mark: str,
    counts: Mapping[str, Any],
    at: datetime,
) -> None:
    """Keep what became of each row. Raises Missing, NotAllowed,
    RuleBroken.
    """
    run = _own(actor, run_id)
    gate.require(actor, "system.keep_house", SCHOOL, at=at)

    _must_be(run, States.CHECKING)
    ImportLine.objects.of(actor).filter(run=run).delete()
    lines = [_line(run, number, draft) for number, draft in enumerate(drafts, start=1)]
    bulk.insert_many(actor, ImportLine, LINE, lines)
    run.state, run.fingerprint, run.counts = States.CHECKED, mark, dict(counts)
    run.done = run.total = len(lines)
    run.save(update_fields=["state", "fingerprint", "counts", "done", "total"])


@act
def decide(
    *, actor: Actor, run_id: UUID, line_ids: Sequence[UUID], decision: str, now: datetime
) -> int:
    """Decide about doubtful rows ("new", "skip", "same", or a candidate's id); none means all.

    Returns how many were decided. Raises Missing, NotAllowed, RuleBroken.
    """
    run = _own(actor, run_id)
    gate.require(actor, ACT, SCHOOL, at=now)

    _must_be(run, States.CHECKED)
    lines = ImportLine.objects.of(actor).filter(run=run, verdict=ImportLine.Verdict.DOUBTFUL)
    if line_ids:
        lines = lines.filter(pk__in=line_ids)
    decided = 0
    for line in lines:
        choice = (
            line.candidates[0][0] if decision == "same" and len(line.candidates) == 1 else decision
        )
        allowed = {"new", "skip", *(who for who, _ in line.candidates)}
        if choice in allowed and not (choice == "new" and line.target is not None):
            line.decision = choice
            line.save(update_fields=["decision"])
            decided += 1
    if line_ids and not decided:
        raise RuleBroken(Violation("import.no_such_choice", "decision"))
    return decided


@act
def confirm(*, actor: Actor, run_id: UUID, past_wrong: bool, now: datetime) -> None:
    """Let the rows be written, all of them in one go; `past_wrong`: leave the wrong rows out.

    Raises Missing, NotAllowed, RuleBroken.
    """
    run = _own(actor, run_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)
    years.require_open(actor, run.year_id, draft=True)

    _must_be(run, States.CHECKED)
    raise_if_broken(queries.not_ready(actor, run, past_wrong=past_wrong))
    _may_give_homerooms(actor, run, now)

    run.state, run.outdated, run.done = States.WRITING, False, 0
    run.save(update_fields=["state", "outdated", "done"])
    defer(actor, "office.write_import", run_id=str(run.id))

    facts = {"file": run.file_name, "what": _what(run), "counts": run.counts}
    deed = Deed("office.import_confirmed", f"import:{run.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def give_up(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Leave an import that has written nothing, a stuck one too; what was read is forgotten.

    Raises Missing, NotAllowed, RuleBroken.
    """
    run = _own(actor, run_id)
    duty = gate.require(actor, ACT, SCHOOL, at=now)

    _must_be(run, *NOTHING_WRITTEN)
    facts = {"file": run.file_name, "what": _what(run)}
    run.delete()
    shelf.let_go(actor, [run.file_id], at=now)

    deed = Deed("office.import_discarded", f"import:{run_id}", facts=facts)
    journal.record(actor, duty, deed, at=now)


def _may_give_homerooms(actor: Actor, run: ImportRun, now: datetime) -> None:
    """Homeroom duties come in with classes: whoever confirms must be one who may give them."""
    if given := queries.homerooms_given(actor, run):
        gate.require(actor, GIVE, SCHOOL, at=now)
        if str(actor.staff_id) in given:
            raise NotAllowed(Violation("duty.to_oneself"))


def _own(actor: Actor, run_id: UUID) -> ImportRun:
    """The run, nobody else at it until the act ends."""
    one_at_a_time("office.import", run_id)
    return queries.run(actor, run_id)


def _must_be(run: ImportRun, *states: str) -> None:
    """Refuse a step that is not the run's next one."""
    if run.state not in states:
        raise RuleBroken(Violation("import.other_state", "", {"file": run.file_name}))


def _ask_again(actor: Actor, run: ImportRun) -> None:
    run.state, run.done, run.total, run.counts = States.CHECKING, 0, 0, {}
    run.save()
    defer(actor, "office.check_import", run_id=str(run.id))


def _what(run: ImportRun) -> str:
    return KINDS[run.kind].title


def _line(run: ImportRun, number: int, draft: d.Draft) -> tuple[Any, ...]:
    """The values of LINE."""
    values = {code: d.plain(value) for code, value in draft.values.items()}
    record = draft.record
    return (
        new_id(),
        run.id,
        number,
        record.sheet,
        record.row,
        draft.verdict,
        draft.label,
        draft.target,
        "",
        values,
        draft.changes,
        draft.problems,
        draft.candidates,
    )
