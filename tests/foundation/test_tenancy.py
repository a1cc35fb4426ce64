"""Two walls between schools: in the query, and again in the database."""

import pytest
from django.db import DatabaseError, connection

from tests.school import School, found
from truongso.foundation.tenancy import WrongSchool, acting_in
from truongso.roster.models import Staff


def test_sees_only_its_own_rows(school: School) -> None:
    with acting_in(school.id):
        assert Staff.objects.count() == 13
    with found() as other, acting_in(other.id):
        assert set(Staff.objects.values_list("school_id", flat=True)) == {other.id}


def test_without_a_school_there_is_nothing(school: School) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET app.school = ''")
    assert Staff.objects.count() == 0


def test_a_row_of_another_school_is_refused(school: School) -> None:
    with pytest.raises(DatabaseError), acting_in(school.id):
        Staff.objects.filter(pk=school.staff["Lan"].pk).update(school_id=1)


def test_an_act_inside_an_act_joins_it_and_never_another_schools(school: School) -> None:
    with acting_in(school.id), acting_in(school.id):
        assert connection.in_atomic_block
    with acting_in(school.id), pytest.raises(WrongSchool), acting_in(school.id + 1):
        pass


def test_joins_compare_the_school(school: School) -> None:
    sql = str(Staff.objects.of(school).select_related("department").query)
    assert '"roster_staff"."school_id" = ("roster_department"."school_id")' in sql.replace(
        '"roster_department"."school_id" = ("roster_staff"."school_id")',
        '"roster_staff"."school_id" = ("roster_department"."school_id")',
    )
