"""The way from an empty database to a teacher who reads his timetable, through the browser alone.

Every press, every field and every page is counted, so that the count can be told and kept down.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyotp
import pypdfium2
from playwright.sync_api import Browser, expect

from tests.browser.counted import PATIENCE_MS, Camera, Count, Person
from tests.browser.house import House
from tests.browser.new_school import ADMIN, NewSchool
from tests.browser.new_school_files import Messy, all_files

OWN_PASSWORD = "mùa thu lá bay đầy sân"
TET = {"Ngày đầu của kỳ nghỉ 1": "2027-02-01", "Ngày cuối của kỳ nghỉ 1": "2027-02-14",
       "Ngày đầu của kỳ nghỉ 2": "2027-04-16", "Ngày cuối của kỳ nghỉ 2": "2027-04-16"}  # fmt: skip


class Walk:
    """The whole way; `said` gets a line for each part, with what it cost."""

    def __init__(
        self, browser: Browser, address: str, camera: Camera, said: Callable[[str], None]
    ) -> None:
        self.browser, self.address, self.camera, self.said = browser, address, camera, said
        self.school = NewSchool()
        self.files = all_files(self.school)
        self.slips: dict[str, tuple[str, str]] = {}
        self.total = Count()
        self.troubles: list[str] = []
        self.before = ""

    def go(self, username: str, password: str) -> None:
        """Walk to the end."""
        admin = self._sits()
        self._part("Đăng nhập lần đầu", admin, lambda: self._enters(admin, username, password))
        self._part("Mở năm học", admin, lambda: self._opens_year(admin))
        for file in self.files:
            what = f"{file.name} ({file.faults})"
            self._part(what, admin, partial(self._takes_in, admin, file))
        self._part("Nhiệm vụ", admin, lambda: self._gives_duties(admin))
        self._part("Tài khoản và phiếu", admin, lambda: self._opens_accounts(admin))
        self._leaves(admin)
        principal = self._sits()
        name = self.school.staff[0].name
        self._part("Hiệu trưởng nhận tài khoản", principal, lambda: self._receives(principal, name))
        principal.shows("12-hieu-truong")
        self._leaves(principal)
        self._teacher()
        self.said(f"Cộng: {self.total}")

    def _teacher(self) -> None:
        teacher = self._sits()
        name = self.school.homerooms["6A"].name
        self._part("Giáo viên nhận tài khoản", teacher, lambda: self._receives(teacher, name))
        self._part("Giáo viên xem thời khóa biểu", teacher, lambda: self._reads_week(teacher))
        self._leaves(teacher)

    def _sits(self) -> Person:
        context = self.browser.new_context(
            base_url=self.address,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": 1366, "height": 860},
            reduced_motion="reduce",
        )
        return Person(context.new_page(), self.camera)

    def _leaves(self, person: Person) -> None:
        self.troubles += person.troubles
        person.page.context.close()

    def _part(self, name: str, person: Person, doing: Callable[[], None]) -> None:
        person.count = Count()
        try:
            doing()
        except BaseException:
            self.camera(person.page, "00-ket")
            raise
        self.total = self.total.plus(person.count)
        self.said(f"{name}: {person.count}")

    def _signs_in(self, person: Person, username: str, password: str) -> None:
        person.page.goto("/dang-nhap/")
        person.fill("Tên đăng nhập", username)
        person.page.fill("[name=password]", password)
        person.page.press("[name=password]", "Enter")
        person.count.presses += 1
        person.page.wait_for_url("**/tai-khoan/mat-khau/**")
        own = OWN_PASSWORD
        for box, text in (("current", password), ("new", own), ("repeated", own)):
            person.page.fill(f"[name={box}]", text)
        person.count.fields += 4
        person.press_on(person.page.locator("main button[type=submit]").first)

    def _sets_up_app(self, person: Person) -> None:
        """The second step: leaders and admins are led here where the program is not tried out."""
        person.page.goto("/tai-khoan/xac-thuc/")
        person.press("button", "Thiết lập ứng dụng xác thực")
        key = person.page.locator("code.typed")
        secret = (key.text_content() or "").replace(" ", "")
        person.fill("Mã 6 số", pyotp.TOTP(secret).now())
        person.press("button", "Xong")
        person.page.wait_for_load_state()

    def _enters(self, admin: Person, username: str, password: str) -> None:
        self._signs_in(admin, username, password)
        admin.sees(f"Kính chào Thầy/Cô {ADMIN}")
        self._sets_up_app(admin)
        admin.page.goto("/")
        admin.sees(f"Kính chào Thầy/Cô {ADMIN}")
        admin.shows("01-trang-chu")

    def _opens_year(self, admin: Person) -> None:
        admin.press("link", "Thiết lập trường")
        admin.sees("Mở năm học")
        admin.shows("02-thiet-lap")
        self._next_step(admin)
        admin.press("link", "Lập lịch năm học")
        for label, day in TET.items():
            admin.fill(label, day)
        admin.shows("03-lich-nam-hoc")
        admin.press("button", "Lập lịch 35 tuần")
        admin.press("button", "Mở năm học 2026-2027")
        admin.sees("Đã mở năm học 2026-2027")

    def _next_step(self, admin: Person) -> None:
        if not admin.page.url.endswith("/thiet-lap/"):
            admin.press("link", "Về trang thiết lập trường")
        admin.press_on(admin.page.locator(".panel--next a.button--main"))

    def _takes_in(self, admin: Person, file: Messy) -> None:
        if f"/nhap-du-lieu/{file.kind}/" not in admin.page.url:
            another = admin.page.get_by_role("link", name="Nhập tệp khác")
            if another.count() and file.kind == self.before:
                admin.press_on(another)
            else:
                self._next_step(admin)
        self.before = file.kind
        self._chooses(admin, file)
        admin.sees("Cột nào là gì?")
        if file.name.startswith("DS can bo 2026.xls"):
            admin.shows("04-cot-tep-can-bo")
        admin.press("button", "Xem trước kết quả")
        admin.sees("Xem trước: chưa ghi gì")
        if file.wrong:
            admin.shows("05-o-sai")
            admin.press("button", "Bỏ lần nhập này")
            admin.page.wait_for_url("**/nhap-du-lieu/staff/")
            return
        self._confirms(admin, file)

    def _chooses(self, admin: Person, file: Messy) -> None:
        admin.page.locator("#import-files").set_input_files(
            {"name": file.name, "mimeType": "", "buffer": file.content}
        )
        admin.count.files += 1
        begin = admin.page.locator("#begin-import")
        expect(begin).to_be_enabled(timeout=PATIENCE_MS)
        admin.press_on(begin)

    def _confirms(self, admin: Person, file: Messy) -> None:
        if admin.page.get_by_text("nghi trùng chưa quyết định").count():
            admin.press("button", "Tất cả là người đã có")
            admin.page.wait_for_load_state()
        pictures = {"DS can bo 2026 (sua).xls": "06-xem-truoc-can-bo",
                    "lop-gvcn.csv": "07-lop-chu-nhiem", "K7.xlsx": "08-hoc-sinh-khoi-7",
                    "TKB so 1.xlsx": "09-thoi-khoa-bieu"}  # fmt: skip
        if file.name in pictures:
            admin.shows(pictures[file.name])
        admin.press("button", "Xác nhận và ghi vào dữ liệu của trường")
        admin.sees("Đã nhập xong")

    def _gives_duties(self, admin: Person) -> None:
        self._next_step(admin)
        admin.sees("Nhiệm vụ đề xuất")
        admin.shows("10-nhiem-vu-de-xuat")
        admin.press("button", "Giao các nhiệm vụ đã chọn")
        self._proves(admin)
        admin.sees("Đã giao")

    def _proves(self, person: Person) -> None:
        """Give the password again where the page asks for it."""
        person.page.wait_for_load_state()
        if person.page.locator("[name=proof]").filter(visible=True).count():
            person.fill("Mật khẩu", OWN_PASSWORD)
            person.press_on(person.page.locator("main button[type=submit]").first)

    def _opens_accounts(self, admin: Person) -> None:
        admin.page.goto("/thiet-lap/")
        self._next_step(admin)
        admin.press("button", "Lập tài khoản cho tất cả")
        admin.press("button", "Lập tài khoản")
        self._proves(admin)
        admin.sees("Bước tiếp theo: in phiếu mật khẩu.")
        with admin.page.expect_download(timeout=PATIENCE_MS) as download:
            admin.press("button", "In phiếu mật khẩu")
        admin.shows("11-tai-khoan")
        self.slips = read_slips(Path(download.value.path()).read_bytes())

    def _receives(self, person: Person, name: str) -> None:
        username, password = self.slips[name]
        self._signs_in(person, username, password)
        person.page.wait_for_url("**/ky-nhan/**")
        person.press_on(person.page.locator("main input[type=checkbox]").first)
        person.press_on(person.page.locator("main button[type=submit]").first)
        person.page.wait_for_load_state()
        if name == self.school.staff[0].name:
            self._sets_up_app(person)
        person.page.goto("/")
        person.sees(f"Kính chào Thầy/Cô {name}")

    def _reads_week(self, teacher: Person) -> None:
        teacher.press("link", "Thời khóa biểu")
        expect(teacher.page.get_by_text("6A").filter(visible=True).first).to_be_visible()
        teacher.shows("13-thoi-khoa-bieu-giao-vien")


def read_slips(content: bytes) -> dict[str, tuple[str, str]]:
    """User name and one-time password of each person, as the sealed slips tell them."""
    found = {}
    for page in pypdfium2.PdfDocument(content):
        text = page.get_textpage().get_text_range().replace("\r", "")
        name = re.search(r"Họ và tên:?\s+(.+?)\s*\n", text)
        username = re.search(r"Tên đăng nhập\s+(\S+)", text)
        password = re.search(r"Mật khẩu dùng một lần\s+(\S+)", text)
        assert name, text
        assert username, text
        assert password, text
        found[name[1]] = (username[1], password[1])
    return found


def founded(house: House) -> str:
    """The operator's one command; returns the admin's one-time password."""
    said = house.installation.run(
        "school", "create", "--code", "BM", "--name", "Trường THCS Bình Minh",
        "--place", "Hải Phòng", "--username", "nam", "--full-name", ADMIN,
        TRUONGSO_CLOCK_SHIFT=str(house.clock_shift), TRUONGSO_TRYING_OUT="1",
    )  # fmt: skip
    return said.split("Mật khẩu dùng một lần: ")[1].split()[0]
