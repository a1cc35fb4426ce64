"""What is old is proposed, the principal decides, a week later it is gone; the rest stays."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest

from tests.clients import signed_in, words_of
from tests.retention.scene import LATER, OLD, a_notice, approve, counts, house, proposed, told
from tests.school import NOW, School, at
from truongso.foundation import clock
from truongso.foundation.errors import NotAllowed, RuleBroken, Stale
from truongso.notices.models import Notice
from truongso.planning.models import Plan
from truongso.retention import jobs
from truongso.retention.actions import deciding, executing, proposing
from truongso.retention.models import Proposal
from truongso.roster.models import Pupil, PupilDetail, StaffDetail


def test_one_proposal_of_each_kind_names_just_what_is_old(old: School) -> None:
    found = proposed(old)
    kinds = {
        "imports",
        "notices",
        "drafts",
        "old_versions",
        "pupils_left",
        "staff_left",
        "accounts",
    }
    assert found.keys() == kinds
    assert {kind: row.count for kind, row in found.items()} == dict.fromkeys(kinds, 1)
    assert (
        Notice.objects.of(old).filter(to=old.staff["Sơn"], kind="retention.proposed").count() == 1
    )
    assert len(told(old, "retention.proposed")) == 7


def test_nothing_is_removed_by_proposing_nor_by_the_jobs_before_the_time(old: School) -> None:
    before = counts(old)
    found = proposed(old)
    for row in found.values():
        approve(old, row)
    with mock.patch.object(clock, "now", return_value=LATER - timedelta(seconds=1)):
        jobs.execute(actor=house(old))
    assert counts(old) == before


def test_a_week_after_the_yes_it_is_gone_and_the_rest_stays(old: School) -> None:
    found = proposed(old)
    for row in found.values():
        approve(old, row)
    before = counts(old)
    with mock.patch.object(clock, "now", return_value=LATER):
        jobs.execute(actor=house(old))
    after = counts(old)
    gone = {name: before[name] - after[name] for name in before if before[name] != after[name]}
    # a notice, an import with its line, a draft plan, its version and the old one, their files
    assert gone == {
        "notices": 1,
        "runs": 1,
        "lines": 1,
        "plans": 1,
        "versions": 2,
        "files": 3,
        "accounts": 1,
    }
    assert {row.step for row in Proposal.objects.of(old)} == {"done"}
    removed = told(old, "retention.removed")
    assert {entry["facts"]["count"] for entry in removed} == {1}
    assert {e["facts"]["fingerprint"] for e in removed} == {r.fingerprint for r in found.values()}


def test_a_leavers_profile_keeps_what_the_register_needs(old: School) -> None:
    found = proposed(old)
    for kind in ("pupils_left", "staff_left"):
        approve(old, found[kind])
        assert (
            executing.remove_batch(actor=house(old), proposal_id=found[kind].id, now=LATER) is False
        )
    phuc = PupilDetail.objects.of(old).get(pupil__full_name__endswith="Phúc")
    assert (phuc.phone, phuc.father_born, phuc.poor_household) == ("", None, False)
    assert (phuc.father_name, phuc.birthplace) == ("Nguyễn Văn Phúc", "Hải Phòng")
    chi = PupilDetail.objects.of(old).get(pupil__full_name__endswith="Chi")
    assert chi.phone == "0900000001"
    staff = StaffDetail.objects.of(old).get(staff=old.staff["Hà"])
    assert (staff.phone, staff.qualification) == ("", "Đại học")
    old.staff["Hà"].refresh_from_db()
    assert old.staff["Hà"].email == ""


def test_who_comes_back_meanwhile_is_left_alone(old: School) -> None:
    row = proposed(old)["pupils_left"]
    approve(old, row)
    Pupil.objects.of(old).filter(pk__in=row.ids).update(status="studying")
    executing.remove_batch(actor=house(old), proposal_id=row.id, now=LATER)
    assert PupilDetail.objects.of(old).get(pupil_id=row.ids[0]).phone == "0900000001"
    [entry] = told(old, "retention.removed")
    assert (entry["facts"]["count"], entry["facts"]["left_alone"]) == (0, 1)


def test_a_decision_is_taken_back_until_it_is_carried_out(old: School) -> None:
    row = proposed(old)["notices"]
    boss = old.actor("Sơn")
    approve(old, row)
    again = deciding.think_again(actor=boss, proposal_id=row.id, now=NOW + timedelta(days=6))
    assert (again.step, again.execute_at, again.decided_by_id) == ("open", None, None)
    assert executing.remove_batch(actor=house(old), proposal_id=row.id, now=LATER) is False
    assert Notice.objects.of(old).filter(about="old").exists()
    approve(old, row)
    executing.remove_batch(actor=house(old), proposal_id=row.id, now=LATER)
    with pytest.raises(RuleBroken):
        deciding.think_again(actor=boss, proposal_id=row.id, now=LATER)


def test_what_is_kept_is_not_proposed_again_before_its_day(old: School) -> None:
    row = proposed(old)["notices"]
    until = date(2027, 1, 1)
    deciding.keep(
        actor=old.actor("Sơn"),
        proposal_id=row.id,
        seen=row.fingerprint,
        until=until,
        reason="Đang giải quyết khiếu nại",
        now=NOW,
    )
    proposing.propose(actor=house(old), now=at(date(2026, 12, 31)))
    assert not Proposal.objects.of(old).filter(kind="notices", step="open").exists()
    proposing.propose(actor=house(old), now=at(until))
    assert Proposal.objects.of(old).filter(kind="notices", step="open").exists()


def test_proposing_twice_tells_nobody_twice(old: School) -> None:
    first = proposed(old)
    assert proposing.propose(actor=house(old), now=NOW + timedelta(hours=1)) == 0
    assert {r.kind: r.fingerprint for r in Proposal.objects.of(old)} == {
        kind: row.fingerprint for kind, row in first.items()
    }


def test_a_list_that_changed_since_it_was_seen_is_not_decided(old: School) -> None:
    row = proposed(old)["notices"]
    with pytest.raises(Stale):
        deciding.approve(actor=old.actor("Sơn"), proposal_id=row.id, seen="x", now=NOW)


@pytest.mark.parametrize("name", ["Nam", "Thu", "Vân", "Hoa"])
def test_nobody_but_the_principal_decides(old: School, name: str) -> None:
    row = proposed(old)["notices"]
    with pytest.raises(NotAllowed):
        deciding.approve(actor=old.actor(name), proposal_id=row.id, seen=row.fingerprint, now=NOW)


def test_no_person_carries_it_out_by_hand(old: School) -> None:
    row = proposed(old)["notices"]
    approve(old, row)
    with pytest.raises(NotAllowed):
        executing.remove_batch(actor=old.actor("Sơn"), proposal_id=row.id, now=LATER)


def test_large_proposals_go_batch_by_batch(old: School) -> None:
    for number in range(5):
        a_notice(old, OLD, f"old-{number}")
    row = proposed(old)["notices"]
    approve(old, row)
    with mock.patch.object(executing, "BATCH", 4):
        assert executing.remove_batch(actor=house(old), proposal_id=row.id, now=LATER) is True
        with pytest.raises(RuleBroken):
            deciding.think_again(actor=old.actor("Sơn"), proposal_id=row.id, now=LATER)
        assert executing.remove_batch(actor=house(old), proposal_id=row.id, now=LATER) is False
    assert [entry["facts"]["count"] for entry in told(old, "retention.removed")] == [4, 2]
    row.refresh_from_db()
    assert (row.step, row.removed) == ("done", 6)


def test_the_pages_show_it_and_the_principal_decides_there(old: School) -> None:
    row = proposed(old)["pupils_left"]
    with mock.patch.object(clock, "now", return_value=NOW):
        admin, boss = signed_in(old, "Nam", at=NOW), signed_in(old, "Sơn", at=NOW)
        assert "Vĩnh viễn" in words_of(admin.get("/luu-giu/"))
        listed = words_of(admin.get("/de-xuat-xoa/"))
        assert "Chờ hiệu trưởng quyết định" in listed
        address = f"/de-xuat-xoa/{row.id}/"
        shown = words_of(admin.get(address))
        assert "Nguyễn Thị Phúc" in shown
        assert "Duyệt xóa" not in shown
        assert "Duyệt xóa" in words_of(boss.get(address))
        assert boss.post(f"{address}duyet/", {"seen": row.fingerprint}).status_code == 302
        assert "Hoàn tác quyết định" in words_of(boss.get(address))
        assert boss.post(f"{address}hoan-tac/").status_code == 302
        reason = {"until": "2027-01-01", "reason": "ít", "seen": row.fingerprint}
        assert boss.post(f"{address}giu/", reason).status_code == 422
        reason["reason"] = "Đang giải quyết khiếu nại"
        assert boss.post(f"{address}giu/", reason).status_code == 302
        assert "Giữ đến" in words_of(boss.get("/de-xuat-xoa/"))


def test_a_school_with_nothing_old_has_an_empty_page(school: School) -> None:
    assert proposing.propose(actor=house(school), now=NOW) == 0
    with mock.patch.object(clock, "now", return_value=NOW):
        page = signed_in(school, "Sơn", at=NOW).get("/de-xuat-xoa/").content.decode()
    assert "Không có đề xuất nào" in page


def test_what_a_notice_or_a_draft_says_is_shown_to_nobody_else(old: School) -> None:
    found = proposed(old)
    browser = signed_in(old, "Nam", at=NOW)
    title = Plan.objects.of(old).get(pk=found["drafts"].ids[0]).title
    assert title
    with mock.patch.object(clock, "now", return_value=NOW):
        for kind, hidden in (("notices", "Đã duyệt (old)"), ("drafts", title)):
            shown = words_of(browser.get(f"/de-xuat-xoa/{found[kind].id}/"))
            assert old.staff["Lan"].full_name in shown
            assert hidden not in shown


def test_the_pages_ask_little_of_the_database(
    old: School, django_assert_max_num_queries: Any
) -> None:
    row = proposed(old)["pupils_left"]
    browser = signed_in(old, "Sơn", at=NOW)
    with mock.patch.object(clock, "now", return_value=NOW):
        for address in ("/luu-giu/", "/de-xuat-xoa/", f"/de-xuat-xoa/{row.id}/"):
            with django_assert_max_num_queries(12):
                assert browser.get(address).status_code == 200
