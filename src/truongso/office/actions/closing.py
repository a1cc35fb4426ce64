"""Suspending accounts, lifting that, and withdrawing them for good, with everything they held."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from truongso.access.models import Account, Delegation, DutyHeld, Session
from truongso.access.queries import duties as books
from truongso.access.queries import locked_account
from truongso.access.words import duty_with_over
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import papers
from truongso.documents.kinds.account_withdrawal import facts as withdrawal
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.foundation.errors import RuleBroken, raise_if_broken
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.notices.models import CalendarFeed
from truongso.office import account_rights
from truongso.office.actions.opening import parties, usable
from truongso.office.signed import let_be_signed
from truongso.office.words import REASONS
from truongso.roster import queries as roster
from truongso.rules import accounts as rules
from truongso.rules.verdict import Violation
from truongso.seal.actions.revoking import end_keys_of


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an account is withdrawn: one of the reasons of the rules, and a note."""

    reason: str
    note: str = ""


@act
def suspend_account(*, actor: Actor, account_id: UUID, reason: str, now: datetime) -> Account:
    """Suspend an account (tạm khóa): its sessions end at once, nothing else is lost.

    Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("duties", actor.school_id)
    account = locked_account(actor, account_id)
    duty = account_rights.require(actor, account.staff_id, at=now)

    if account.withdrawn_at is None and account.suspended_at is not None:
        raise RuleBroken(Violation("account.suspended_already"))
    raise_if_broken(usable(account))
    if not reason.strip():
        raise RuleBroken(Violation("core.required", "reason", {"name": "lí do"}))
    _not_the_last(actor, account, now)

    account.is_active, account.suspended_at = False, now
    account.save(update_fields=["is_active", "suspended_at"])
    ended = _sessions_ended(account)
    deed = Deed(
        "access.account_suspended",
        f"account:{account.id}",
        reason=reason,
        facts={"name": account.staff.full_name, "ended": ended},
    )
    journal.record(actor, duty, deed, at=now)
    return account


@act
def lift_suspension(*, actor: Actor, account_id: UUID, now: datetime) -> Account:
    """Let a suspended account (tạm khóa) be used again. Raises Missing, NotAllowed, RuleBroken."""
    account = locked_account(actor, account_id)
    duty = account_rights.require(actor, account.staff_id, at=now)

    if account.withdrawn_at is not None:
        raise RuleBroken(Violation("account.withdrawn"))
    if account.suspended_at is None:
        raise RuleBroken(Violation("account.not_suspended"))

    account.is_active, account.suspended_at = True, None
    account.save(update_fields=["is_active", "suspended_at"])
    deed = Deed(
        "access.suspension_lifted",
        f"account:{account.id}",
        facts={"name": account.staff.full_name},
    )
    journal.record(actor, duty, deed, at=now)
    return account


@act
def withdraw_account(*, actor: Actor, account_id: UUID, asked: Withdrawal, now: datetime) -> Paper:
    """Withdraw an account (thu hồi) for good, with its minutes.

    In the same transaction its sessions, its calendar address, the person's duties and keys and
    every delegation given by or to him end. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("duties", actor.school_id)
    account = locked_account(actor, account_id)
    duty = account_rights.require(actor, account.staff_id, at=now)

    if account.withdrawn_at is not None:
        raise RuleBroken(Violation("account.withdrawn"))
    if asked.reason not in rules.REASONS:
        params = {"name": "Lí do", "text": asked.reason}
        raise RuleBroken(Violation("core.unknown_choice", "reason", params))
    _not_the_last(actor, account, now)

    both = parties(actor, account.staff, now)
    account.is_active, account.withdrawn_at, account.suspended_at = False, now, None
    account.must_confirm = False
    account.save(update_fields=["is_active", "withdrawn_at", "suspended_at", "must_confirm"])
    ended = _everything_ended(actor, account, now)
    org = roster.school_org(actor)
    told = {
        "username": account.username,
        "reason": REASONS[asked.reason],
        "note": asked.note,
    }
    paper = papers.draw_up(
        actor,
        withdrawal.KIND,
        account.staff_id,
        lambda number: withdrawal.facts(org, number, both, told, ended, at=now),
        at=now,
    )
    let_be_signed(actor, paper, at=now)

    deed = Deed(
        "access.account_withdrawn",
        f"account:{account.id}",
        reason=": ".join(filter(None, (REASONS[asked.reason], asked.note))),
        facts={
            "name": account.staff.full_name,
            "number": paper.number,
            "year": paper.year,
            "ended": ended,
        },
    )
    journal.record(actor, duty, deed, at=now)
    return paper


def _not_the_last(actor: Actor, account: Account, now: datetime) -> None:
    """The last principal's and the last admin's account stay. Raises RuleBroken."""
    for row in books.open_duties(actor, account.staff_id, now):
        if row.since <= now and books.is_last_leader(actor, row, now):
            raise RuleBroken(Violation("account.last_leader"))


def _everything_ended(actor: Actor, account: Account, now: datetime) -> list[str]:
    """End what hangs on an account and its person; returns it in the words of the minutes."""
    ended = []
    if sessions := _sessions_ended(account):
        ended.append(f"{sessions} phiên đăng nhập đang mở")
    for row in books.open_duties(actor, account.staff_id, now):
        ended.append(f"Nhiệm vụ {duty_with_over(row)}")
        until = max(now, row.since)
        DutyHeld.objects.of(actor).filter(pk=row.id).update(until=until, ended_by=actor.person)
    his = Q(giver_id=account.staff_id) | Q(receiver_id=account.staff_id)
    loans = Delegation.objects.of(actor).filter(his, until__gt=now, revoked_at__isnull=True)
    ended += [
        f"Ủy quyền của {loan.giver.full_name} cho {loan.receiver.full_name}"
        for loan in loans.select_related("giver", "receiver")
    ]
    loans.update(revoked_at=now, revoked_by=actor.person)
    feed = CalendarFeed.objects.of(actor).filter(staff_id=account.staff_id)
    if feed.delete()[0]:
        ended.append("Địa chỉ lịch cá nhân")
    ended += [f"Khóa ký số “{name}”" for name in end_keys_of(actor, account.staff_id, now)]
    return ended


def _sessions_ended(account: Account) -> int:
    rows = Session.objects.filter(school_id=account.school_id, account=account)
    return rows.delete()[0]
