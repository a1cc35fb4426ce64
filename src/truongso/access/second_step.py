"""The second step of a sign-in: a code of the app, a recovery code, or a passkey.

Whoever stands here has given the right password, so wrong codes are told to the owner. They are
counted apart from passwords and tighter, but never against a device the owner has signed in on:
nobody who knows his password locks him out.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from truongso.access import proofs, throttle, tickets
from truongso.access.models import Account
from truongso.access.opening import Came, SignedIn, end_session_before, open_session
from truongso.access.queries import factors
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.notices import post
from truongso.rules.verdict import Violation

KIND = "second"
Prove = Callable[[Account], str | None]


@dataclass(frozen=True, slots=True)
class Half:
    """Who stands before the second step, and how often others failed at his name before.

    `had_password`: he has given the right password; else a passkey alone says who he is.
    """

    school: int
    account: str
    elsewhere: int = 0
    had_password: bool = True

    def as_facts(self) -> dict[str, Any]:
        """Return it as a ticket keeps it."""
        return asdict(self)


def half_of(ticket: str, *, at: datetime) -> Half:
    """Return who stands between password and second factor. Raises RuleBroken when it is over."""
    facts = tickets.look(KIND, ticket, at=at)
    if facts is None:
        raise RuleBroken(Violation("sign_in.begin_again"))
    return Half(**facts)


def kinds(ticket: str, *, at: datetime) -> set[str]:
    """Return which kinds of factor can finish a sign-in. Raises RuleBroken when it is over."""
    half = half_of(ticket, at=at)
    with acting_in(half.school):
        return {row.kind for row in factors.of_account(account_of(half))}


def by_code(ticket: str, code: str, came: Came, *, at: datetime) -> SignedIn:
    """Finish a sign-in with a code. Raises TooMany, RuleBroken."""
    begun = with_code(half_of(ticket, at=at), code, came, at=at)
    tickets.take(KIND, ticket, at=at)
    return begun


def with_code(half: Half, code: str, came: Came, *, at: datetime) -> SignedIn:
    """Begin the session when the code is right. Raises TooMany, RuleBroken."""

    def prove(account: Account) -> str | None:
        return proofs.spend_code(account, code, at=at)

    return finish(half, prove, came, refusal=Violation("factor.wrong_code", "code"), at=at)


def finish(half: Half, prove: Prove, came: Came, *, refusal: Violation, at: datetime) -> SignedIn:
    """Begin the session when the factor is right, else keep the failure and tell the owner.

    `prove` returns the kind of factor it found right, or None. Raises TooMany, RuleBroken.
    """
    whence = throttle.Whence.of_code(half.account, came.ip, _known_device(half, came))
    throttle.enter(whence, at=at)
    begun = None
    with acting_in(half.school):
        account = account_of(half)
        factor = prove(account)
        if factor is None:
            _note_failure(account, came, at, had_password=half.had_password)
        else:
            begun = open_session(account, came, factor=factor, elsewhere=half.elsewhere, at=at)
            if factor == factors.RECOVERY:
                _tell_of_recovery(account, at)
    if begun is None:
        raise RuleBroken(refusal)
    throttle.leave(whence)
    end_session_before(came.old_key)
    return begun


def account_of(half: Half) -> Account:
    """Return the account that stands half-way. Raises RuleBroken when it was withdrawn since."""
    rows = Account.objects.filter(school_id=half.school, pk=half.account, is_active=True)
    account = rows.select_related("staff").first()
    if account is None:
        raise RuleBroken(Violation("sign_in.begin_again"))
    return account


def _note_failure(account: Account, came: Came, at: datetime, *, had_password: bool) -> None:
    """Keep a wrong second factor in the journal and warn the owner, once a day."""
    stranger = Actor(school_id=account.school_id, name="", ip=came.ip)
    deed = Deed("access.code_failed", f"account:{account.id}")
    journal.record(stranger, None, deed, at=at)
    if not had_password or came.device.knows(account.username):
        return
    message = post.Message(
        "access.code_failed",
        "Có người nhập đúng mật khẩu của Thầy/Cô trên một thiết bị lạ nhưng không qua được bước xác"
        " thực thứ hai. Nếu không phải Thầy/Cô, hãy đổi mật khẩu ngay.",
        "/tai-khoan/mat-khau/",
        f"day:{local_day(at).isoformat()}",
    )
    post.tell(account, [account.staff_id], message, shows_at=at)


def _known_device(half: Half, came: Came) -> str:
    with acting_in(half.school):
        username = account_of(half).username
    return came.device.id if came.device.knows(username) else ""


def _tell_of_recovery(account: Account, at: datetime) -> None:
    message = post.Message(
        "access.recovery_used",
        "Một mã dự phòng của Thầy/Cô vừa được dùng để đăng nhập và không dùng lại được nữa. Nếu"
        " không phải Thầy/Cô, hãy đổi mật khẩu và tạo bộ mã mới.",
        "/tai-khoan/xac-thuc/",
        f"recovery:{at.isoformat()}",
    )
    post.tell(account, [account.staff_id], message, shows_at=at)
