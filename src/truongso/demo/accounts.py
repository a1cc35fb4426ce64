"""The demo school's accounts: opened, handed over and signed for by the real acts.

Three of the office staff are left in the other states: one has yet to sign, one is suspended, one
is withdrawn.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from truongso.access.models import Account
from truongso.access.passwords import as_typed
from truongso.access.queries import duties_of
from truongso.demo.founded import Founded
from truongso.foundation.actor import Actor
from truongso.foundation.days import day_begins, local_day
from truongso.office.actions import closing, opening
from truongso.rules.authority import Duty

NOT_SIGNED, SUSPENDED, WITHDRAWN = "nhien.pa", "ngan.qk", "uyen.lt"
OPENED_AT, SIGNED_AFTER = timedelta(hours=8), timedelta(hours=2)


def hand_over(founded: Founded, password: str, *, at: datetime) -> None:
    """Give everybody his account with its minutes, in the caller's transaction of the school.

    The admin opens the principal's, the principal the leaders', the admin all others. Everybody
    but one signs some hours later, with the demo's password already his own.
    """
    principal, admin = _holder(founded, Duty.PRINCIPAL), _holder(founded, Duty.IT_ADMIN)
    leaders = [admin, _holder(founded, Duty.VICE_PRINCIPAL)]
    others = [login for login in founded.staff if login not in (principal, *leaders)]
    late = [one for one in others if founded.staff[one].works_since > local_day(at)]
    there = [one for one in others if one not in late]
    hashed = make_password(as_typed(password))
    opened = at + OPENED_AT
    bundles = [(admin, [principal], opened), (principal, leaders, opened), (admin, there, opened)]
    bundles += [
        (admin, [one], day_begins(founded.staff[one].works_since) + OPENED_AT) for one in late
    ]
    for giver, receivers, when in bundles:
        ids = [founded.staff[login].id for login in receivers]
        opening.open_accounts(actor=_actor(founded, giver, when), staff_ids=ids, now=when)
        rows = Account.objects.filter(school_id=founded.id, staff_id__in=ids)
        rows.update(password=hashed, must_change_password=False)
        for place, login in enumerate(receivers):
            if login != NOT_SIGNED:
                then = when + SIGNED_AFTER + timedelta(minutes=3 * place)
                opening.confirm_account(actor=_actor(founded, login, then), read=True, now=then)
    waiting = Account.objects.filter(school_id=founded.id, staff=founded.staff[NOT_SIGNED])
    waiting.update(password=make_password(None), must_change_password=True)


def later_fates(founded: Founded, *, now: datetime) -> None:
    """Suspend one account and withdraw another, some days ago."""
    principal = _actor(founded, _holder(founded, Duty.PRINCIPAL), now)
    admin = _holder(founded, Duty.IT_ADMIN)
    then = now - timedelta(days=3)
    closing.suspend_account(
        actor=_actor(founded, admin, then),
        account_id=_account(founded, SUSPENDED),
        reason="Báo mất điện thoại đã đăng nhập",
        now=then,
    )
    closing.withdraw_account(
        actor=principal,
        account_id=_account(founded, WITHDRAWN),
        asked=closing.Withdrawal("transfer", "Theo quyết định điều động"),
        now=then + timedelta(days=1),
    )


def _holder(founded: Founded, duty: Duty) -> str:
    return next(login for login, held in founded.duties if held is duty)


def _actor(founded: Founded, login: str, at: datetime) -> Actor:
    person = founded.staff[login]
    account = Account.objects.filter(school_id=founded.id, staff=person).first()
    return Actor(
        school_id=founded.id,
        name=person.full_name,
        staff_id=person.id,
        account_id=account.id if account else None,
        duties=duties_of(founded, person.id, at),
        ip="192.0.2.10",
        request_id="demo",
    )


def _account(founded: Founded, login: str) -> UUID:
    account = Account.objects.get(school_id=founded.id, staff=founded.staff[login])
    return account.id
