"""The gate's table of rights against an oracle written from the decision's words.

Every act × every duty × whose: own, of a lender, of a colleague in the same department or another;
with the duty held or lent, over the same department or another.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest

from tests.access import oracle, oracle_case
from tests.access.oracle_case import Case, Charge, Thing
from tests.school import NOW, School
from truongso.access import gate
from truongso.access.models import Delegation, DutyHeld
from truongso.foundation.errors import NotAllowed
from truongso.foundation.tenancy import acting_in
from truongso.roster.models import SubjectGroup
from truongso.rules.authority import Duty, Held, Lending, Loan, Right, Whose, check_lending, decide
from truongso.rules.grants import act_names, grants_on

DAY = date(2026, 11, 23)
GRANTS = grants_on(DAY)
ACTS = sorted(act_names(DAY))
DUTIES = [duty.value for duty in Duty]
OVER = {
    "department_head": ("TN", "XH"),
    "department_deputy": ("TN", "XH"),
    "group_leader": ("Toán", "Lí"),
    "teacher": ("TN", "XH", ""),
}
LENT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("department_head", "TN", tuple(ACTS)),
    ("department_head", "XH", tuple(ACTS)),
    ("department_head", "TN", ("planning.approve:lesson_plan",)),
    ("principal", "", ("audit.read",)),
)


def uid(name: str) -> UUID | None:
    return uuid5(NAMESPACE_OID, name) if name else None


def sure(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def held(charge: Charge) -> Held:
    """A charge as the program knows it."""
    loan = None
    if charge.lender:
        acts = frozenset(charge.acts)
        loan = Loan(sure("loan"), sure(charge.lender), charge.lender, Duty(charge.duty), acts)
    return Held(sure(f"{charge.duty}{charge.over}"), Duty(charge.duty), uid(charge.over), loan)


def whose(thing: Thing) -> Whose:
    return Whose(
        author=uid(thing.author),
        department=uid(thing.department),
        group=uid(thing.group),
        author_is_head=thing.author_is_head,
        readers=frozenset(sure(reader) for reader in thing.readers),
    )


def verdict(case: Case) -> bool:
    """What the program answers."""
    duties = [held(charge) for charge in case.charges]
    answer = decide(uid(case.person), duties, case.act, whose(case.thing), GRANTS)
    return isinstance(answer, Right)


def charges() -> Iterator[tuple[Charge, ...]]:
    """No duty at all; each duty over each thing; a deputy or teacher with each loan."""
    yield ()
    for duty in DUTIES:
        for over in OVER.get(duty, ("",)):
            own = Charge(duty, over)
            yield (own,)
            if duty in ("department_deputy", "teacher", "vice_principal"):
                for lent, lent_over, acts in LENT:
                    yield own, Charge(lent, lent_over, "Hoa", acts)


def things() -> Iterator[Thing]:
    for author, department, group, is_head, readers in product(
        ("Minh", "Hoa", "Lan", ""), ("TN", "XH", ""), ("Toán", ""), (True, False), ((), ("Minh",))
    ):
        yield Thing(author, department, group, is_head, readers)


def test_every_answer_of_the_gate_is_that_of_the_decision() -> None:
    differing, counted = [], Counter[bool]()
    for held_charges, act, thing in product(charges(), ACTS, things()):
        case = Case("Minh", held_charges, act, thing)
        answer, expected = verdict(case), oracle.allowed(case)
        counted[expected] += 1
        if answer is not expected:
            differing.append((expected, case))
    assert not differing, f"{len(differing)} differ, first: {differing[:3]}"
    assert counted[True] > 5_000
    assert counted[False] > 50_000
    print(f"rights: {counted.total()} cases, {counted[True]} allowed")


def test_every_act_of_the_table_is_known_to_the_oracle_and_none_else() -> None:
    kinds = {act.partition(":")[2] for act in ACTS if ":" in act}
    assert kinds == {"school_plan", *oracle.OF_DEPARTMENTS, *oracle.OF_TEACHERS}
    assert {act for act in ACTS if ":" not in act} == oracle.OTHER_ACTS.keys()
    assert {grant.act for grant in GRANTS} == set(ACTS)


def test_an_act_that_no_line_names_is_refused_to_everybody() -> None:
    for charge in charges():
        assert not verdict(Case("Minh", charge, "planning.shred", Thing()))


def test_only_the_named_acts_are_lent_and_only_to_the_named_duties() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    lent = 0
    for giver, receiver, act, same in product(DUTIES, DUTIES, ACTS, (True, False)):
        over = {"department_head": "TN", "department_deputy": "TN" if same else "XH"}
        lending = Lending(
            giver=held(Charge(giver, over.get(giver, ""))),
            receiver_duties=[held(Charge(receiver, over.get(receiver, "")))],
            acts=frozenset({act}),
            since=moment,
            until=moment + timedelta(days=7),
        )
        fits = oracle_case.LENDABLE.get(act) == (giver, receiver)
        expected = fits and (same or giver != "department_head")
        assert (not list(check_lending(lending, GRANTS))) is expected, (giver, receiver, act, same)
        lent += expected
    assert lent == 22


SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
APPROVE = "planning.approve:lesson_plan"


def may(school: School, who: str, act: str, thing: Whose, when: datetime) -> bool:
    """What page and act answer at a moment: they never differ."""
    actor = school.actor(who, when)
    shown = isinstance(gate.may(actor, act, thing, at=when), Right)
    try:
        with acting_in(school.id):
            gate.require(actor, act, thing, at=when)
    except NotAllowed:
        assert not shown
        return False
    assert shown
    return True


@pytest.fixture
def lans(school: School) -> Whose:
    """A plan of Lan's, in natural sciences."""
    return Whose(school.staff["Lan"].id, school.departments["TN"].id)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW - SECOND, False),
        (NOW, True),
        (NOW + HOUR - SECOND, True),
        (NOW + HOUR, False),
        (NOW + timedelta(days=400), False),
    ],
)
def test_a_duty_counts_from_its_first_moment_until_just_before_its_end(
    school: School, lans: Whose, moment: datetime, expected: bool
) -> None:
    DutyHeld.objects.of(school).filter(duty="department_head").update(since=NOW, until=NOW + HOUR)
    assert may(school, "Hoa", APPROVE, lans, moment) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW - SECOND, False),
        (NOW, True),
        (NOW + HOUR - SECOND, True),
        (NOW + HOUR, False),
    ],
)
def test_a_delegation_counts_from_its_first_moment_until_just_before_its_end(
    school: School, lans: Whose, moment: datetime, expected: bool
) -> None:
    lend = {"since": NOW, "until": NOW + HOUR}
    school.delegate("Hoa", Duty.DEPARTMENT_HEAD, "Minh", APPROVE, **lend)
    assert may(school, "Minh", APPROVE, lans, moment) is expected


def taken_back(school: School) -> None:
    Delegation.objects.of(school).update(revoked_at=NOW, revoked_by=school.staff["Hoa"])


def out_of_office(school: School) -> None:
    DutyHeld.objects.of(school).filter(duty="department_head").update(until=NOW)


@pytest.mark.parametrize("ending", [taken_back, out_of_office])
def test_what_is_lent_ends_at_once_with_what_it_hangs_on(
    school: School, lans: Whose, ending: Any
) -> None:
    lend = {"since": NOW - HOUR, "until": NOW + HOUR}
    school.delegate("Hoa", Duty.DEPARTMENT_HEAD, "Minh", APPROVE, **lend)
    assert may(school, "Minh", APPROVE, lans, NOW)
    ending(school)
    assert not may(school, "Minh", APPROVE, lans, NOW)


def test_the_real_people_of_a_school_may_what_the_decision_says(school: School) -> None:
    """The same oracle over the duties as the database tells them, a real person at a time."""
    group = SubjectGroup.objects.create(
        school_id=school.id, department=school.departments["TN"], name="Nhóm Toán"
    )
    leads = DutyHeld(school_id=school.id, staff=school.staff["Lan"], duty="group_leader")
    leads.group, leads.since = group, NOW - HOUR
    leads.save(force_insert=True)
    lent = {"since": NOW - HOUR, "until": NOW + HOUR}
    school.delegate("Hoa", Duty.DEPARTMENT_HEAD, "Minh", APPROVE, **lent)
    ids = {row.id: name for name, row in school.staff.items()}
    names = {row.id: name for name, row in school.departments.items()} | {group.id: "Nhóm Toán"}
    counted = 0
    for who in school.staff:
        actor = school.actor(who)
        known = [
            Charge(
                one.duty.value,
                names.get(one.over, "") if one.over else _department_of(school, who, one),
                ids[one.loan.giver_id] if one.loan else "",
                tuple(one.loan.acts) if one.loan else (),
            )
            for one in actor.duties
        ]
        for act, author in product(ACTS, ("Lan", "Hoa", "Minh", "Oanh", "Bình", "Sơn")):
            department = school.staff[author].department_id
            is_head = author in ("Hoa", "Bình")
            thing = Thing(author, names.get(department, ""), "Nhóm Toán", is_head)
            real = Whose(school.staff[author].id, department, group.id, is_head)
            answer = isinstance(gate.may(actor, act, real, at=NOW), Right)
            assert answer is oracle.allowed(Case(who, known, act, thing)), (who, act, author)
            counted += 1
    assert counted > 2_000


def _department_of(school: School, who: str, one: Held) -> str:
    """A teacher teaches in his department, whatever the row of his duty says."""
    if one.duty is not Duty.TEACHER:
        return ""
    rows = {row.id: name for name, row in school.departments.items()}
    department = school.staff[who].department_id
    return rows[department] if department else ""
