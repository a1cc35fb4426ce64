"""The pages of signing: what waits, one secret for all, how it went, what a paper carries."""

from datetime import timedelta

import pytest

from tests.clients import signed_in, words_of
from tests.documents.test_press import FONTS
from tests.jobs import run_jobs
from tests.school import NOW, PASSWORD, School, give_accounts
from tests.sealing import scene
from truongso.foundation import clock
from truongso.office.actions import opening
from truongso.seal.models import Batch, Sealed, Signature

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the pages are not built here")


def test_what_waits_is_signed_with_one_secret_and_told_paper_by_paper(school: School) -> None:
    key = scene.found(school, "Nam")["Nam"]
    rows = [scene.one_by(school, "Nam") for _ in range(2)]
    browser = signed_in(school, "Nam")
    page = browser.get("/ky-so/")
    assert page.status_code == 200
    assert words_of(page).count("Bên giao") == 2
    assert browser.get(f"/ky-so/van-ban/{rows[0].id}/").status_code == 200
    file = browser.get(f"/ky-so/van-ban/{rows[0].id}.pdf")
    assert file.content.startswith(b"%PDF")

    form = {"sealed": [str(row.id) for row in rows], "key": str(key.id)}
    wrong = browser.post("/ky-so/ky/", form | {"secret": "không phải mã"})
    assert wrong.status_code == 422
    assert not Batch.objects.of(school).exists()
    sent = browser.post("/ky-so/ky/", form | {"secret": scene.SECRET})
    assert sent.status_code == 302
    assert "Đang ký" in words_of(browser.get(sent.url))
    part = browser.get(sent.url, HTTP_HX_REQUEST="true")
    assert (part.status_code, "Đang ký" in words_of(part)) == (200, True)
    assert b"<html" not in part.content
    run_jobs(school, at=NOW)
    assert "Đã ký cả 2 văn bản" in words_of(browser.get(sent.url))
    assert "Không có văn bản nào chờ" in words_of(browser.get("/ky-so/"))
    paper = words_of(browser.get(f"/ky-so/van-ban/{rows[0].id}/"))
    assert "dấu thời gian lưu trữ" in paper
    first = browser.get(f"/ky-so/van-ban/{rows[0].id}.pdf?ban=0").content
    assert browser.get(f"/ky-so/van-ban/{rows[0].id}.pdf").content.startswith(first)
    stranger = signed_in(school, "Yến")
    assert stranger.get(f"/ky-so/van-ban/{rows[0].id}/").status_code == 404
    assert stranger.get(sent.url).status_code == 404
    assert "Không có văn bản nào chờ" in words_of(stranger.get("/ky-so/"))


def test_minutes_wait_for_both_sides_once_the_account_was_signed_for(school: School) -> None:
    scene.found(school, "Nam", "Sơn")
    lan = [school.staff["Lan"].id]
    opening.open_accounts(actor=school.actor("Nam"), staff_ids=lan, now=NOW)
    opening.confirm_account(actor=school.actor("Lan"), read=True, now=NOW)
    row = Sealed.objects.of(school).get()
    assert "Biên bản bàn giao tài khoản" in row.title
    assert [slot.title for slot in row.slots.of(school).order_by("step")] == [
        "Bên giao",
        "Bên nhận",
    ]
    assert not Signature.objects.of(school).exists()


def test_the_proof_is_asked_before_a_secret_is_typed_and_no_page_repeats_it(
    school: School,
) -> None:
    scene.found(school)
    give_accounts(school, "Nam")
    row = scene.one_by(school, "Nam")
    browser = signed_in(school, "Nam", at=clock.now() - timedelta(hours=1))
    asked = browser.get("/ky-so/")
    assert asked.status_code == 403
    assert 'action="/xac-nhan/"' in asked.content.decode()
    typed = {"sealed": str(row.id), "key": str(row.id), "secret": scene.SECRET}
    for more in ({}, {"proof": "sai mật khẩu"}):
        late = browser.post("/ky-so/ky/", typed | more, HTTP_REFERER="http://testserver/ky-so/")
        assert late.status_code == 403
        assert scene.SECRET not in late.content.decode()
        assert 'name="next" value="/ky-so/"' in late.content.decode()
    wrong = browser.post("/xac-nhan/", {"proof": "sai mật khẩu", "next": "/ky-so/"})
    assert (wrong.status_code, "Chưa đúng" in wrong.content.decode()) == (403, True)
    away = browser.post("/xac-nhan/", {"proof": PASSWORD, "next": "//evil.example/"})
    assert away["Location"] == "/"
    page = browser.get("/ky-so/")
    assert page.status_code == 200
    assert 'href="/ky-so/khoa/"' in page.content.decode()  # he has no key yet: one clear next step
    assert "Tạo khóa ký số" in words_of(page)
    assert "Văn bản đến lượt Thầy/Cô ký số" in words_of(browser.get("/"))
