"""What the pictures of the guide show: who looks, at which page, after doing what.

Nothing that is done here stays: files are put down and taken away again, decisions are undone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import typst
from playwright.sync_api import FilePayload, Page

Act = Callable[[Page], None]

PRINCIPAL, VICE = ("son.pt",), ("thu.lm",)
HEAD, DEPUTY = ("hoa.dq", "binh.dn"), ("minh.vq", "yen.nh")
TEACHER, ADMIN = ("phuc.th", "trang.lt"), ("nam.th",)
SENT_BACK = ("mai.lt", "tam.cm", "truong.dx", "le.tm", "oanh.pk", "phuc.th", "anh.nd")
ANYBODY = (*TEACHER, *SENT_BACK, "chau.hb", "tu.dc", "quy.hv", "lan.nn", "khanh.hq", "ha.bt")


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of the page at `path` after some acts, led to `at`.

    Of `logins` the first is taken whose page has what it `needs`; `tidying` takes back what was
    done.
    `height` of the window when it is not the usual one, on a desk and on a phone.
    """

    name: str
    logins: tuple[str, ...]
    path: str
    acts: tuple[Act, ...] = ()
    at: str = ""
    needs: str = ""
    tidying: tuple[Act, ...] = ()
    height: tuple[int, int] = (0, 0)
    on: str = "both"


def click(selector: str) -> Act:
    """Press the first such thing."""
    return lambda page: page.locator(selector).first.click()


def follow(selector: str) -> Act:
    """Follow the first such link and wait for its page."""

    def act(page: Page) -> None:
        link = page.locator(selector).first
        if link.count():
            page.goto(link.get_attribute("href") or "/")

    return act


def wait(selector: str) -> Act:
    """Wait until such a thing is seen."""
    return lambda page: page.locator(selector).first.wait_for(state="visible")


def fill(selector: str, text: str) -> Act:
    """Type a text into a field."""
    return lambda page: page.locator(selector).first.fill(text)


def drawn(page: Page) -> None:
    """Wait until the first page of the file is drawn, which happens when it comes into sight."""
    if not page.locator("#viewer[data-url]").count():
        return
    page.locator("#viewer").scroll_into_view_if_needed()
    page.locator("#viewer canvas").first.wait_for(state="attached")
    page.wait_for_timeout(800)
    page.evaluate("() => window.scrollTo(0, 0)")


def put_files(page: Page) -> None:
    """Put down files named as their lessons, and one that is not what its name says."""
    room = 2 if page.viewport_size and page.viewport_size["width"] > 1000 else 1
    owed = page.locator("#owed .lines > li:has([data-lesson]) p:first-child").all_inner_texts()
    names = [re.sub(r'[\\/:*?"<>|]', "", title).strip() for title in owed[:room]]
    files = [
        FilePayload(name=f"{name}.pdf", mimeType="application/pdf", buffer=paper(name))
        for name in names
    ]
    wrong = FilePayload(name="Giáo án tuần tới.docx", mimeType="", buffer=paper("Giáo án"))
    page.locator("#desk-files").set_input_files([*files, wrong])
    for state in ("ready", "refused"):
        page.locator(f'#desk-list [data-state="{state}"]').first.wait_for(timeout=60_000)
    page.wait_for_timeout(2500)


def paper(title: str) -> bytes:
    """Return a PDF with a title."""
    return bytes(typst.compile(f'#set page(paper: "a4")\n= {title}\n#lorem(300)'.encode()))


def take_files_away(page: Page) -> None:
    """Take all files away again."""
    rows = page.locator("#desk-list > li")
    for left in range(rows.count() - 1, -1, -1):
        rows.first.locator('[data-act="remove"]').click()
        rows.nth(left).wait_for(state="detached")


def undo(page: Page) -> None:
    """Take back the decision just made."""
    page.locator(".undo__button").first.click()
    page.wait_for_load_state("networkidle")


def open_remarks(page: Page) -> None:
    """Open the sheet of remarks, which lies behind a button on a phone."""
    if page.locator("#open-remarks").is_visible():
        page.locator("#open-remarks").click()


def remark(page: Page) -> None:
    """Write a remark bound to a page."""
    open_remarks(page)
    page.locator("#remark-cards [data-part=page]").first.select_option(index=1)
    page.locator("#remark-cards [data-part=text]").first.fill(
        "Phần khởi động cần thêm câu hỏi gợi mở; bổ sung phương án cho học sinh còn yếu."
    )


def forget_remark(page: Page) -> None:
    """Leave nothing typed behind."""
    page.locator("#remark-cards [data-part=text]").first.fill("")


def tick_three(page: Page) -> None:
    """Choose the first three plans that wait."""
    for place in range(3):
        page.locator(".inboxrow__tick input").nth(place).check()


PLAN_BACK = follow("#returned a[href*='/ke-hoach/']")
PLAN_LINK = "section.week a[href*='/ke-hoach/'], #owed a[href*='/ke-hoach/']"
REVIEW = follow(".inboxrow__link")
COMPARE = follow("a[href*='so-sanh']")

SCENES = (
    Scene("dang-nhap", (), "/dang-nhap/"),
    Scene("trang-chu-giao-vien", SENT_BACK, "/", needs=".card"),
    Scene("trang-chu-to-truong", HEAD, "/"),
    Scene("trang-chu-hieu-truong", PRINCIPAL, "/"),
    Scene("tat-ca-chuc-nang", HEAD, "/", (click('[data-opens="more"]:visible'),), on="phone"),
    Scene("ke-hoach-cua-toi", SENT_BACK, "/ke-hoach/", needs="#returned"),
    Scene("tuan-phai-nop", TEACHER, "/ke-hoach/", at="section.week"),
    Scene(
        "nop-tep",
        TEACHER,
        "/ke-hoach/",
        (put_files,),
        at="#desk-title",
        tidying=(take_files_away,),
        height=(1000, 1240),
    ),
    Scene("bi-tra-lai", SENT_BACK, "/ke-hoach/", (PLAN_BACK, drawn), needs=".remarks"),
    Scene(
        "ban-moi", SENT_BACK, "/ke-hoach/", (PLAN_BACK, drawn), at="#new-title", needs=".remarks"
    ),
    Scene(
        "so-sanh",
        ANYBODY,
        "/ke-hoach/",
        (follow(PLAN_LINK), COMPARE),
        needs=".difference",
    ),
    Scene(
        "ke-hoach-da-duyet", TEACHER, "/ke-hoach/", (follow(PLAN_LINK), drawn), needs=".chip--ok"
    ),
    Scene("thong-bao", SENT_BACK, "/thong-bao/"),
    Scene("lich-dien-thoai", TEACHER, "/thong-bao/", (click("summary"),), at="#feed-title"),
    Scene("cho-toi-duyet", HEAD, "/duyet/", needs=".inboxrow"),
    Scene(
        "duyet-nhieu",
        HEAD,
        "/duyet/",
        (tick_three, click("#approve-chosen"), wait("#approve-many[open]")),
        needs="#approve-many[open]",
    ),
    Scene("duyet", HEAD, "/duyet/", (REVIEW, drawn), needs="#decide"),
    Scene(
        "nhan-xet",
        HEAD,
        "/duyet/",
        (REVIEW, drawn, remark),
        needs="#decide",
        tidying=(forget_remark,),
    ),
    Scene(
        "hoan-tac",
        HEAD,
        "/duyet/",
        (REVIEW, click("[name=move][value=duyet]:visible"), wait(".undo__button")),
        tidying=(undo,),
    ),
    Scene(
        "phim-tat",
        HEAD,
        "/duyet/",
        (REVIEW, drawn, lambda page: page.keyboard.press("?"), wait("#keys[open]")),
        on="desk",
    ),
    Scene("uy-quyen", HEAD, "/uy-quyen/"),
    Scene("uy-quyen-moi", HEAD, "/uy-quyen/", at="form[data-keep^=delegate]"),
    Scene("nhom-truong", HEAD, "/nhom-truong/"),
    Scene("nguoi-nop-mon-chung", HEAD, "/phan-cong-nop/"),
    Scene("bang-tuan-to", HEAD, "/bang-tuan/"),
    Scene("bang-tuan-truong", VICE, "/bang-tuan/"),
    Scene("bang-tuan-mot-nguoi", VICE, "/bang-tuan/", (follow("a.tally__link"),)),
    Scene("ke-hoach-giao-duc", VICE, "/ke-hoach-giao-duc/"),
    Scene(
        "nop-ke-hoach-to", HEAD, "/ke-hoach-giao-duc/", (click("form.desk >> xpath=.. >> summary"),)
    ),
    Scene("phan-quyen", PRINCIPAL, "/phan-quyen/"),
    Scene("nhat-ky", PRINCIPAL, "/nhat-ky/"),
    Scene("quy-dinh", PRINCIPAL, "/quy-dinh/"),
    Scene("nam-hoc", PRINCIPAL, "/nam-hoc/", at="#this-week"),
    Scene(
        "them-ky-nghi",
        PRINCIPAL,
        "/nam-hoc/",
        (click("[data-opens=add-holiday]"), wait("dialog[open]")),
    ),
    Scene("tai-khoan", DEPUTY, "/tai-khoan/"),
    Scene("mat-khau", TEACHER, "/tai-khoan/mat-khau/"),
    Scene("thiet-bi", TEACHER, "/tai-khoan/thiet-bi/"),
    Scene("trang-chu-quan-tri", ADMIN, "/"),
    Scene("can-bo", ADMIN, "/can-bo/"),
    Scene("lop", ADMIN, "/lop/", (click("details.panel summary"),)),
    Scene("thoi-khoa-bieu", TEACHER, "/thoi-khoa-bieu/"),
    Scene("phan-phoi-chuong-trinh", TEACHER, "/phan-phoi-chuong-trinh/"),
)
