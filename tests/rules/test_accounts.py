"""How accounts are named, who acts on whose, and what a successor takes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truongso.rules.accounts import act_on, proposed
from truongso.rules.approval import State
from truongso.rules.authority import Duty
from truongso.rules.succession import Handing, check_handing


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["pham", "thai", "son"], "son.pt"),
        (["nguyen", "ngoc", "lan"], "lan.nn"),
        (["au", "nhat", "vy"], "vy.an"),
        (["h'bia", "nie"], "nie.h"),
        (["thu"], "thu"),
        ([], "canbo"),
    ],
)
def test_a_name_is_the_given_name_and_the_initials(words: list[str], name: str) -> None:
    assert proposed(words, []) == name


@given(st.lists(st.text(max_size=6), max_size=5), st.sets(st.sampled_from(["lan.nn", "lan.nn2"])))
def test_a_proposed_name_is_free_and_can_be_typed(words: list[str], taken: set[str]) -> None:
    name = proposed(words, taken)
    assert name not in taken
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.")


@pytest.mark.parametrize(
    ("duties", "in_place", "password_only", "act"),
    [
        ([Duty.TEACHER], True, False, "access.manage_accounts"),
        ([], True, True, "access.manage_accounts"),
        ([Duty.DEPARTMENT_HEAD], True, False, "access.manage_accounts"),
        ([Duty.IT_ADMIN], True, False, "access.manage_leaders_accounts"),
        ([Duty.VICE_PRINCIPAL], True, True, "access.manage_leaders_accounts"),
        ([Duty.TEACHER, Duty.PRINCIPAL], True, True, "access.rescue_principal"),
        ([Duty.PRINCIPAL], True, False, "access.manage_leaders_accounts"),
        ([Duty.PRINCIPAL], False, True, "access.manage_accounts"),
    ],
)
def test_whose_account_is_whose_matter(
    duties: list[Duty], in_place: bool, password_only: bool, act: str
) -> None:
    assert act_on(duties, principal_in_place=in_place, password_only=password_only) == act


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Handing("lesson_plan", State.DRAFT, teaches=True), ""),
        (Handing("lesson_plan", State.RETURNED, teaches=True), ""),
        (Handing("lesson_plan", State.SUBMITTED, teaches=True), "work.waits_for_decision"),
        (Handing("lesson_plan", State.APPROVED, teaches=True), "work.waits_for_decision"),
        (Handing("lesson_plan", State.DRAFT, teaches=False), "work.not_teaching"),
        (Handing("lesson_plan", State.DRAFT, teaches=True, has_own=True), "work.has_own_plan"),
        (Handing("teaching_plan", State.DRAFT, teaches=True), "work.not_a_lesson_plan"),
    ],
)
def test_what_a_successor_takes_on(plan: Handing, code: str) -> None:
    assert [one.code for one in check_handing(plan)] == ([code] if code else [])
