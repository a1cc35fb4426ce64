"""The verb `school create`: a new organisation with the account that begins it."""

from dataclasses import replace

import pytest

from tests.school import NOW, School
from truongso.access import queries
from truongso.access.models import Account
from truongso.access.passwords import one_time_password
from truongso.audit.models import JournalEntry
from truongso.commands import schools
from truongso.commands.schools import FirstAccount, NewSchool
from truongso.commands.trouble import Trouble
from truongso.foundation.tenancy import acting_in
from truongso.foundation.text import folded
from truongso.roster.models import Org
from truongso.rules.authority import Duty


@pytest.fixture
def new(school: School) -> NewSchool:
    return NewSchool(f"N{school.id}", "Trường THCS Hòa Bình", "Hải Phòng")


@pytest.fixture
def first(school: School) -> FirstAccount:
    return FirstAccount(f"Tâm.{school.tag}", "Lý Minh Tâm", "tam@example.test")


def test_makes_the_organisation_and_its_admin(new: NewSchool, first: FirstAccount) -> None:
    made = schools.create(new, first, at=NOW)
    with acting_in(made.school_id):
        account = Account.objects.select_related("staff").get(school_id=made.school_id)
        duties = queries.duties_of(account, account.staff_id, NOW)
        verbs = list(JournalEntry.objects.values_list("verb", flat=True))
    assert Org.objects.get(pk=made.school_id).short_name == "Trường THCS Hòa Bình"
    assert account.username == made.username == folded(first.username)
    assert account.must_change_password
    assert account.check_password(made.password)
    assert [held.duty for held in duties] == [Duty.IT_ADMIN]
    assert verbs == ["school.created"]


def test_hangs_it_under_the_one_above(new: NewSchool, first: FirstAccount) -> None:
    city = replace(new, code=f"{new.code}c", name="Sở GD&ĐT", kind="city")
    over = schools.create(city, replace(first, username=f"{first.username}1"), at=NOW)
    under = replace(new, parent=city.code)
    made = schools.create(under, replace(first, username=f"{first.username}2"), at=NOW)
    assert Org.objects.get(pk=made.school_id).parent_id == over.school_id


def test_leaves_nothing_of_one_that_is_refused(new: NewSchool, first: FirstAccount) -> None:
    schools.create(new, first, at=NOW)
    before = Org.objects.count()
    other = replace(first, username=f"{first.username}9")
    for wrong, who in (
        (new, other),
        (replace(new, code=f"{new.code}x"), first),
        (replace(new, code=f"{new.code}x", parent="không-có"), other),
        (replace(new, code=f"{new.code}x", parent=new.code), other),
        (replace(new, code=" "), other),
        (replace(new, code=f"{new.code}x"), replace(first, username=" ")),
    ):
        with pytest.raises(Trouble):
            schools.create(wrong, who, at=NOW)
    assert Org.objects.count() == before
    assert queries.school_of_username(folded(other.username)) is None


def test_gives_a_password_that_is_never_the_same() -> None:
    made = {one_time_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(word) == 19 for word in made)
