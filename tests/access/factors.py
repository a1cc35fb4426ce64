"""Second factors for tests: an authenticator app as a person would have it on his phone."""

from datetime import datetime
from typing import Any

import pyotp
from django.test import Client

from tests.school import PASSWORD, School
from truongso.access import proofs, seals, totp
from truongso.access.models import Account, Factor
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in


def app_of(school: School, name: str, *, at: datetime) -> tuple[Factor, str]:
    """An authenticator app of the person, set up a while ago, and its secret."""
    from tests.clients import account_of

    account = account_of(school, name)
    secret = totp.new_secret()
    with acting_in(school.id):
        row = Factor.objects.create(
            id=new_id(),
            school_id=school.id,
            account=account,
            kind="totp",
            name="Ứng dụng xác thực",
            secret=seals.sealed(secret.encode(), proofs.whose(account)),
            made_at=at,
        )
    return row, secret


def shown(secret: str, at: datetime, *, steps: int = 0) -> str:
    """The code that the phone shows at a moment, or some steps of thirty seconds off."""
    return pyotp.HOTP(secret).at(totp.step_at(at) + steps)


def sign_in(browser: Client, account: Account | str, **more: Any) -> Any:
    """Give user name and password."""
    username = account if isinstance(account, str) else account.username
    return browser.post("/dang-nhap/", {"username": username, "password": PASSWORD, **more})
