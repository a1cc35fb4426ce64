"""The way of the school reports of a class: confirmed, handed up, issued or sent back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.jobs import defer
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.office.queries import results as office
from truongso.records import signing
from truongso.records.models import ReportConfirmation, ReportSet, ReportVersion
from truongso.records.queries import report_facts
from truongso.records.queries import reports as queries
from truongso.records.queries.reports import ClassReports, fingerprint
from truongso.roster import queries as roster
from truongso.roster import years
from truongso.roster.models import SchoolClass
from truongso.rules import school_report as rules
from truongso.rules.authority import Duty, Whose
from truongso.rules.school_report import State


@act
def confirm_subjects(
    *, actor: Actor, class_id: UUID, subjects: Collection[str], now: datetime
) -> int:
    """Confirm that subjects the actor teaches stand right in the school reports of a class.

    A confirmation holds for what stands there now; one that holds already is left as it is.
    Returns how many were confirmed. Raises Missing, NotAllowed, RuleBroken (results not closed,
    handed up or issued already, a closed year).
    """
    one_at_a_time("reports", actor.school_id, class_id)
    row = office.school_class(actor, class_id)
    day = local_day(now)
    whose = queries.whose_subjects(queries.teachers_of(actor, row, day), subjects)
    duty = gate.require(actor, queries.CONFIRM, whose, at=now)
    years.require_open(actor, row.year_id)

    found = queries.reports_of(actor, row, day)
    raise_if_broken(rules.check_confirming(found.state, closed=bool(found.frozen)))
    report_set = found.report_set or _begun(actor, row)
    rows = [
        ReportConfirmation(
            id=new_id(),
            school_id=actor.school_id,
            report_set=report_set,
            subject=code,
            by_id=actor.person,
            at=now,
            fingerprint=found.fingerprints[code],
        )
        for code in sorted(subjects)
        if code in found.fingerprints
        and actor.staff_id not in {one.by_id for one in found.confirmed_by(code)}
    ]
    if not rows:
        return 0
    ReportConfirmation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["school_id", "report_set", "subject", "by"],
        update_fields=["at", "fingerprint"],
    )

    names = ", ".join(queries.shorts(one.subject for one in rows))
    facts = {"school_class": row.name, "subjects": names}
    deed = Deed("records.subjects_confirmed", f"class:{row.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return len(rows)


@act
def hand_up(*, actor: Actor, class_id: UUID, reason: str, now: datetime) -> int:
    """Confirm the school reports of one's homeroom class and hand them up to the principal.

    `reason`: why something is left out; what has no excuse must be there. Returns how many pupils.
    Raises Missing, NotAllowed, RuleBroken (something is missing, handed up already, closed year).
    """
    one_at_a_time("reports", actor.school_id, class_id)
    row = office.school_class(actor, class_id)
    day = local_day(now)
    duty = gate.require(actor, queries.KEEP, office.whose(actor, row.id, day), at=now)
    years.require_open(actor, row.year_id)

    found = queries.reports_of(actor, row, day)
    raise_if_broken(rules.check_handing_up(found.state, found.gaps, reason))
    said = report_facts.compiled(actor, roster.school_org(actor), found)
    report_set = found.report_set or _begun(actor, row)
    report_set.state = State.HANDED_UP.value
    report_set.fingerprint = report_facts.all_fingerprint(said)
    report_set.excuse = reason.strip() if found.gaps else ""
    report_set.handed_up_at, report_set.handed_up_by_id = now, actor.person
    report_set.save()
    _tell(actor, report_set, row, "handed_up", queries.leaders(actor, now), now)

    facts = {"school_class": row.name, "count": len(said)}
    why = report_set.excuse
    deed = Deed("records.reports_handed_up", f"class:{row.id}", reason=why, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return len(said)


@act
def send_back(*, actor: Actor, class_id: UUID, reason: str, now: datetime) -> None:
    """Send the school reports of a class back to their homeroom teacher, with a reason.

    Raises Missing, NotAllowed, RuleBroken (not handed up, no reason, a closed year).
    """
    row, report_set = _held(actor, class_id)
    duty = gate.require(actor, queries.ISSUE, Whose(author=report_set.handed_up_by_id), at=now)
    years.require_open(actor, row.year_id)
    raise_if_broken(rules.check_sending_back(State(report_set.state), reason))

    report_set.state = State.COLLECTING.value
    report_set.returned_at, report_set.returned_by_id = now, actor.person
    report_set.returned_why = reason.strip()
    report_set.save()
    to = [report_set.handed_up_by_id] if report_set.handed_up_by_id else []
    _tell(actor, report_set, row, "returned", to, now)

    facts = {"school_class": row.name}
    deed = Deed("records.reports_returned", f"class:{row.id}", reason=reason, facts=facts)
    journal.record(actor, duty, deed, at=now)


@act
def issue(*, actor: Actor, class_id: UUID, now: datetime) -> int:
    """Issue the school reports of a class: a first version for every pupil, frozen.

    What is issued is what the homeroom teacher confirmed; anything else is refused. The papers are
    made by a job. Returns how many. Raises Missing, NotAllowed, RuleBroken (not handed up, changed
    since, a closed year).
    """
    row, report_set = _held(actor, class_id)
    duty = gate.require(actor, queries.ISSUE, Whose(author=report_set.handed_up_by_id), at=now)
    years.require_open(actor, row.year_id)

    found = queries.reports_of(actor, row, local_day(now))
    said = report_facts.compiled(actor, roster.school_org(actor), found)
    changed = report_facts.all_fingerprint(said) != report_set.fingerprint
    raise_if_broken(rules.check_issuing(State(report_set.state), changed=changed))

    report_set.state = State.ISSUED.value
    report_set.issued_at, report_set.issued_by_id = now, actor.person
    report_set.issued_duty = duty.duty.value
    report_set.issued_for = duty.loan.giver_name if duty.loan else ""
    report_set.save()
    signed = {"homeroom": _homeroom(report_set), "leader": signing.signed(actor, duty, at=now)}
    _freeze(actor, report_set, found, said, signed, now)
    defer(actor, "records.make_reports", lock=f"reports:{row.id}", set_id=str(report_set.id))
    to = [report_set.handed_up_by_id] if report_set.handed_up_by_id else []
    _tell(actor, report_set, row, "issued", to, now)

    facts = {"school_class": row.name, "count": len(said)}
    deed = Deed("records.reports_issued", f"class:{row.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return len(said)


def _freeze(
    actor: Actor,
    report_set: ReportSet,
    found: ClassReports,
    said: Mapping[UUID, dict[str, Any]],
    signed: Mapping[str, object],
    now: datetime,
) -> None:
    """Two issues of one class never follow one another: what was issued changes only by a case."""
    ReportVersion.objects.bulk_create(
        ReportVersion(
            id=new_id(),
            school_id=actor.school_id,
            report_set=report_set,
            pupil_id=line.pupil_id,
            no=1,
            facts=said[line.pupil_id] | {"signed": signed},
            fingerprint=fingerprint(said[line.pupil_id]),
            made_at=now,
            made_by_id=actor.person,
        )
        for line in found.results.lines
    )


def _homeroom(report_set: ReportSet) -> Mapping[str, object]:
    if report_set.handed_up_by is None or report_set.handed_up_at is None:
        raise Missing
    title = list(signing.TITLES[Duty.HOMEROOM_TEACHER])
    return signing.stands(title, report_set.handed_up_by.full_name, report_set.handed_up_at)


def _begun(actor: Actor, row: SchoolClass) -> ReportSet:
    return ReportSet.objects.create(
        id=new_id(), school_id=actor.school_id, year_id=row.year_id, school_class=row
    )


def _held(actor: Actor, class_id: UUID) -> tuple[SchoolClass, ReportSet]:
    """The class with the state of its reports, held until the act ends. Raises Missing."""
    one_at_a_time("reports", actor.school_id, class_id)
    row = office.school_class(actor, class_id)
    found = queries.set_of(actor, row)
    if found is None:
        raise Missing
    return row, found


TOLD = {
    "handed_up": "{who} đã trình học bạ lớp {name}, chờ duyệt.",
    "returned": "{who} đã trả lại học bạ lớp {name}: {why}",
    "issued": "{who} đã duyệt và phát hành học bạ lớp {name}.",
}


def _tell(
    actor: Actor,
    report_set: ReportSet,
    row: SchoolClass,
    step: str,
    to: Collection[UUID],
    now: datetime,
) -> None:
    text = TOLD[step].format(who=actor.name, name=row.name, why=report_set.returned_why)
    message = post.Message(
        f"reports.{step}",
        text[:500],
        reverse("class_reports", args=[row.id]),
        f"reports:{report_set.id}:{step}:{now:%s}",
    )
    post.tell(actor, [one for one in to if one != actor.staff_id], message, shows_at=now)
