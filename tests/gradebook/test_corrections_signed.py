"""Confirmed minutes of a correction are signed by the three who confirmed them."""

import pytest

from tests.documents.test_press import FONTS, text_of
from tests.gradebook.correcting import confirm, consented, fresh, locked
from tests.gradebook.scenes import NOW, pupils, save
from tests.school import School
from tests.seal.conftest import quick_keys
from tests.sealing import scene
from truongso.foundation.tenancy import acting_in
from truongso.seal import papers
from truongso.seal.kinds import known
from truongso.seal.models import Sealed
from truongso.seal.queries import papers as queries

__all__ = ["quick_keys"]
pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the pages are not built here")


def test_confirmed_minutes_wait_for_the_three_in_any_order(school: School) -> None:
    scene.found(school)
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    save(school, (first, "tx1", "9", 1))
    for who in ("Lan", "Sơn"):
        confirm(school, case, who)
    assert not Sealed.objects.of(school).exists()
    confirm(school, case, "Nam")

    paper = fresh(case).paper
    assert paper is not None
    row = Sealed.objects.of(school).get(paper=paper)
    assert {slot.role: slot.person_id for slot in queries.slots(row)} == {
        "leader": school.staff["Sơn"].id,
        "admin": school.staff["Nam"].id,
        "requester": school.staff["Lan"].id,
    }
    with acting_in(school.id):
        for who in ("Lan", "Sơn", "Nam"):
            assert [one.sealed for one in queries.waiting_for(school.actor(who), NOW)] == [row]
        said = text_of(papers.as_pdf(school, paper))
        kind = known(paper.kind)
        readers = [kind.may_read(school.actor(who), paper, NOW) for who in ("Lan", "Sơn", "Yến")]
    assert readers == [True, True, False]
    assert "Chưa xác nhận" not in said
    assert said.count("đã xác nhận trên hệ thống") == 3


def test_a_school_that_does_not_sign_here_signs_on_paper(school: School) -> None:
    first, *_ = pupils(school)
    locked(school, first)
    case = consented(school, (first, "tx1", "9"))
    save(school, (first, "tx1", "9", 1))
    for who in ("Lan", "Sơn", "Nam"):
        confirm(school, case, who)
    assert fresh(case).state == "closed"
    assert not Sealed.objects.of(school).exists()
