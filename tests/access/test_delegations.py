"""Lending rights: never further than one's own, dated, revocable at once, shown in the journal."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.school import NOW, School, found
from truongso.access import gate
from truongso.access.actions.delegations import Lending, delegate, revoke
from truongso.access.models import Delegation, DutyHeld
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.notices.models import Notice
from truongso.rules.authority import Duty, Whose

APPROVE = "planning.approve:lesson_plan"
TEACHER_PLANS = "planning.approve:teacher_plan"
WEEK = timedelta(days=7)


@pytest.fixture
def asked(school: School) -> Lending:
    """Hoa, head of natural sciences, lends Minh the approving of lesson plans for a week."""
    return Lending(
        giver_duty_id=school.duties["Hoa", Duty.DEPARTMENT_HEAD].id,
        receiver_id=school.staff["Minh"].id,
        acts=(APPROVE,),
        since=NOW,
        until=NOW + WEEK,
        note="Đi tập huấn",
    )


@pytest.fixture
def lend(school: School, asked: Lending) -> Any:
    """Lend as Hoa; each test changes one thing."""

    def call(actor: str = "Hoa", **changes: Any) -> Delegation:
        values = {name: getattr(asked, name) for name in asked.__slots__} | changes
        return delegate(actor=school.actor(actor), asked=Lending(**values), now=NOW)

    return call


def of_lan(school: School) -> Whose:
    return Whose(school.staff["Lan"].id, school.departments["TN"].id)


def may(school: School, who: str, when: Any = NOW, act: str = APPROVE) -> bool:
    answer = gate.may(school.actor(who, when), act, of_lan(school), at=when)
    return hasattr(answer, "held")


def test_lends_the_act_to_the_deputy_who_is_told(school: School, lend: Any) -> None:
    assert not may(school, "Minh")
    row = lend()
    assert may(school, "Minh")
    assert not may(school, "Minh", act=TEACHER_PLANS)
    assert Notice.objects.of(school).get().to_id == school.staff["Minh"].id
    entry = json.loads(JournalEntry.objects.of(school).get().payload)
    assert entry["verb"] == "access.delegation_given"
    assert entry["target"] == f"delegation:{row.id}"
    assert entry["reason"] == "Đi tập huấn"


def test_holds_from_its_beginning_until_just_before_its_end(school: School, lend: Any) -> None:
    lend(since=NOW + timedelta(hours=1))
    begin, end = NOW + timedelta(hours=1), NOW + WEEK
    second = timedelta(seconds=1)
    held = {when: may(school, "Minh", when) for when in (begin - second, begin, end - second, end)}
    assert list(held.values()) == [False, True, True, False]


def test_ends_with_the_duty_it_is_lent_from(school: School, lend: Any) -> None:
    lend()
    DutyHeld.objects.filter(pk=school.duties["Hoa", Duty.DEPARTMENT_HEAD].pk).update(
        until=NOW + timedelta(hours=1)
    )
    assert may(school, "Minh")
    assert not may(school, "Minh", NOW + timedelta(hours=1))


def test_is_taken_back_at_once(school: School, lend: Any) -> None:
    row = lend()
    minh = school.actor("Minh")  # his page is open: his request carries the duty
    revoke(actor=school.actor("Hoa"), delegation_id=row.id, now=NOW)
    with pytest.raises(NotAllowed) as refused:
        _require(minh, school)
    assert refused.value.violations[0].code == "authority.duty_ended"
    assert not may(school, "Minh")
    with pytest.raises(RuleBroken):
        revoke(actor=school.actor("Hoa"), delegation_id=row.id, now=NOW)


def test_whoever_lost_the_duty_meanwhile_takes_nothing_back(school: School, lend: Any) -> None:
    row = lend()
    hoa = school.actor("Hoa")  # her page is open: her request carries the duty
    DutyHeld.objects.filter(pk=school.duties["Hoa", Duty.DEPARTMENT_HEAD].pk).update(until=NOW)
    with pytest.raises(NotAllowed) as refused:
        revoke(actor=hoa, delegation_id=row.id, now=NOW)
    assert refused.value.violations[0].code == "authority.duty_ended"
    row.refresh_from_db()
    assert row.revoked_at is None


def _require(actor: Any, school: School) -> None:
    from truongso.foundation.tenancy import acting_in

    with acting_in(school.id):
        gate.require(actor, APPROVE, of_lan(school), at=NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"acts": ("planning.designate_uploader",)}, "delegation.not_lendable"),
        ({"acts": ()}, "delegation.no_acts"),
        ({"until": NOW - WEEK}, "delegation.ends_before_it_begins"),
    ],
)
def test_refuses_what_the_table_of_rights_does_not_lend(
    school: School, lend: Any, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        lend(**changes)
    assert code in [violation.code for violation in refused.value.violations]
    assert not Delegation.objects.of(school).exists()


@pytest.mark.parametrize("receiver", ["Lan", "Yến", "Bình", "Nam"])
def test_only_the_deputy_of_the_same_department_receives(
    school: School, lend: Any, receiver: str
) -> None:
    with pytest.raises(RuleBroken):
        lend(receiver_id=school.staff[receiver].id)


@pytest.mark.parametrize("thief", ["Lan", "Minh", "Bình", "Sơn", "Nam"])
def test_nobody_lends_anothers_duty(lend: Any, thief: str) -> None:
    with pytest.raises(NotAllowed):
        lend(actor=thief)


def test_a_deputy_does_not_pass_on_what_was_lent(school: School, lend: Any) -> None:
    lend()
    minh = school.actor("Minh")
    lent = next(held for held in minh.duties if held.loan)
    asked = Lending(lent.id, school.staff["Yến"].id, (APPROVE,), NOW, NOW + WEEK)
    with pytest.raises(NotAllowed):
        delegate(actor=minh, asked=asked, now=NOW)


def test_another_schools_people_and_delegations_do_not_exist(school: School, lend: Any) -> None:
    row = lend()
    with found() as other:
        stranger = other.actor("Hoa")
        with pytest.raises(Missing):
            revoke(actor=stranger, delegation_id=row.id, now=NOW)
        asked = Lending(
            other.duties["Hoa", Duty.DEPARTMENT_HEAD].id,
            school.staff["Minh"].id,
            (APPROVE,),
            NOW,
            NOW + WEEK,
        )
        with pytest.raises(Missing):
            delegate(actor=stranger, asked=asked, now=NOW)


def test_the_principal_lends_reading_the_journal_to_the_vice_principal(
    school: School, asked: Lending
) -> None:
    lending = partial(
        Lending, school.duties["Sơn", Duty.PRINCIPAL].id, school.staff["Thu"].id, ("audit.read",)
    )
    delegate(actor=school.actor("Sơn"), asked=lending(NOW, NOW + WEEK), now=NOW)
    assert hasattr(gate.may(school.actor("Thu"), "audit.read", Whose(), at=NOW), "held")
