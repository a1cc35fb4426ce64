"""Which duty lets whom do what: the cases that matter, beside the whole matrix."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from truongso.rules.authority import (
    Duty,
    Held,
    Lending,
    Loan,
    Right,
    Whose,
    check_lending,
    decide,
)
from truongso.rules.grants import grants_on
from truongso.rules.verdict import Violation

GRANTS = grants_on(date(2026, 11, 23))
TN, XH = UUID(int=1), UUID(int=2)
HEAD, DEPUTY, TEACHER, PRINCIPAL, COLLEAGUE = (UUID(int=n) for n in range(11, 16))
HEADS = Held(UUID(int=21), Duty.DEPARTMENT_HEAD, TN)
DEPUTYS = Held(UUID(int=22), Duty.DEPARTMENT_DEPUTY, TN)
TEACHES = Held(UUID(int=23), Duty.TEACHER)
LEADS = Held(UUID(int=24), Duty.PRINCIPAL)
LOAN = Loan(
    UUID(int=31),
    HEAD,
    "Đặng Quỳnh Hoa",
    Duty.DEPARTMENT_HEAD,
    frozenset({"planning.approve:lesson_plan"}),
)
LENT = Held(HEADS.id, Duty.DEPARTMENT_HEAD, TN, LOAN)
PLAN = Whose(author=TEACHER, department=TN)
APPROVE = "planning.approve:lesson_plan"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def verdict(person: UUID, duties: list[Held], act: str, whose: Whose = PLAN) -> str:
    answer = decide(person, duties, act, whose, GRANTS)
    if isinstance(answer, Violation):
        return answer.code
    return f"{answer.held.duty}{' lent' if answer.held.loan else ''}"


def test_a_head_approves_the_plans_of_the_own_department_only() -> None:
    assert verdict(HEAD, [HEADS], APPROVE) == "department_head"
    other = Whose(author=COLLEAGUE, department=XH)
    assert verdict(HEAD, [HEADS], APPROVE, other) == "authority.no_duty"


def test_a_deputy_approves_only_by_delegation_and_only_what_was_lent() -> None:
    assert verdict(DEPUTY, [DEPUTYS], APPROVE) == "authority.no_duty"
    assert verdict(DEPUTY, [DEPUTYS, LENT], APPROVE) == "department_head lent"
    other_kind = "planning.approve:teacher_plan"
    assert verdict(DEPUTY, [DEPUTYS, LENT], other_kind) == "authority.no_duty"


def test_nobody_approves_his_own_under_whatever_duty() -> None:
    own = Whose(author=HEAD, department=TN, author_is_head=True)
    assert verdict(HEAD, [HEADS, LEADS, TEACHES], APPROVE, own) == "authority.own_paper"


def test_the_heads_own_plan_is_approved_by_the_leadership_not_in_the_heads_name() -> None:
    own = Whose(author=HEAD, department=TN, author_is_head=True)
    assert verdict(DEPUTY, [DEPUTYS, LENT], APPROVE, own) == "authority.lenders_paper"
    assert verdict(PRINCIPAL, [LEADS], APPROVE, own) == "principal"


def test_the_leadership_inspects_lesson_plans_but_does_not_approve_a_teachers() -> None:
    assert verdict(PRINCIPAL, [LEADS], "planning.inspect:lesson_plan") == "principal"
    assert verdict(PRINCIPAL, [LEADS], APPROVE) == "authority.no_duty"
    assert verdict(PRINCIPAL, [LEADS], "planning.approve:teacher_plan") == "principal"


def test_the_own_duty_comes_before_a_lent_one() -> None:
    answer = decide(DEPUTY, [LENT, HEADS], APPROVE, PLAN, GRANTS)
    assert isinstance(answer, Right)
    assert answer.held.loan is None


def test_who_teaches_from_a_shared_plan_may_read_it_and_others_not() -> None:
    shared = Whose(author=TEACHER, department=TN, readers=frozenset({COLLEAGUE}))
    act = "planning.inspect:lesson_plan"
    assert verdict(COLLEAGUE, [TEACHES], act, shared) == "teacher"
    assert verdict(DEPUTY, [TEACHES], act, shared) == "authority.no_duty"


def test_an_act_nobody_was_granted_is_refused() -> None:
    assert verdict(PRINCIPAL, [LEADS], "gradebook.change_everything") == "authority.no_duty"


def lend(**changes: object) -> list[str]:
    values: dict[str, object] = {
        "giver": HEADS,
        "receiver_duties": [DEPUTYS, TEACHES],
        "acts": frozenset({APPROVE}),
        "since": NOW,
        "until": NOW + timedelta(days=7),
    }
    lending = Lending(**(values | changes))  # type: ignore[arg-type]
    return [violation.code for violation in check_lending(lending, GRANTS)]


def test_a_head_lends_to_the_deputy_of_the_same_department() -> None:
    assert lend() == []
    other = Held(UUID(int=40), Duty.DEPARTMENT_DEPUTY, XH)
    assert lend(receiver_duties=[other]) == ["delegation.wrong_receiver"]
    assert lend(receiver_duties=[TEACHES]) == ["delegation.wrong_receiver"]


def test_never_further_than_the_own_right_and_never_passed_on() -> None:
    assert lend(acts=frozenset({"planning.approve:teaching_plan"})) == ["delegation.not_lendable"]
    assert lend(acts=frozenset({"planning.designate_uploader"})) == ["delegation.not_lendable"]
    assert lend(giver=LENT) == ["delegation.passed_on"]
    assert lend(acts=frozenset()) == ["delegation.no_acts"]


def test_always_with_an_end_and_to_somebody_else() -> None:
    assert lend(until=NOW) == ["delegation.ends_before_it_begins"]
    assert "delegation.to_oneself" in lend(same_person=True)
