"""The verb `anonymise`: a copy in which nothing of a real person is left, inside its own wall."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from tests.retention.scene import grow_old
from tests.school import NOW, School, looking_at
from truongso.access.models import Account, Factor, RecoveryCode, Session
from truongso.audit.models import JournalEntry
from truongso.commands.anonymise import Demo, Made, anonymise
from truongso.commands.database import upkeep
from truongso.commands.trouble import Trouble
from truongso.demo.anonymising import copying
from truongso.demo.anonymising.copying import Unclassified, in_order
from truongso.demo.anonymising.fields import LEFT_BEHIND, POLICY, kept
from truongso.documents.models import StoredFile
from truongso.foundation.files import blob_key, store
from truongso.foundation.tables import registered
from truongso.foundation.tenancy import SchoolOwned, acting_in
from truongso.foundation.text import folded, sort_key
from truongso.planning.models import Plan, PlanVersion
from truongso.roster import models as roster
from truongso.rules.identifiers import check_citizen_id, check_moet_id

SHORTEST = 4
PERSONAL = {
    "roster_staff": ("full_name", "code", "email", "position"),
    "roster_staffdetail": (
        *("moet_id", "citizen_id", "phone", "address", "ethnicity", "qualification", "note"),
        "born_on",
    ),
    "roster_pupil": ("full_name", "code", "moet_id", "born_on"),
    "roster_pupildetail": (
        *("citizen_id", "phone", "father_name", "father_phone", "mother_name", "mother_phone"),
        *("guardian_name", "address", "residence", "birthplace", "hometown", "note", "ethnicity"),
    ),
    "roster_pupilmove": ("reason", "other_school", "papers"),
    "roster_break": ("name",),
    "roster_department": ("name", "short_name"),
    "roster_subjectgroup": ("name",),
    "roster_programmelesson": ("title", "topic"),
    "access_account": ("username", "password"),
    "access_dutyheld": ("reason",),
    "approvals_submission": ("title", "detail"),
    "approvals_remark": ("text",),
    "approvals_decision": ("reference",),
    "documents_blob": ("sha256",),
    "documents_storedfile": ("name",),
    "notices_notice": ("text",),
    "office_importrun": ("file_name",),
    "planning_plan": ("title",),
    "planning_planversion": ("note",),
    "planning_lateleave": ("reason", "answer"),
}
"""What in the source is a person's, or was typed by people."""


@pytest.fixture
def rich(school: School) -> School:
    """A school with something in every field that is a person's."""
    grow_old(school)
    _fill(school)
    return school


@pytest.fixture
def made(rich: School) -> Iterator[Made]:
    """Its copy, looked at from inside."""
    demo = Demo(str(rich.id), f"MAU{rich.id}", "Trường mẫu", "Địa phương")
    copy = anonymise(demo, at=NOW, say=lambda _line: None)
    with looking_at(copy.school_id):
        yield copy


def _fill(school: School) -> None:
    for number, row in enumerate(roster.PupilDetail.objects.of(school).order_by("id")):
        born = f"{row.pupil.born_on.year % 100:02}"
        row.citizen_id = f"0313{born}{700000 + number}"
        row.mother_name, row.mother_phone = f"Trịnh Thị Mẹ{number}", f"09870000{number:02}"
        row.address, row.note = f"Số {number} đường Hoa Phượng", f"Hay ốm vặt {number}"
        row.ethnicity, row.policy_group = "Mường", "Con liệt sĩ"
        row.save()
        row.pupil.moet_id = f"31140005{number:02}"
        row.pupil.save()
    for number, person in enumerate(school.staff.values()):
        roster.StaffDetail.objects.filter(school_id=school.id, staff=person).delete()
        roster.StaffDetail.objects.create(
            school_id=school.id,
            staff=person,
            moet_id=f"31990000{number:02}",
            citizen_id=f"03118000{number:04}",
            sex="f" if number % 2 else "m",
            born_on=date(1980, 5, 1),
            phone=f"09123000{number:02}",
            address=f"Ngõ {number} phố Cũ",
            note=f"Ghi riêng {number}",
        )
        person.email, person.position = f"{number}@that.example", "Bí thư chi đoàn"
        person.save()
    version = PlanVersion.objects.of(school).order_by("id")[0]
    version.note = "Sửa theo góp ý của cô Hoa"
    version.save()


def originals(school: School) -> set[str]:
    """Every text of the source that is a person's or was typed, folded."""
    found: set[str] = set()
    with upkeep() as link:
        for table, columns in PERSONAL.items():
            for column in columns:
                query = f'SELECT "{column}"::text FROM "{table}" WHERE school_id = %s'
                rows = link.execute(query.encode(), [school.id]).fetchall()
                found |= {folded(text) for (text,) in rows if text}
    return {text for text in found if len(text) >= SHORTEST}


def texts(school_id: int) -> Iterator[tuple[str, str]]:
    """Every row of every table with a school, as one text."""
    with upkeep() as link:
        for table in registered():
            if table.model is None or not any(
                one.column == "school_id" for one in table.model._meta.local_fields
            ):
                continue
            query = f'SELECT t::text FROM "{table.name}" t WHERE school_id = %s'
            for (text,) in link.execute(query.encode(), [school_id]).fetchall():
                yield table.name, folded(text)


def test_nothing_of_a_person_and_nothing_typed_is_left_anywhere(rich: School, made: Made) -> None:
    known = originals(rich)
    born = {text for text in known if text[:3] in ("201", "198") and text.count("-") == 2}
    assert len(known) > 150
    assert born
    found = list(texts(made.school_id))
    assert len(found) > 200
    leaks = {(table, text) for table, row in found for text in known - born if text in row}
    assert leaks == set()


def test_everybody_has_another_day_of_birth_in_the_same_year(rich: School, made: Made) -> None:
    with upkeep() as link:
        query = b"SELECT born_on FROM roster_pupil WHERE school_id = %s"
        old, new = (link.execute(query, [one]).fetchall() for one in (rich.id, made.school_id))
    assert {day for (day,) in old} == {date(2015, 1, 1)}
    assert {day.year for (day,) in new} == {2015}
    assert (date(2015, 1, 1),) not in new


def test_each_table_that_is_carried_over_has_as_many_rows(rich: School, made: Made) -> None:
    with upkeep() as link:
        for model in in_order():
            name = model._meta.db_table
            query = f'SELECT count(*) FROM "{name}" WHERE school_id = %s'.encode()
            old, new = (link.execute(query, [n]).fetchone() for n in (rich.id, made.school_id))
            assert made.counts[name] == new[0]  # type: ignore[index]
            if model is not StoredFile:
                assert old == new, name


def test_names_fit_the_sex_the_keys_fit_the_names_and_numbers_are_valid(
    rich: School, made: Made
) -> None:
    people = roster.Staff.objects.filter(school_id=made.school_id)
    assert people.count() == len(rich.staff)
    for row in people:
        assert (row.sort_key, row.search_key) == (sort_key(row.full_name), folded(row.full_name))
    details = roster.StaffDetail.objects.filter(school_id=made.school_id)
    pupils = roster.PupilDetail.objects.filter(school_id=made.school_id).select_related("pupil")
    for told in details:
        assert not list(check_moet_id(told.moet_id))
        assert not list(check_citizen_id(told.citizen_id, born_on=told.born_on, sex=told.sex))
    for one in pupils:
        born, sex = one.pupil.born_on, one.pupil.sex
        assert not list(check_citizen_id(one.citizen_id, born_on=born, sex=sex))
        assert not list(check_moet_id(one.pupil.moet_id))
        assert len(one.pupil.full_name.split()) in (3, 4)


def test_nobody_of_the_source_signs_in_and_new_accounts_do(rich: School, made: Made) -> None:
    mine = {"school_id": made.school_id}
    accounts = Account.objects.filter(**mine)
    assert accounts.count() == len(made.accounts) > 0
    assert made.accounts[0][1] == "Hiệu trưởng"
    for model in (Session, Factor, RecoveryCode):
        assert not model._default_manager.filter(**mine).exists()
    for _name, _duties, username, password in made.accounts[:2]:
        account = accounts.get(username=username)
        assert account.must_change_password
        assert account.check_password(password)


def test_the_journal_of_the_copy_tells_counts_and_no_more(rich: School, made: Made) -> None:
    entries = JournalEntry.objects.filter(school_id=made.school_id)
    assert [entry.verb for entry in entries] == ["school.created"]
    assert f'"rows":{sum(made.counts.values())}' in entries[0].payload
    with looking_at(rich.id):
        assert JournalEntry.objects.of(rich).filter(verb="school.anonymised").count() == 1


def test_the_files_are_samples_that_can_be_opened(rich: School, made: Made) -> None:
    files = StoredFile.objects.filter(school_id=made.school_id).select_related("blob")
    versions = PlanVersion.objects.filter(school_id=made.school_id)
    assert {row.file_id for row in versions} <= {file.id for file in files}
    for file in files:
        with store().open(blob_key(made.school_id, file.blob.sha256)) as content:
            assert content.read(4) in (b"%PDF", b"PK\x03\x04")


def test_plans_hang_together_as_they_did(rich: School, made: Made) -> None:
    copies = Plan.objects.filter(school_id=made.school_id)
    for plan in copies.prefetch_related("versions").select_related("author"):
        assert plan.versions.count() >= 1
        assert str(plan.author_id) in plan.slot


def test_the_walls_hold(rich: School, made: Made) -> None:
    with acting_in(made.school_id):
        assert not roster.Pupil.objects.filter(school_id=rich.id).exists()
    with looking_at(rich.id), acting_in(rich.id):
        assert not roster.Pupil.objects.filter(school_id=made.school_id).exists()


def test_every_table_is_carried_over_or_left_behind_for_a_reason() -> None:
    tables = {
        table.model
        for table in registered()
        if table.model is not None
        and (
            issubclass(table.model, SchoolOwned)
            or any(one.column == "school_id" for one in table.model._meta.local_fields)
        )
    }
    behind = {apps.get_model(label) for label in LEFT_BEHIND}
    assert tables == {*POLICY, *behind}
    assert not POLICY.keys() & behind
    assert all(LEFT_BEHIND.values())


def test_every_field_that_is_text_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    short = dict(POLICY) | {roster.Break: {}}
    monkeypatch.setattr(copying, "POLICY", short)
    name = roster.Break._meta.get_field("name")
    with pytest.raises(Unclassified):
        copying._value(roster.Break, name, {"name": "Nghỉ bão"}, _nobody())
    assert kept("name")({"name": "x"}, _nobody()) == "x"


@pytest.mark.parametrize(("source", "code"), [("không-có", "X1"), ("", " ")])
def test_refuses_what_cannot_be_made(rich: School, source: str, code: str) -> None:
    before = roster.Org.objects.count()
    with pytest.raises(Trouble):
        anonymise(Demo(source or str(rich.id), code, "Trường mẫu", "x"), at=NOW)
    with pytest.raises(Trouble):
        anonymise(Demo(str(rich.id), str(rich.id), "Trường mẫu", "x"), at=NOW)
    assert roster.Org.objects.count() == before


def _nobody() -> Any:
    from truongso.demo.anonymising.inventing import Inventor

    return Inventor(set())
