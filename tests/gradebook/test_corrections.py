"""A correction from the request to the minutes; what is refused on the way."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.gradebook.correcting import ask, confirm, consented, fresh, locked
from tests.gradebook.scenes import NOW, book, line, page, pupils, save
from tests.school import LONG_AGO, School, at
from truongso.access.models import DutyHeld
from truongso.audit.models import JournalEntry
from truongso.documents import papers
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import correction_ends, corrections, locks
from truongso.gradebook.models import Correction, MarkChange
from truongso.notices.models import Notice
from truongso.roster.models import TeachingAssignment
from truongso.rules.authority import Duty
from truongso.rules.corrections import Evidence

TX1, TX2 = 1, 2


def codes(error: Any) -> list[str]:
    return [violation.code for violation in error.value.violations]


def refused(answer: Any) -> list[str]:
    return [one["code"] for one in answer["refused"]]


def test_a_whole_case_from_the_request_to_the_minutes(school: School) -> None:
    first, second, *_ = pupils(school)
    locked(school, first, second)
    assert refused(save(school, (first, "tx1", "9", 1))) == ["gradebook.cell_locked"]

    case = ask(school, (first, "tx1", "9"))
    assert (case.no, case.state) == (1, "asked")
    assert line(school, first).locks == TX1
    corrections.consent(actor=school.actor("Sơn"), case_id=case.id, now=NOW)
    assert fresh(case).state == "open"
    assert fresh(case).open_until == NOW + timedelta(hours=24)
    assert line(school, first).locks == 0
    assert line(school, second).locks == TX1

    answer = save(school, (first, "tx1", "9", 1), (second, "tx1", "9", 1))
    assert refused(answer) == ["gradebook.cell_locked"]
    assert answer["saved"] == 1
    mine = line(school, first)
    assert (mine.marks[0], mine.locks, mine.locked_marks[0]) == (90, TX1, 90)
    change = MarkChange.objects.of(school).get(pupil=first, version=2)
    assert (change.old, change.new, change.correction) == (80, 90, case.id)
    assert change.reason == case.reason
    assert fresh(case).state == "minuted"
    assert refused(save(school, (first, "tx1", "10", 2))) == ["gradebook.cell_locked"]

    for who in ("Lan", "Sơn"):
        confirm(school, case, who)
        assert fresh(case).state == "minuted"
    confirm(school, case, "Nam")
    assert fresh(case).state == "closed"
    verbs = JournalEntry.objects.of(school).filter(target=f"correction:{case.id}")
    assert [entry.verb.removeprefix("gradebook.correction_") for entry in verbs.order_by("id")] == [
        "asked", "consented", "finished", "confirmed", "confirmed", "confirmed",
    ]  # fmt: skip


def test_the_minutes_tell_everything_and_who_confirmed(school: School) -> None:
    first, *_ = pupils(school)
    full = {"tx1": "8", "tx2": "7", "tx3": "9", "tx4": "8", "gk": "7,5", "ck": "8"}
    save(school, *((first, column, text) for column, text in full.items()))
    locks.lock_columns(actor=school.actor("Lan"), page=page(school), keys=["tx1"], now=NOW)
    case = consented(school, (first, "tx1", "3"))
    save(school, (first, "tx1", "3", 1))
    paper = fresh(case).paper
    assert paper is not None
    facts = paper.facts
    assert facts["symbol"] == "Số: 01/BBSD-THCS"
    assert facts["cells"] == [[first.full_name, first.code, "Thường xuyên 1", "8", "3"]]
    assert facts["derived"] == [[first.full_name, "7,9", "7,3"]]
    assert [row[0] for row in facts["evidence"]] == [
        "Trang sổ điểm cá nhân",
        "Bài kiểm tra của học sinh",
    ]
    assert [one["name"] for one in facts["people"]] == ["Phạm Thái Sơn", "", "Nguyễn Ngọc Lan"]
    before = papers.as_pdf(paper)
    confirm(school, case, "Nam")
    assert papers.as_pdf(paper) != before


def test_everybody_concerned_is_told_at_each_step(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    save(school, (first, "tx1", "9", 1))
    told: dict[str, set[str]] = {}
    names = {row.id: name for name, row in school.staff.items()}
    for notice in Notice.objects.of(school).filter(about__startswith=f"correction:{case.id}"):
        told.setdefault(notice.kind, set()).add(names[notice.to_id])
    assert told == {
        "correction.asked": {"Sơn"},
        "correction.open": {"Lan", "Nam"},
        "correction.minuted": {"Sơn", "Nam"},
    }


def test_asked_twice_it_is_one_case(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case_id = new_id()
    one = ask(school, (first, "tx1", "9"), case_id=case_id)
    again = ask(school, (first, "tx1", "9"), case_id=case_id)
    assert one.id == again.id
    assert Correction.objects.of(school).count() == 1


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"evidence": ()}, "correction.no_page"),
        ({"evidence": (Evidence.GRADEBOOK_PAGE,)}, "correction.no_test"),
        ({"evidence": (Evidence.TEST_PAPER,)}, "correction.no_page"),
        ({"reason": "Nhầm"}, "correction.reason_short"),
    ],
)
def test_without_evidence_or_reason_nothing_is_asked(
    school: School, how: dict[str, Any], code: str
) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    with pytest.raises(RuleBroken) as error:
        ask(school, (first, "tx1", "9"), **how)
    assert code in codes(error)
    assert not Correction.objects.of(school).exists()


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("tx1", "8", "correction.same_mark"),
        ("tx2", "9", "correction.not_needed"),
        ("tx9", "9", "gradebook.no_column"),
        ("tx1", "85", "score.unpointed"),
        ("tx1", "v0", "score.not_absent"),
    ],
)
def test_cells_that_cannot_be_asked_for(school: School, column: str, text: str, code: str) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    with pytest.raises(RuleBroken) as error:
        ask(school, (first, column, text))
    assert codes(error) == [code]


def test_a_cell_is_in_one_case_at_a_time(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    with pytest.raises(RuleBroken) as error:
        ask(school, (first, "tx1", "10"))
    assert codes(error) == ["correction.cell_taken"]
    corrections.withdraw(actor=school.actor("Lan"), case_id=case.id, now=NOW)
    assert ask(school, (first, "tx1", "10")).no == 2


def test_only_who_teaches_the_page_asks(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    for who in ("Hoa", "Sơn", "Nam", "Dũng"):
        with pytest.raises(NotAllowed):
            ask(school, (first, "tx1", "9"), who=who)


def test_late_it_is_refused_unless_data_were_entered_wrongly(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    book(school, finals_from=date(2026, 12, 22))
    last, after = at(date(2026, 12, 15)), at(date(2026, 12, 16))
    with pytest.raises(RuleBroken) as error:
        ask(school, (first, "tx1", "9"), at=after)
    assert codes(error) == ["correction.too_late"]
    case = ask(school, (first, "tx1", "9"), at=last)
    with pytest.raises(RuleBroken) as error:
        corrections.consent(actor=school.actor("Sơn", after), case_id=case.id, now=after)
    assert codes(error) == ["correction.too_late"]
    corrections.withdraw(actor=school.actor("Lan", after), case_id=case.id, now=after)
    wrong = ask(school, (first, "tx1", "9"), at=after, entered_wrongly=True)
    corrections.consent(actor=school.actor("Sơn", after), case_id=wrong.id, now=after)
    assert save(school, (first, "tx1", "9", 1), at=after)["saved"] == 1


def test_an_unlocked_mark_past_its_days_needs_a_case_and_locks_after_it(school: School) -> None:
    first, *_ = pupils(school)
    save(school, (first, "tx2", "8"))
    book(school, finals_from=date(2026, 12, 22))
    after = at(date(2026, 12, 16))
    assert refused(save(school, (first, "tx2", "9", 1), at=after, reason="Chấm lại")) == [
        "score.correction_closed"
    ]
    case = ask(school, (first, "tx2", "9"), at=after, entered_wrongly=True)
    corrections.consent(actor=school.actor("Sơn", after), case_id=case.id, now=after)
    assert save(school, (first, "tx2", "9", 1), at=after)["saved"] == 1
    assert line(school, first).locks == TX2


def test_the_vice_principal_consents_only_in_the_principals_name(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    for who in ("Thu", "Hoa", "Lan", "Nam"):
        with pytest.raises(NotAllowed):
            corrections.consent(actor=school.actor(who), case_id=case.id, now=NOW)
    lend = {"since": LONG_AGO, "until": NOW + timedelta(days=1)}
    school.delegate("Sơn", Duty.PRINCIPAL, "Thu", corrections.CONSENT, **lend)
    late = NOW + timedelta(days=2)
    with pytest.raises(NotAllowed):
        corrections.consent(actor=school.actor("Thu", late), case_id=case.id, now=late)
    corrections.consent(actor=school.actor("Thu"), case_id=case.id, now=NOW)
    assert fresh(case).decided_for == "Phạm Thái Sơn"
    assert fresh(case).decided_by_id == school.staff["Thu"].id


def test_nobody_consents_to_his_own_nor_lends_the_right_over_it(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    Correction.objects.of(school).filter(pk=case.id).update(asked_by=school.staff["Sơn"])
    with pytest.raises(NotAllowed) as error:
        corrections.consent(actor=school.actor("Sơn"), case_id=case.id, now=NOW)
    assert codes(error) == ["authority.own_paper"]
    lend = {"since": LONG_AGO, "until": NOW + timedelta(days=1)}
    school.delegate("Sơn", Duty.PRINCIPAL, "Thu", corrections.CONSENT, **lend)
    with pytest.raises(NotAllowed) as error:
        corrections.consent(actor=school.actor("Thu"), case_id=case.id, now=NOW)
    assert codes(error) == ["authority.lenders_paper"]
    taught = TeachingAssignment.objects.of(school).filter(school_class=school.classes["6A"])
    taught.filter(subject="TOAN").update(staff=school.staff["Sơn"])
    # Whom the level above has put in charge of the school holds the duty himself.
    DutyHeld.objects.create(
        school_id=school.id,
        staff=school.staff["Hoa"],
        duty=Duty.PRINCIPAL.value,
        since=LONG_AGO,
    )
    corrections.consent(actor=school.actor("Hoa"), case_id=case.id, now=NOW)
    assert fresh(case).state == "open"


def test_a_refusal_has_a_reason_and_is_the_end(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    with pytest.raises(RuleBroken) as error:
        corrections.refuse(actor=school.actor("Sơn"), case_id=case.id, reason=" ", now=NOW)
    assert codes(error) == ["correction.refusal_without_reason"]
    corrections.refuse(actor=school.actor("Sơn"), case_id=case.id, reason="Thiếu ảnh", now=NOW)
    assert (fresh(case).state, fresh(case).answer) == ("refused", "Thiếu ảnh")
    for call in (corrections.consent, corrections.withdraw, correction_ends.finish):
        who = "Sơn" if call is corrections.consent else "Lan"
        with pytest.raises(RuleBroken) as error:
            call(actor=school.actor(who), case_id=case.id, now=NOW)
        assert codes(error) == ["correction.not_now"]
    assert line(school, first).locks == TX1


def test_a_mark_that_moved_since_is_not_opened(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    where = page(school)
    boss = school.actor("Sơn")
    locks.reopen_columns(actor=boss, page=where, keys=["tx1"], reason="Mở", now=NOW)
    save(school, (first, "tx1", "7", 1))
    with pytest.raises(RuleBroken) as error:
        corrections.consent(actor=boss, case_id=case.id, now=NOW)
    assert codes(error) == ["correction.cell_moved"]


def test_who_no_longer_teaches_there_gets_nothing_opened(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = ask(school, (first, "tx1", "9"))
    taught = TeachingAssignment.objects.of(school).filter(school_class=school.classes["6A"])
    taught.filter(subject="TOAN").update(until=NOW.date())
    with pytest.raises(RuleBroken) as error:
        corrections.consent(actor=school.actor("Sơn"), case_id=case.id, now=NOW)
    assert "correction.asker_left" in codes(error)
