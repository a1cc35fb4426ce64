"""The list of who approves electronic records, drawn up for the principal to sign."""

import pytest

from tests.clients import signed_in, words_of
from tests.documents.test_press import FONTS
from tests.school import NOW, School
from tests.seal.conftest import quick_keys
from tests.sealing import scene
from truongso.access.actions.rights import confirm_rights
from truongso.access.queries.rights import fingerprint
from truongso.audit.models import JournalEntry
from truongso.documents.models import Paper
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.office.actions.approving import draw_up_approval_list
from truongso.seal.models import Sealed, Slot
from truongso.seal.queries import public

__all__ = ["quick_keys"]
pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the pages are not built here")


def test_the_principal_draws_it_up_and_it_waits_for_him(school: School) -> None:
    with pytest.raises(RuleBroken, match="no_authority"):
        draw_up_approval_list(actor=school.actor("Sơn"), now=NOW)
    assert not Paper.objects.of(school).exists()  # its number was given back
    scene.found(school)
    with pytest.raises(NotAllowed):
        draw_up_approval_list(actor=school.actor("Nam"), now=NOW)
    first = draw_up_approval_list(actor=school.actor("Sơn"), now=NOW)
    slot = Slot.objects.of(school).get(sealed=first)
    assert (slot.role, slot.person_id) == ("principal", school.staff["Sơn"].id)
    entry = JournalEntry.objects.of(school).get(target=f"paper:{first.paper_id}")
    assert entry.verb == "office.approval_list_made"

    second = draw_up_approval_list(actor=school.actor("Sơn"), now=NOW)
    first.refresh_from_db()
    assert (first.state, second.state) == (Sealed.State.VOID, Sealed.State.WAITING)
    assert second.title == "Phân công phê duyệt hồ sơ điện tử số 02/2026"
    told = public.paper_by_public_id(first.public_id.hex)
    assert told is not None
    assert told.state is public.PaperState.REPLACED


def test_the_page_offers_it_once_the_table_was_agreed_with(school: School) -> None:
    scene.found(school)
    browser = signed_in(school, "Sơn")
    assert "Lập danh sách để ký số" not in words_of(browser.get("/phan-quyen/"))
    with acting_in(school.id):
        now_is = fingerprint(school.actor("Sơn"), NOW)
    confirm_rights(actor=school.actor("Sơn"), fingerprint=now_is, now=NOW)
    assert "Lập danh sách để ký số" in words_of(browser.get("/phan-quyen/"))
    sent = browser.post("/phan-quyen/phan-cong/lap/")
    assert "Hiệu trưởng" in words_of(browser.get(sent["Location"]))
    assert "Phân công phê duyệt hồ sơ điện tử" in words_of(browser.get("/bien-ban/"))
