"""A question of the oracle: a person with his charges, an act, and the thing it is done to."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Thing:
    """Something of the school: who wrote it, where it belongs, who else teaches from it."""

    author: str = ""
    department: str = ""
    group: str = ""
    author_is_head: bool = False
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Charge:
    """A duty of a person over something; `lender` when somebody else's duty was lent for acts."""

    duty: str
    over: str = ""
    lender: str = ""
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One question: may this person, with these duties, do this to that."""

    person: str
    charges: Sequence[Charge] = field(default_factory=tuple)
    act: str = ""
    thing: Thing = Thing()


LENDABLE: dict[str, tuple[str, str]] = {
    "planning.approve:teacher_plan": ("department_head", "department_deputy"),
    "planning.approve:lesson_plan": ("department_head", "department_deputy"),
    "planning.approve:extra_lesson_plan": ("department_head", "department_deputy"),
    "planning.grant_late_leave": ("department_head", "department_deputy"),
    "audit.read": ("principal", "vice_principal"),
    "gradebook.plan_term": ("principal", "vice_principal"),
    "gradebook.lock_term": ("principal", "vice_principal"),
    "gradebook.reopen": ("principal", "vice_principal"),
    "gradebook.grant_mode": ("principal", "vice_principal"),
    "gradebook.consent_correction": ("principal", "vice_principal"),
    "gradebook.witness_correction": ("principal", "vice_principal"),
    "seal.use_school_seal": ("principal", "vice_principal"),
    "records.issue_reports": ("principal", "vice_principal"),
}
"""Which act of whose duty may be lent to whom; nothing else may (II.3 and appendix)."""
