"""Correcting an issued school report (sửa học bạ): asked for, refused, or a new version made."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local, local_day
from truongso.foundation.errors import raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.jobs import defer
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.gradebook.queries import homeroom
from truongso.notices import post
from truongso.office.queries import results as office
from truongso.records import signing
from truongso.records.models import ReportCase, ReportVersion
from truongso.records.queries import report_facts, reports
from truongso.records.queries import report_versions as queries
from truongso.records.queries.reports import fingerprint
from truongso.rules import school_report as rules
from truongso.rules.authority import Held, Whose
from truongso.rules.school_report import CaseState


@act
def ask(*, actor: Actor, version_id: UUID, reason: str, remark: str, now: datetime) -> ReportCase:
    """Ask for a correction of an issued report; `remark`: new words of the homeroom teacher.

    Also of a year that is closed: what was issued may turn out to be wrong years later, and what
    stands of that year is not written. Raises Missing (no version, or replaced), NotAllowed,
    RuleBroken (no reason, a case waits already).
    """
    row = queries.version(actor, version_id)
    one_at_a_time("report_case", actor.school_id, row.report_set_id, row.pupil_id)
    class_id = row.report_set.school_class_id
    whose = office.whose(actor, class_id, local_day(now))
    duty = gate.require(actor, reports.ASK, whose, at=now)
    latest = queries.every_version(actor, row)[0]
    raise_if_broken(rules.check_asking(reason, pending=queries.pending(actor, row)))

    case = ReportCase.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        version=latest,
        pupil_id=row.pupil_id,
        reason=reason.strip(),
        remark=remark.strip(),
        asked_by_id=actor.person,
        asked_at=now,
    )
    _tell(actor, case, "asked", reports.leaders(actor, now), now)

    facts = {"name": row.pupil.full_name, "school_class": row.report_set.school_class.name}
    deed = Deed("records.amendment_asked", f"report:{row.id}", reason=reason, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return case


@act
def refuse(*, actor: Actor, case_id: UUID, reason: str, now: datetime) -> None:
    """Refuse a correction, with a reason. Raises Missing, NotAllowed, RuleBroken (answered)."""
    case = queries.case(actor, case_id, hold=True)
    duty = gate.require(actor, reports.ISSUE, Whose(author=case.asked_by_id), at=now)
    raise_if_broken(
        [
            *rules.check_answering(CaseState(case.state)),
            *rules.check_asking(reason, pending=False),
        ]
    )
    _answer(actor, case, CaseState.REFUSED, reason.strip(), None, now)

    facts = {"name": case.pupil.full_name, "school_class": case.version.facts["school_class"]}
    deed = Deed(
        "records.amendment_refused", f"report:{case.version_id}", reason=reason, facts=facts
    )
    journal.record(actor, duty, deed, at=now)


@act
def agree(*, actor: Actor, case_id: UUID, now: datetime) -> ReportVersion:
    """Agree to a correction: the next version of the report is issued, which names the old one.

    The old version stays as it was, also of a closed year. Raises Missing, NotAllowed, RuleBroken
    (answered already, nothing would differ).
    """
    case = queries.case(actor, case_id, hold=True)
    old = case.version
    one_at_a_time("report_case", actor.school_id, old.report_set_id, old.pupil_id)
    duty = gate.require(actor, reports.ISSUE, Whose(author=case.asked_by_id), at=now)
    row = old.report_set.school_class
    new = queries.renewed(actor, case, homeroom.seen_on(row, local_day(now)))
    changes = report_facts.differences(old.facts, new)
    raise_if_broken(
        [*rules.check_answering(CaseState(case.state)), *rules.check_new_version(changes)]
    )

    made = _made(actor, case, new | _stamp(actor, case, old, duty, now), fingerprint(new), now)
    _answer(actor, case, CaseState.DONE, "", made, now)
    set_id = str(old.report_set_id)
    defer(actor, "records.make_reports", lock=f"reports:{row.id}", set_id=set_id)

    facts = {
        "name": case.pupil.full_name,
        "school_class": row.name,
        "version": made.no,
        "count": len(changes),
    }
    # What changed stands in the two versions; the journal tells where, not the words.
    told = [(place, None, None) for place, _, _ in changes]
    deed = Deed("records.report_amended", f"report:{made.id}", told, case.reason, facts=facts)
    journal.record(actor, duty, deed, at=now)
    return made


def _stamp(
    actor: Actor, case: ReportCase, old: ReportVersion, duty: Held, now: datetime
) -> dict[str, object]:
    signed = old.facts["signed"] | {"leader": signing.signed(actor, duty, at=now)}
    told = (
        f"Bản số {old.no + 1}, thay bản số {old.no} phát hành ngày"
        f" {local(old.made_at):%d/%m/%Y}, theo đề nghị của {case.asked_by.full_name} ngày"
        f" {local(case.asked_at):%d/%m/%Y}: {case.reason}"
    )
    return {"signed": signed, "version": {"no": old.no + 1, "told": told}}


def _made(
    actor: Actor, case: ReportCase, facts: dict[str, object], mark: str, now: datetime
) -> ReportVersion:
    old = case.version
    return ReportVersion.objects.create(
        id=new_id(),
        school_id=actor.school_id,
        report_set_id=old.report_set_id,
        pupil_id=old.pupil_id,
        no=old.no + 1,
        facts=facts,
        fingerprint=mark,
        made_at=now,
        made_by_id=actor.person,
        replaces=old,
        reason=case.reason,
    )


def _answer(
    actor: Actor,
    case: ReportCase,
    state: CaseState,
    answer: str,
    made: ReportVersion | None,
    now: datetime,
) -> None:
    case.state, case.answer, case.made = state.value, answer, made
    case.answered_by_id, case.answered_at = actor.person, now
    case.save()
    _tell(actor, case, state.value, [case.asked_by_id], now)


TOLD = {
    "asked": "{who} đề nghị sửa học bạ của {name}: {reason}",
    "refused": "{who} không đồng ý sửa học bạ của {name}: {answer}",
    "done": "{who} đã đồng ý sửa học bạ của {name}; bản mới đã phát hành.",
}


def _tell(actor: Actor, case: ReportCase, step: str, to: Collection[UUID], now: datetime) -> None:
    words = {"reason": case.reason, "answer": case.answer}
    text = TOLD[step].format(who=actor.name, name=case.pupil.full_name, **words)
    address = reverse("report_case", args=[case.id])
    message = post.Message(f"report_case.{step}", text[:500], address, f"case:{case.id}:{step}")
    post.tell(actor, [one for one in to if one != actor.staff_id], message, shows_at=now)
