"""The demo's accounts: opened by the real acts, in every state, each with its minutes."""

from collections import Counter
from datetime import timedelta

from tests.demo.conftest import TODAY
from tests.school import at, looking_at, new_org
from truongso.access.models import Account, DutyHeld
from truongso.demo import accounts, school
from truongso.demo.founded import Founded
from truongso.documents.models import Paper, PaperConfirmed
from truongso.foundation.tenancy import acting_in
from truongso.foundation.text import folded, sort_key
from truongso.office import account_lines
from truongso.roster.models import SchoolYear, Staff

MORNING = at(TODAY, "00:00:00")


def founded() -> Founded:
    """The demo's people with their leading duties, and no more."""
    school_id = new_org("school")
    year = SchoolYear(school_id=school_id, code="x", starts_on=TODAY, ends_on=TODAY)
    made = Founded(school_id, year)
    with acting_in(school_id):
        for login, person in school.staff().items():
            made.staff[login] = Staff.objects.create(
                school_id=school_id,
                code=person.code,
                full_name=person.full_name,
                sort_key=sort_key(person.full_name),
                search_key=folded(person.full_name),
                position=person.position,
                works_since=person.works_since or TODAY + timedelta(days=7),
            )
            for duty in person.duties:
                made.duties[login, duty] = DutyHeld.objects.create(
                    school_id=school_id, staff=made.staff[login], duty=duty.value, since=MORNING
                )
    return made


def test_everybody_has_an_account_with_minutes_in_every_state(database: str) -> None:
    made = founded()
    later = MORNING + timedelta(days=40)
    with acting_in(made.id):
        accounts.hand_over(made, "ban mai", at=MORNING)
        accounts.later_fates(made, now=later)
    with looking_at(made.id):
        rows = Account.objects.filter(school_id=made.id)
        taken = {row.staff_id: row.username for row in rows}
        assert {login: taken[row.id].rstrip("0123456789") for login, row in made.staff.items()} == {
            login: login for login in made.staff
        }
        states = Counter(account_lines.state_of(row) for row in rows)
        assert states == {"active": 33, "new": 1, "suspended": 1, "withdrawn": 1}
        numbers = Paper.objects.of(made).filter(kind="account_handover")
        assert sorted(row.number for row in numbers) == list(range(1, 37))
        assert PaperConfirmed.objects.of(made).count() == 35
        assert Paper.objects.of(made).get(kind="account_withdrawal").number == 1
