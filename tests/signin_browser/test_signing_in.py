"""Signing in as people do, in a real Chromium: with an app, a passkey, by single sign-on."""

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.school import PASSWORD
from tests.signin_browser.conftest import House

pytestmark = pytest.mark.browser
Shoot = Callable[[str], None]


def give_password(page: Page, house: House, name: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(house.usernames[name])
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def leave(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Đăng xuất").first.click()
    expect(page).to_have_url(re.compile("/dang-nhap/"))


def is_home(page: Page) -> None:
    page.wait_for_url(re.compile(r"localhost:\d+/$"))


def device_with_passkeys(page: Page) -> Any:
    """Chromium's own virtual authenticator, whose person has a finger on it."""
    link = page.context.new_cdp_session(page)
    link.send("WebAuthn.enable")
    link.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return link


def test_the_principal_sets_an_app_up_and_signs_in_with_it(
    page: Page, house: House, shoot: Shoot
) -> None:
    page.goto("/dang-nhap/")
    shoot("sign-in")
    give_password(page, house, "Sơn")
    expect(page.get_by_text("Nhiệm vụ của Thầy/Cô yêu cầu xác thực hai bước")).to_be_visible()
    shoot("factors-first")
    page.get_by_role("button", name="Thiết lập ứng dụng xác thực").click()
    page.get_by_text("Không quét được?").click()
    secret = page.locator("code.typed").inner_text().replace(" ", "")
    shoot("app")
    page.get_by_label("Mã 6 số", exact=True).fill("000000")
    page.get_by_role("button", name="Xong").click()
    expect(page.get_by_text("Mã không khớp")).to_be_visible()
    code = pyotp.TOTP(secret)
    page.get_by_label("Mã 6 số", exact=True).fill(code.now())
    page.get_by_role("button", name="Xong").click()
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes code").first.inner_text()
    shoot("codes")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Tải về").click()
    assert recovery in downloaded.value.path().read_text("utf-8")
    page.get_by_role("link", name="Tôi đã cất").click()
    is_home(page)
    page.goto("/tai-khoan/xac-thuc/")
    shoot("factors")
    page.goto("/xac-thuc/")
    shoot("strong")
    leave(page)
    give_password(page, house, "Sơn")
    shoot("second-step")
    page.get_by_label("Mã xác thực").fill("123456")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Mã không đúng")).to_be_visible()
    page.get_by_label("Mã xác thực").fill(recovery)
    page.get_by_role("button", name="Tiếp tục").click()
    is_home(page)


def test_what_was_typed_goes_on_after_the_proof(page: Page, house: House, shoot: Shoot) -> None:
    give_password(page, house, "Hoa")
    is_home(page)
    house.forget_proofs()
    page.goto("/uy-quyen/")
    page.get_by_label("Đến hết ngày").first.fill("2026-10-20")
    page.get_by_label(re.compile("Số văn bản")).first.fill("Đi tập huấn “chuyên môn”")
    page.get_by_role("button", name="Ủy quyền").first.click()
    expect(page.get_by_role("heading", name="Xác nhận chính mình")).to_be_visible()
    shoot("prove")
    page.locator("main").get_by_label("Mật khẩu").fill("sai rồi nhé")
    page.get_by_role("button", name="Xác nhận và tiếp tục").click()
    expect(page.locator("main").get_by_text("Chưa đúng")).to_be_visible()
    page.locator("main").get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận và tiếp tục").click()
    expect(page.get_by_text("Đi tập huấn “chuyên môn”")).to_be_visible()


def test_signs_in_with_a_passkey_alone_and_as_the_second_step(
    page: Page, house: House, shoot: Shoot
) -> None:
    device_with_passkeys(page)
    give_password(page, house, "Lan")
    is_home(page)
    page.goto("/tai-khoan/xac-thuc/")
    page.get_by_label("Tên để nhận ra khóa").fill("Máy ở nhà")
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto("/tai-khoan/xac-thuc/")
    expect(page.get_by_text("Máy ở nhà")).to_be_visible()
    shoot("passkeys")
    leave(page)
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    is_home(page)
    house.forget_proofs()
    page.goto("/tai-khoan/xac-thuc/")
    page.get_by_role("button", name="Tạo bộ mã mới").click()
    page.get_by_role("dialog").get_by_role("button", name="Tạo bộ mã mới").click()
    page.get_by_role("button", name="Xác nhận bằng khóa truy cập").click()
    expect(page.locator(".codes li")).to_have_count(10)
    leave(page)
    give_password(page, house, "Lan")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    is_home(page)
    page.goto("/tai-khoan/thiet-bi/")
    expect(page.get_by_text("bằng khóa truy cập")).to_be_visible()


def test_a_browser_without_the_passkey_says_so(page: Page, house: House) -> None:
    device_with_passkeys(page)
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_text("Chưa dùng được khóa truy cập")).to_be_visible()


def test_signs_in_by_single_sign_on(page: Page, house: House, shoot: Shoot) -> None:
    page.goto("/dang-nhap/?tiep=/tai-khoan/")
    page.get_by_role("button", name="Đăng nhập bằng tài khoản của Sở").click()
    page.wait_for_url(re.compile("/oauth2/authorize|/authorize"))
    page.get_by_role("button", name=re.compile("hoa", re.IGNORECASE)).first.click()
    page.wait_for_url(re.compile(r"/tai-khoan/$"))
    expect(page.get_by_text(house.usernames["Hoa"]).first).to_be_visible()


def test_an_unknown_person_of_the_provider_is_told_what_to_do(page: Page, house: House) -> None:
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng tài khoản của Sở").click()
    page.wait_for_url(re.compile("/oauth2/authorize|/authorize"))
    page.locator("input[name=sub]").last.fill("nguoi-la")
    page.locator("input[name=sub]").last.press("Enter")
    expect(page.get_by_text("Không có tài khoản nào của nhà trường")).to_be_visible()
