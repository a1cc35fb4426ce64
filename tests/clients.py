"""Browsers for tests: one that has signed in, without the price of hashing a password."""

import itertools
import os
import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.test import Client

from tests.school import LONG_AGO, School
from truongso.access.models import Account
from truongso.access.sessions import SessionStore
from truongso.foundation import clock
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import acting_in

_places = itertools.count(1)


def stranger() -> Client:
    """A browser at an address of its own, so that tests do not slow one another down."""
    number = next(_places)
    address = f"10.{os.getpid() % 250}.{number // 250}.{number % 250}"
    return Client(REMOTE_ADDR=address, raise_request_exception=False)


def account_of(school: School, name: str, **facts: Any) -> Account:
    """The person's account, made with no usable password when there is none yet."""
    with acting_in(school.id):
        found = Account.objects.filter(staff=school.staff[name]).first()
        return found or Account.objects.create(
            id=new_id(),
            school_id=school.id,
            username=school.username(name),
            password="!",
            staff=school.staff[name],
            created_at=LONG_AGO,
            **facts,
        )


def words_of(answer: Any) -> str:
    """The page of an answer without its dialogs: the help panel speaks of buttons by name."""
    page: str = answer.content.decode()
    return re.sub(r"<dialog.*?</dialog>", "", page, flags=re.DOTALL)


def signed_in(
    school: School, name: str, *, at: datetime | None = None, client: Client | None = None
) -> Client:
    """A browser in which the person has signed in, now or at a moment."""
    account = account_of(school, name)
    moment = at or clock.now()
    with acting_in(school.id):
        key = SessionStore(now=moment).open(account, ip="10.0.0.1", agent="pytest", at=moment)
    client = client or stranger()
    client.cookies[settings.SESSION_COOKIE] = key
    return client
