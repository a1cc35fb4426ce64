"""What every way of signing in ends with: a session, its line in the journal, and what the owner is
told when the device is new to him.
"""

from dataclasses import dataclass
from datetime import datetime

from truongso.access.devices import Device, called
from truongso.access.models import Account, Session
from truongso.access.queries import factors
from truongso.access.sessions import SessionStore, end_dead, key_hash, school_in, shown_name
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.foundation.tenancy import acting_in
from truongso.notices import post

STRANGERS_DEVICE = "thiết bị lạ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """From where a sign-in comes. `old_key`: the session cookie it came with."""

    ip: str
    agent: str
    device: Device
    old_key: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the key for the cookie, the account, and the device that now knows it."""

    key: str
    account: Account
    device: Device


def open_session(
    account: Account, came: Came, *, factor: str, elsewhere: int, at: datetime
) -> SignedIn:
    """Begin the session, clear away the account's dead ones, tell the owner, and journal it.

    `factor`: what was proved. `elsewhere`: how often others failed at this name. Within a
    transaction of the account's school.
    """
    end_dead(Session.objects.filter(school_id=account.school_id, account=account), at=at)
    session = SessionStore(now=at)
    key = session.open(
        account,
        ip=came.ip,
        agent=came.agent,
        at=at,
        factor=factor,
        must_enrol=_must_enrol(account, at),
    )
    if elsewhere:
        session["failed_elsewhere"] = elsewhere
        session.save()
    known = came.device.knows(account.username)
    if not known and account.last_login is not None:
        _tell_of_new_device(account, came, session, at)
    account.last_login = at
    account.save(update_fields=["last_login"])
    facts = {"known_device": known, "factor": factor}
    deed = Deed("access.signed_in", f"account:{account.id}", facts=facts)
    journal.record(person(account, came.ip), None, deed, at=at)
    return SignedIn(key, account, came.device.with_account(account.username))


def end_session_before(key: str) -> None:
    """End the session that the browser had before: a new sign-in always has a new key."""
    school_id = school_in(key)
    if school_id is None:
        return
    with acting_in(school_id):
        Session.objects.filter(school_id=school_id, key_hash=key_hash(key)).delete()


def person(account: Account, ip: str) -> Actor:
    """Return who acts once it is known whose account it is."""
    return Actor(
        school_id=account.school_id,
        name=account.staff.full_name,
        staff_id=account.staff_id,
        account_id=account.id,
        ip=ip,
    )


def _must_enrol(account: Account, at: datetime) -> bool:
    """A required second factor that is not there yet is set up before anything else."""
    if factors.of_account(account):
        return False
    return factors.must_have(account, factors.duties_held(account, account, at), at)


def _tell_of_new_device(account: Account, came: Came, session: SessionStore, at: datetime) -> None:
    seen = called(came.agent)
    device = " · ".join(filter(None, (seen.browser, seen.system))) or STRANGERS_DEVICE
    message = post.Message(
        "access.new_device",
        f"Tài khoản của Thầy/Cô vừa đăng nhập trên một thiết bị chưa từng dùng ({device}) lúc"
        f" {local(at):%H:%M ngày %d/%m/%Y}. Nếu không phải Thầy/Cô, hãy đăng xuất thiết bị đó và"
        " đổi mật khẩu ngay.",
        "/tai-khoan/thiet-bi/",
        f"session:{shown_name(session.row)}" if session.row else "",
    )
    post.tell(account, [account.staff_id], message, shows_at=at)
