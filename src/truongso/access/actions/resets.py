"""Taking away another person's second factor, when phone, passkey and codes are lost.

Nobody does it for himself; a leader's needs more than the administrator (see
`rules.strong_sign_in`). The person is told, signed out everywhere, and sets a new one up.
"""

from datetime import datetime
from uuid import UUID

from truongso.access import gate
from truongso.access.models import Factor, RecoveryCode, Session
from truongso.access.queries import factors, locked_account
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.rules.authority import Whose
from truongso.rules.strong_sign_in import act_of_reset
from truongso.rules.verdict import Violation


@act
def reset_factor(*, actor: Actor, account_id: UUID, reason: str, now: datetime) -> str:
    """Take all second factors and recovery codes of an account away; returns the person's name.

    Raises Missing, NotAllowed, RuleBroken (no reason, or nothing there to be taken away).
    """
    account = locked_account(actor, account_id)
    named = act_of_reset(factors.duties_held(actor, account, now))
    duty = gate.require(actor, named, Whose(author=account.staff_id), at=now)

    had = [row.kind for row in factors.of_account(account)]
    if not had:
        raise RuleBroken(Violation("factor.nothing_to_reset"))
    if not reason:
        raise RuleBroken(Violation("factor.reason_needed", "reason"))

    of_account = {"school_id": account.school_id, "account": account}
    Factor.objects.filter(**of_account).delete()
    RecoveryCode.objects.filter(**of_account).delete()
    ended = Session.objects.filter(**of_account).delete()[0]
    message = post.Message(
        "access.factor_reset",
        f"{actor.name} vừa đặt lại xác thực hai bước của Thầy/Cô. Lí do: {reason}. Nếu Thầy/Cô"
        " không đề nghị việc này, hãy báo ngay Ban giám hiệu và đổi mật khẩu.",
        "/tai-khoan/xac-thuc/",
        f"reset:{now.isoformat()}",
    )
    post.tell(actor, [account.staff_id], message, shows_at=now)

    name: str = account.staff.full_name
    facts = {"name": name, "ended": ended}
    deed = Deed(
        "access.factor_reset",
        f"account:{account.id}",
        [("factors", sorted(had), None)],
        reason=reason,
        facts=facts,
    )
    journal.record(actor, duty, deed, at=now)
    return name
