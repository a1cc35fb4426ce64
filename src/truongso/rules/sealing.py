"""Signing papers: in which form one signs for another, how long a secret is held, what is renewed.

Pure. Source: Decree 30/2020/NĐ-CP, article 13 and appendix I, section II.7 (signature, seal).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from truongso.rules.authority import Duty, Held

SECRET_LASTS = timedelta(minutes=30)
RENEW_BEFORE = timedelta(days=90)
MOST_AT_ONCE = 500
HEADS = {
    Duty.PRINCIPAL.value: Duty.VICE_PRINCIPAL,
    Duty.DEPARTMENT_HEAD.value: Duty.DEPARTMENT_DEPUTY,
}
"""Whose deputy signs for him ("ký thay"); everybody else is authorised by him ("thừa ủy quyền")."""


def form_of(title: str, duty: str, held: Held, own: Sequence[tuple[Duty, str]]) -> tuple[str, ...]:
    """Return the lines above a signer's name, upper case.

    `title`: of the slot ("Hiệu trưởng"); `duty`: the duty it belongs to, "" where it is nobody's in
    particular; `held`: under which duty it is signed; `own`: the signer's own duties with their
    names. A title that begins with "TM." (a body signs) stands as it is.
    Source: Decree 30/2020/NĐ-CP, appendix I, section II.7.a.

    >>> from uuid import UUID
    >>> head, deputy = (Held(UUID(int=0), d) for d in (Duty.PRINCIPAL, Duty.VICE_PRINCIPAL))
    >>> own = [(Duty.PRINCIPAL, "Hiệu trưởng")]
    >>> " / ".join(form_of("Hiệu trưởng", "principal", head, own))
    'HIỆU TRƯỞNG'
    >>> own = [(Duty.VICE_PRINCIPAL, "Phó hiệu trưởng")]
    >>> " / ".join(form_of("Hiệu trưởng", "principal", deputy, own))
    'KT. HIỆU TRƯỞNG / PHÓ HIỆU TRƯỞNG'
    """
    first = title.upper()
    names = dict(own)
    if not duty or duty in {one.value for one in names} or title.startswith("TM."):
        return (first,)
    deputy = HEADS.get(duty)
    if deputy is not None and deputy in names:
        return (f"KT. {first}", names[deputy].upper())
    if held.duty.value == duty and held.loan is not None:
        post = own[0][1].upper() if own else ""
        return (f"TUQ. {first}", *([post] if post else []))
    return (first,)


def must_renew(stamped_until: datetime | None, *, at: datetime) -> bool:
    """Tell whether a complete paper needs a time stamp for keeping: none yet, or one soon over.

    Source: ETSI EN 319 142-1, level B-LTA; the project's own rule: ninety days before.
    """
    return stamped_until is None or stamped_until - RENEW_BEFORE <= at
