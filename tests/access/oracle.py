"""Who may do what, written down a second time from the decision's own words.

Shares nothing with the program but the names of acts and duties. Source: Decision 20/QĐ-THCS of
21 Aug 2025, sections II.1 (which records), II.2 (who hands in), II.3 (who approves and inspects),
II.7.1 (accounts), and its appendix (the leadership and the heads by name); docs/decisions/plans.md
for the head's own plans and the school's own plan; docs/decisions/people.md for who keeps and reads
records of people.
"""

from collections.abc import Callable

from tests.access.oracle_case import Case, Charge

LEADERSHIP = ("principal", "vice_principal")
OF_TEACHERS = ("teacher_plan", "lesson_plan", "extra_lesson_plan")
OF_DEPARTMENTS = ("teaching_plan", "activity_plan")
LESSON_PLANS = ("lesson_plan", "extra_lesson_plan")
EVERYBODY_AT_SCHOOL = (
    *LEADERSHIP,
    "department_head",
    "department_deputy",
    "group_leader",
    "teacher",
    "homeroom_teacher",
    "clerk",
    "it_admin",
)


def allowed(case: Case) -> bool:
    """Tell whether the decision lets the person do it."""
    decides = case.act.startswith("planning.approve:") or case.act in (
        "planning.grant_late_leave",
        "gradebook.consent_correction",
        "gradebook.check_diary",
        "seal.activate_school_seal",
        "records.issue_reports",
    )
    if decides and case.thing.author == case.person:
        return False  # nobody decides on his own
    return any(_under(charge, case, decides=decides) for charge in case.charges)


def _under(charge: Charge, case: Case, *, decides: bool) -> bool:
    if charge.lender:
        if case.act not in charge.acts:
            return False
        if decides and case.thing.author == charge.lender:
            return False  # nobody lends a right over his own paper
    verb, _, kind = case.act.removeprefix("planning.").partition(":")
    if kind:
        return {"submit": _hands_in, "approve": _approves, "inspect": _inspects}[verb](
            charge, case, kind
        )
    return OTHER_ACTS[case.act](charge, case)


def _hands_in(charge: Charge, case: Case, kind: str) -> bool:
    """II.1 and II.2: the leadership its plan, the department (or the leader its head named) theirs,
    each teacher his own.
    """
    if kind == "school_plan":
        return charge.duty in LEADERSHIP
    if kind in OF_DEPARTMENTS:
        return _heads_it(charge, case) or _leads_it(charge, case)
    return charge.duty == "teacher" and case.thing.author == case.person


def _approves(charge: Charge, case: Case, kind: str) -> bool:
    """II.3 and the appendix."""
    if kind == "school_plan":  # the level above decides; somebody at school records its answer
        return charge.duty in (*LEADERSHIP, "clerk")
    if kind in OF_DEPARTMENTS:
        return charge.duty in LEADERSHIP
    if kind == "teacher_plan":
        return _heads_it(charge, case) or charge.duty in LEADERSHIP
    return _heads_it(charge, case) or (charge.duty in LEADERSHIP and case.thing.author_is_head)


def _inspects(charge: Charge, case: Case, kind: str) -> bool:
    """II.3: whoever hands in or approves reads; the leadership everything; a department its own."""
    if _hands_in(charge, case, kind) or _approves(charge, case, kind):
        return True
    in_department = bool(charge.over) and charge.over == case.thing.department
    if kind == "school_plan":
        return charge.duty in ("department_head", "department_deputy", "teacher")
    if kind in OF_DEPARTMENTS:
        return charge.duty in ("department_deputy", "teacher") and in_department
    if charge.duty == "department_deputy" and in_department:
        return True
    if kind == "teacher_plan":
        return False
    reads = charge.duty == "teacher" and case.person in case.thing.readers
    return charge.duty in LEADERSHIP or reads


def _heads_it(charge: Charge, case: Case) -> bool:
    own = bool(charge.over) and charge.over == case.thing.department
    return charge.duty == "department_head" and own


def _leads_it(charge: Charge, case: Case) -> bool:
    return charge.duty == "group_leader" and bool(charge.over) and charge.over == case.thing.group


def _sees_board(charge: Charge, case: Case) -> bool:
    if charge.duty in LEADERSHIP:
        return True
    if charge.duty in ("department_head", "department_deputy"):
        return bool(charge.over) and charge.over == case.thing.department
    return charge.duty == "teacher" and case.thing.author == case.person


def _lets_be_late(charge: Charge, case: Case) -> bool:
    return _heads_it(charge, case) or (charge.duty in LEADERSHIP and case.thing.author_is_head)


def _reads_journal(charge: Charge, case: Case) -> bool:
    if charge.duty == "principal":
        return True
    return charge.duty in EVERYBODY_AT_SCHOOL and case.thing.author == case.person


def _teaches_it(charge: Charge, case: Case) -> bool:
    """Circular 22/2021, article 19: the subject teacher enters the marks of his own class."""
    return charge.duty == "teacher" and case.person in case.thing.readers


def _leads_department(charge: Charge, case: Case) -> bool:
    leads = charge.duty in ("department_head", "department_deputy")
    return leads and bool(charge.over) and charge.over == case.thing.department


OFFICE = (*LEADERSHIP, "clerk", "it_admin")
"""Who keeps the school's records of people, classes and teaching: the leadership and the office."""


def _keeps(charge: Charge, _case: Case) -> bool:
    return charge.duty in OFFICE


def _sees_class_list(charge: Charge, case: Case) -> bool:
    teaches = charge.duty in ("teacher", "homeroom_teacher") and case.person in case.thing.readers
    return charge.duty in OFFICE or teaches


def _reads_pupil(charge: Charge, case: Case) -> bool:
    leads = charge.duty == "homeroom_teacher" and case.person in case.thing.readers
    return charge.duty in OFFICE or leads


def _reads_staff(charge: Charge, case: Case) -> bool:
    own = charge.duty in EVERYBODY_AT_SCHOOL and case.thing.author == case.person
    return charge.duty in OFFICE or own


def _asks_correction(charge: Charge, case: Case) -> bool:
    """II.7.2: who teaches the page asks; he takes back and ends what he asked for."""
    own = case.person in case.thing.readers or case.thing.author == case.person
    return charge.duty == "teacher" and own


def _witnesses(charge: Charge, case: Case) -> bool:
    """II.7.2: the principal, the admin, and who asked."""
    own = charge.duty == "teacher" and case.thing.author == case.person
    return charge.duty in ("principal", "it_admin") or own


def _reads_diary(charge: Charge, case: Case) -> bool:
    """II.7.2: the leadership checks it; a department its own; each teacher his own."""
    own = charge.duty == "teacher" and case.thing.author == case.person
    in_department = bool(charge.over) and charge.over == case.thing.department
    heads = charge.duty in ("department_head", "department_deputy") and in_department
    return charge.duty in LEADERSHIP or heads or own


def _reads_correction(charge: Charge, case: Case) -> bool:
    leads = charge.duty == "homeroom_teacher" and case.person in case.thing.readers
    return _reads_diary(charge, case) or charge.duty == "it_admin" or leads


def _his_own(charge: Charge, case: Case) -> bool:
    """Decree 30/2020, article 13: a person signs with his own key only."""
    return charge.duty in EVERYBODY_AT_SCHOOL and case.thing.author == case.person


def _leads_class(charge: Charge, case: Case) -> bool:
    """The appendix: the homeroom teacher comments and signs the reports of his own class."""
    return charge.duty == "homeroom_teacher" and case.person in case.thing.readers


OTHER_ACTS: dict[str, Callable[[Charge, Case], bool]] = {
    "planning.see_board": _sees_board,
    "planning.grant_late_leave": _lets_be_late,
    "planning.designate_uploader": _heads_it,
    "access.name_group_leader": _heads_it,
    "access.give_duty": lambda charge, _: charge.duty in ("principal", "it_admin"),
    "access.give_leading_duty": lambda charge, _: charge.duty == "principal",
    "access.name_emergency_admin": lambda charge, _: charge.duty == "vice_principal",
    "access.confirm_rights": lambda charge, _: charge.duty == "principal",
    "access.explain_rights": lambda charge, _: charge.duty in (*LEADERSHIP, "it_admin"),
    "access.see_accounts": lambda charge, _: charge.duty in (*LEADERSHIP, "it_admin"),
    "access.manage_accounts": lambda charge, _: charge.duty in ("principal", "it_admin"),
    "access.manage_leaders_accounts": lambda charge, _: charge.duty == "principal",
    "access.rescue_principal": lambda charge, _: charge.duty == "vice_principal",
    "planning.hand_over_work": lambda charge, case: (
        charge.duty in LEADERSHIP or _heads_it(charge, case)
    ),
    "roster.edit_calendar": lambda charge, _: charge.duty in (*LEADERSHIP, "it_admin"),
    "roster.see_class_list": _sees_class_list,
    "roster.read_pupil": _reads_pupil,
    "roster.edit_pupils": _keeps,
    "roster.edit_classes": _keeps,
    "roster.read_staff": _reads_staff,
    "roster.edit_staff": _keeps,
    "roster.assign_teaching": _keeps,
    "roster.see_readers": _reads_journal,
    "roster.check_data": _keeps,
    "office.import": lambda charge, _: charge.duty in (*LEADERSHIP, "it_admin"),
    "roster.prepare_year": lambda charge, _: charge.duty in (*LEADERSHIP, "it_admin"),
    "roster.open_year": lambda charge, _: charge.duty == "principal",
    "roster.enter_results": lambda charge, case: (
        charge.duty in LEADERSHIP
        or (charge.duty == "homeroom_teacher" and case.person in case.thing.readers)
    ),
    "gradebook.read_class_results": lambda charge, case: (
        charge.duty in LEADERSHIP
        or (charge.duty == "homeroom_teacher" and case.person in case.thing.readers)
    ),
    "gradebook.read_school_results": lambda charge, _: charge.duty in LEADERSHIP,
    "gradebook.enter_conduct": lambda charge, case: (
        charge.duty in LEADERSHIP
        or (charge.duty == "homeroom_teacher" and case.person in case.thing.readers)
    ),
    "gradebook.grant_mode": lambda charge, _: charge.duty == "principal",
    "gradebook.enter_retest": lambda charge, _: charge.duty in LEADERSHIP,
    "gradebook.close_class": lambda charge, _: charge.duty in LEADERSHIP,
    "school.set_rules": lambda charge, _: charge.duty == "principal",
    "audit.read": _reads_journal,
    "audit.export": lambda charge, _: charge.duty == "principal",
    "access.reset_factor": lambda charge, case: (
        charge.duty in ("it_admin", "principal") and case.thing.author != case.person
    ),
    "access.reset_leaders_factor": lambda charge, case: (
        charge.duty == "principal" and case.thing.author != case.person
    ),
    "access.reset_principals_factor": lambda charge, case: (
        charge.duty == "vice_principal" and case.thing.author != case.person
    ),
    "retention.see": _keeps,
    "retention.decide": lambda charge, _: charge.duty == "principal",
    "support.ask": lambda charge, case: (
        charge.duty in EVERYBODY_AT_SCHOOL and case.thing.author == case.person
    ),
    "support.answer": lambda charge, _: charge.duty in ("principal", "it_admin"),
    "support.watch_steps": lambda charge, _: charge.duty in (*LEADERSHIP, "it_admin"),
    "gradebook.enter_scores": _teaches_it,
    "gradebook.lock_columns": _teaches_it,
    "gradebook.read_sheet": lambda charge, case: (
        charge.duty in LEADERSHIP or _teaches_it(charge, case) or _leads_department(charge, case)
    ),
    "gradebook.read_progress": lambda charge, case: (
        charge.duty in LEADERSHIP or _leads_department(charge, case)
    ),
    "gradebook.plan_term": lambda charge, _: charge.duty in LEADERSHIP,
    "gradebook.lock_term": lambda charge, _: charge.duty == "principal",
    "gradebook.reopen": lambda charge, _: charge.duty == "principal",
    "gradebook.ask_correction": _asks_correction,
    "gradebook.consent_correction": lambda charge, _: charge.duty == "principal",
    "gradebook.witness_correction": _witnesses,
    "gradebook.read_corrections": _reads_correction,
    "gradebook.read_diary": _reads_diary,
    "gradebook.explain_edit": lambda charge, case: (
        charge.duty == "teacher" and case.thing.author == case.person
    ),
    "gradebook.check_diary": lambda charge, _: charge.duty in LEADERSHIP,
    "seal.own_key": _his_own,
    "seal.see_keys": lambda charge, _: charge.duty in (*LEADERSHIP, "it_admin"),
    "seal.revoke_key": lambda charge, case: (
        charge.duty in ("principal", "it_admin") or _his_own(charge, case)
    ),
    "seal.found_authority": lambda charge, _: charge.duty in ("principal", "it_admin"),
    "seal.take_root": lambda charge, _: charge.duty == "principal",
    "seal.create_school_seal": lambda charge, _: charge.duty == "it_admin",
    "seal.activate_school_seal": lambda charge, _: charge.duty == "principal",
    "seal.use_school_seal": lambda charge, _: charge.duty in ("principal", "clerk"),
    "records.confirm_subject": _teaches_it,
    "records.keep_reports": _leads_class,
    "records.read_reports": lambda charge, case: (
        charge.duty in (*LEADERSHIP, "clerk") or _leads_class(charge, case)
    ),
    "records.issue_reports": lambda charge, _: charge.duty == "principal",
    "records.ask_amendment": lambda charge, case: (
        charge.duty in ("vice_principal", "clerk") or _leads_class(charge, case)
    ),
    "system.keep_house": lambda charge, _: charge.duty == "system",
}
