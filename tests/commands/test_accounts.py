"""The verb `account password`: who has forgotten his password gets in again, and only he."""

import re
from datetime import timedelta

import pytest

from tests.commands.conftest import Installation
from tests.school import NOW, School, give_accounts
from truongso.access.models import Account, Session
from truongso.audit.models import JournalEntry
from truongso.commands.accounts import renew_password
from truongso.commands.trouble import Trouble
from truongso.foundation.tenancy import acting_in


@pytest.fixture
def account(school: School) -> Account:
    give_accounts(school, "Lan")
    with acting_in(school.id):
        return Account.objects.select_related("staff").get(school_id=school.id)


def test_gives_a_password_to_be_changed_and_signs_out(school: School, account: Account) -> None:
    with acting_in(school.id):
        Session.objects.create(
            school_id=school.id,
            account=account,
            key_hash="a" * 64,
            created_at=NOW,
            seen_at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
    name, password = renew_password(f" {account.username.upper()} ", at=NOW)
    with acting_in(school.id):
        account.refresh_from_db()
        left = Session.objects.filter(account=account).count()
        (entry,) = JournalEntry.objects.filter(verb="access.password_renewed")
    assert name == account.staff.full_name
    assert account.check_password(password)
    assert account.must_change_password
    assert left == 0
    assert password not in entry.payload


def test_refuses_a_closed_account_and_an_unknown_one(school: School, account: Account) -> None:
    with acting_in(school.id):
        account.is_active = False
        account.save()
        before = account.password
    for name in (account.username, f"nobody.{school.tag}"):
        with pytest.raises(Trouble):
            renew_password(name, at=NOW)
    with acting_in(school.id):
        account.refresh_from_db()
    assert account.password == before


def test_says_it_to_the_operator(installation: Installation) -> None:
    installation.add_school(username="nam")
    said = installation.run("account", "password", "nam")
    assert re.search(r"dùng một lần: ([a-z0-9]{4}-){3}[a-z0-9]{4} ", said)
    assert "“la”" in installation.run("account", "password", "la", status=2)
