"""The verb `account rescue`: for a school that nobody of the leadership can get into any more."""

from datetime import timedelta

import pytest

from tests.commands.conftest import Installation
from tests.school import NOW, School, give_accounts
from truongso.access.models import Account, DutyHeld, Factor
from truongso.audit import words
from truongso.audit.models import JournalEntry
from truongso.commands.rescue import Asked, rescue
from truongso.commands.trouble import Trouble
from truongso.foundation.tenancy import acting_in
from truongso.notices.models import Notice
from truongso.rules.authority import Duty

WHY = "Hiệu trưởng đề nghị bằng công văn 12/CV"
PEOPLE = ("Sơn", "Nam", "Lan")


@pytest.fixture
def accounts(school: School) -> dict[str, Account]:
    """Accounts of the principal, the admin and a teacher; nobody of the leadership can come in."""
    give_accounts(school, *PEOPLE)
    with acting_in(school.id):
        found = {
            name: Account.objects.select_related("staff").get(
                school_id=school.id, staff=school.staff[name]
            )
            for name in PEOPLE
        }
        leading = [Duty.PRINCIPAL.value, Duty.VICE_PRINCIPAL.value, Duty.IT_ADMIN.value]
        holders = DutyHeld.objects.of(school).filter(duty__in=leading).values("staff_id")
        rows = Account.objects.filter(school_id=school.id, staff_id__in=holders)
        rows.update(must_change_password=True)
    return found


def code_of(school: School) -> str:
    from truongso.roster.models import Org

    return str(Org.objects.get(pk=school.id).code)


def lent(school: School, **more: object) -> Asked:
    values: dict[str, object] = {
        "reason": WHY,
        "school": code_of(school),
        "staff": school.staff["Lan"].code,
        "duty": "it_admin",
    }
    return Asked(**{**values, **more})  # type: ignore[arg-type]


def test_gives_a_leader_a_password_and_sounds_the_alarm(
    school: School, accounts: dict[str, Account]
) -> None:
    son = accounts["Sơn"]
    with acting_in(school.id):
        Factor.objects.create(
            school_id=school.id, account=son, kind="totp", name="x", secret="x", made_at=NOW
        )
    made = rescue(Asked(WHY, username=son.username, factors=True), at=NOW)
    with acting_in(school.id):
        son.refresh_from_db()
        [entry] = JournalEntry.objects.filter(verb="access.school_rescued")
        told = {*Notice.objects.of(school).values_list("to_id", flat=True)}
        factors = Factor.objects.filter(school_id=school.id).count()
    assert son.check_password(made.password)
    assert (made.until, factors) == (None, 0)
    assert WHY in entry.payload
    assert made.password not in entry.payload
    assert {school.staff["Sơn"].id, school.staff["Nam"].id} <= told
    assert "KHẨN CẤP" in words.SENTENCES["access.school_rescued"]


def test_lends_a_duty_for_some_hours_to_who_can_sign_in(
    school: School, accounts: dict[str, Account]
) -> None:
    made = rescue(lent(school, hours=8), at=NOW)
    assert (made.password, made.until) == ("", NOW + timedelta(hours=8))
    with acting_in(school.id):
        row = DutyHeld.objects.of(school).get(staff=school.staff["Lan"], duty="it_admin")
    assert (row.emergency, row.until) == (True, made.until)
    with pytest.raises(Trouble):
        rescue(lent(school, hours=8), at=NOW + timedelta(hours=1))


@pytest.mark.usefixtures("accounts")
def test_refuses_too_long_too_short_and_nobody(school: School) -> None:
    for wrong in (
        lent(school, hours=73),
        lent(school, hours=0),
        lent(school, reason="vì cần"),
        lent(school, staff="KHÔNG"),
        Asked(WHY, school="KHÔNG", staff="GV001", duty="it_admin"),
        Asked(WHY),
        Asked(WHY, username="khong.ai"),
    ):
        with pytest.raises(Trouble):
            rescue(wrong, at=NOW)
    with acting_in(school.id):
        assert not DutyHeld.objects.of(school).filter(emergency=True).exists()
        assert not JournalEntry.objects.filter(verb="access.school_rescued").exists()


def test_refuses_a_school_that_can_help_itself_unless_forced(
    school: School, accounts: dict[str, Account]
) -> None:
    with acting_in(school.id):
        Account.objects.filter(pk=accounts["Nam"].pk).update(must_change_password=False)
    with pytest.raises(Trouble, match="tự xử lý"):
        rescue(Asked(WHY, username=accounts["Sơn"].username), at=NOW)
    with pytest.raises(Trouble, match="tự xử lý"):
        rescue(lent(school), at=NOW)
    assert rescue(lent(school, force=True), at=NOW).until
    with pytest.raises(Trouble, match="không giữ nhiệm vụ"):
        rescue(Asked(WHY, username=_plain(school), force=True), at=NOW)


def _plain(school: School) -> str:
    """The user name of somebody who leads nothing."""
    give_accounts(school, "Dũng")
    with acting_in(school.id):
        return str(Account.objects.get(school_id=school.id, staff=school.staff["Dũng"]).username)


def test_says_it_to_the_operator(installation: Installation) -> None:
    installation.add_school(username="nam")
    said = installation.run("account", "rescue", "nam", "--reason", WHY)
    assert "Mật khẩu dùng một lần:" in said
    installation.run("account", "rescue", "nam", "--reason", "vội", status=2)
