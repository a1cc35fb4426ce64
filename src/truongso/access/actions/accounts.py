"""What a person does with his own account: password, devices, language, leaving.

These need no duty: everybody has them over his own account and nobody over another's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from truongso.access import passwords, throttle
from truongso.access.models import Account, Session
from truongso.access.queries import account_of
from truongso.access.sessions import shown_name
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken, raise_if_broken
from truongso.foundation.tenancy import act, acting_in
from truongso.roster.models import Org
from truongso.rules.verdict import Violation


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The current password as proof, and the new one, typed twice."""

    current: str
    new: str
    repeated: str


@act
def change_password(*, actor: Actor, asked: NewPassword, keep_session: str, now: datetime) -> int:
    """Change the own password and end the account's other sessions; returns how many ended.

    `keep_session`: the hash of the key of the session that asks. Raises Missing, TooMany,
    RuleBroken; after a wrong current password the caller must have `note_wrong_password` called.
    """
    account = own_account(actor)
    throttle.check(_whence(actor), at=now)

    if not account.check_password(passwords.as_typed(asked.current)):
        raise RuleBroken(Violation("password.wrong_current", "current"))
    school = Org.objects.values_list("name", flat=True).get(pk=actor.school_id)
    found = list(passwords.check(asked.new, about=(account.username, actor.name, school)))
    if asked.new != asked.repeated:
        found.append(Violation("password.not_repeated", "repeated"))
    elif passwords.as_typed(asked.new) == passwords.as_typed(asked.current):
        found.append(Violation("password.unchanged", "new"))
    raise_if_broken(found)

    account.set_password(passwords.as_typed(asked.new))
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    ended = _sessions(actor).exclude(key_hash=keep_session).delete()[0]
    throttle.leave(_whence(actor))

    deed = Deed("access.password_changed", f"account:{account.id}", facts={"ended": ended})
    journal.record(actor, None, deed, at=now)
    return ended


def note_wrong_password(*, actor: Actor, now: datetime) -> None:
    """Keep that the current password was given wrongly; called once the refusal is rolled back."""
    throttle.enter(_whence(actor), at=now)
    with acting_in(actor.school_id):
        deed = Deed("access.password_refused", f"account:{actor.account_id}")
        journal.record(actor, None, deed, at=now)


@act
def end_session(*, actor: Actor, session_id: str, now: datetime) -> None:
    """Sign one of the own devices out; `session_id` is the name of its session on a page.

    Raises Missing.
    """
    row = next((row for row in _sessions(actor) if shown_name(row) == session_id), None)
    if row is None:
        raise Missing

    _sessions(actor).filter(key_hash=row.key_hash).delete()

    deed = Deed(
        "access.device_signed_out",
        f"account:{actor.account_id}",
        facts={"session": session_id, "began": row.created_at},
    )
    journal.record(actor, None, deed, at=now)


@act
def end_other_sessions(*, actor: Actor, keep_session: str, now: datetime) -> int:
    """Sign every other device of the account out; returns how many there were."""
    ended = _sessions(actor).exclude(key_hash=keep_session).delete()[0]

    deed = Deed("access.devices_signed_out", f"account:{actor.account_id}", facts={"ended": ended})
    journal.record(actor, None, deed, at=now)
    return ended


@act
def sign_out(*, actor: Actor, session: str, now: datetime) -> None:
    """End the session that asks; `session` is the hash of its key."""
    _sessions(actor).filter(key_hash=session).delete()

    deed = Deed("access.signed_out", f"account:{actor.account_id}")
    journal.record(actor, None, deed, at=now)


@act
def choose_language(*, actor: Actor, language: str, now: datetime) -> None:
    """Let the program speak this language to the person from now on, on every device.

    Raises Missing.
    """
    account = own_account(actor)
    if account.language == language:
        return

    before, account.language = account.language, language
    account.save(update_fields=["language"])

    deed = Deed("access.language_chosen", f"account:{account.id}", [("language", before, language)])
    journal.record(actor, None, deed, at=now)


def own_account(actor: Actor) -> Account:
    """The actor's own account, held until the end of the act. Raises Missing."""
    rows = Account.objects.filter(school_id=actor.school_id, pk=account_of(actor))
    account = rows.select_for_update().first()
    if account is None:
        raise Missing
    return account


def _sessions(actor: Actor) -> QuerySet[Session]:
    return Session.objects.filter(school_id=actor.school_id, account_id=account_of(actor))


def _whence(actor: Actor) -> throttle.Whence:
    return throttle.Whence.of_account(str(actor.account_id))
