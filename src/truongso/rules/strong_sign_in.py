"""Who must have a second factor, and who may take another person's away.

Pure. Source: OWASP ASVS 5.0.0, 6.3.3 and 6.4.6; the school's own setting.
"""

from collections.abc import Iterable

from truongso.rules.authority import Duty

LEADERS = frozenset({Duty.PRINCIPAL, Duty.VICE_PRINCIPAL})
NEEDING = {
    "leaders": LEADERS | {Duty.IT_ADMIN},
    "heads": LEADERS | {Duty.IT_ADMIN, Duty.DEPARTMENT_HEAD, Duty.DEPARTMENT_DEPUTY},
    "everybody": frozenset(Duty),
}


def needs_second_factor(setting: str, duties: Iterable[Duty]) -> bool:
    """Tell whether a person with these duties must have a second factor.

    Source: OWASP ASVS 5.0.0, 6.3.3; the school's own setting.

    >>> needs_second_factor("leaders", [Duty.TEACHER])
    False
    >>> needs_second_factor("leaders", [Duty.TEACHER, Duty.IT_ADMIN])
    True
    >>> needs_second_factor("heads", [Duty.DEPARTMENT_DEPUTY])
    True
    >>> needs_second_factor("everybody", [])
    True
    """
    return setting == "everybody" or not NEEDING[setting].isdisjoint(duties)


def act_of_reset(duties: Iterable[Duty]) -> str:
    """Return the act by which the second factor of a person with these duties is reset.

    An administrator alone resets no leader's: that needs the principal; the principal's own needs
    another leader. So nobody can make himself the principal with the rights of one duty.
    Source: OWASP ASVS 5.0.0, 6.4.6; separation of duties (rule book 3.3).

    >>> act_of_reset([Duty.TEACHER])
    'access.reset_factor'
    >>> act_of_reset([Duty.VICE_PRINCIPAL, Duty.TEACHER])
    'access.reset_leaders_factor'
    >>> act_of_reset([Duty.PRINCIPAL])
    'access.reset_principals_factor'
    """
    held = set(duties)
    if Duty.PRINCIPAL in held:
        return "access.reset_principals_factor"
    return "access.reset_leaders_factor" if Duty.VICE_PRINCIPAL in held else "access.reset_factor"
