"""Accounts opened for people of the little school."""

from tests.school import NOW, School
from truongso.access.models import Account
from truongso.office.actions import opening


def open_for(school: School, *names: str, by: str = "Nam") -> list[Account]:
    ids = [school.staff[name].id for name in names]
    return opening.open_accounts(actor=school.actor(by), staff_ids=ids, now=NOW)
