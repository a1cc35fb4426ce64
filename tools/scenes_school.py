"""The pictures of the school year and of the gradebook; see `tools.scenes`."""

from playwright.sync_api import Page

from tools.scenes import ADMIN, PRINCIPAL, TEACHER, Scene, click, follow, wait

CLERK = ("van.cb",)
MARKS = ("phuc.th", "trang.lt", "chau.hb", "quy.hv")
BOOK = "main th a[href*='/so-diem/']"
CELLS = "#sheet-table:not([hidden]) input, #sheet-phone:not([hidden]) *"


def settle(page: Page) -> None:
    """Wait until the sheet is drawn."""
    page.locator(CELLS).first.wait_for(state="visible")
    page.wait_for_timeout(400)


SCENES = (
    Scene("nhap-xuat", ADMIN, "/nhap-du-lieu/"),
    Scene("nhap-hoc-sinh", ADMIN, "/nhap-du-lieu/pupils/"),
    Scene("hoc-sinh", CLERK, "/hoc-sinh/"),
    Scene("kiem-tra-du-lieu", ADMIN, "/kiem-tra-du-lieu/"),
    Scene("sua-thoi-khoa-bieu", ADMIN, "/thoi-khoa-bieu/sua/"),
    Scene("tai-khoan-can-bo", ADMIN, "/tai-khoan-truong/"),
    Scene("nhiem-vu", PRINCIPAL, "/nhiem-vu/"),
    Scene("vi-sao", PRINCIPAL, "/vi-sao/"),
    Scene("bien-ban", ADMIN, "/bien-ban/"),
    Scene("chuyen-nam-hoc", ADMIN, "/chuyen-nam-hoc/"),
    Scene("yeu-cau-ho-tro", ADMIN, "/ho-tro/"),
    Scene(
        "tro-giup",
        TEACHER,
        "/ke-hoach/",
        (click("[data-opens=help]:visible"), wait("dialog[open]")),
    ),
    Scene("viec-dau-tien", TEACHER, "/bat-dau/"),
    Scene("tien-do-moi-nguoi", PRINCIPAL, "/bat-dau/tien-do/"),
    Scene("lich-luu-giu", PRINCIPAL, "/luu-giu/"),
    Scene("de-xuat-xoa", PRINCIPAL, "/de-xuat-xoa/"),
    Scene("hai-buoc", TEACHER, "/tai-khoan/xac-thuc/"),
    Scene("so-diem-cua-toi", MARKS, "/so-diem/"),
    Scene("bang-diem", MARKS, "/so-diem/", (follow(BOOK), settle)),
    Scene("tien-do-nhap-diem", PRINCIPAL, "/so-diem/tien-do/"),
    Scene("han-nhap", PRINCIPAL, "/so-diem/hoc-ki/1/"),
    Scene("nhat-ky-sua-diem", PRINCIPAL, "/so-diem/nhat-ky/"),
    Scene("chot-ket-qua", PRINCIPAL, "/ket-qua/chot/"),
    Scene("thong-ke", PRINCIPAL, "/ket-qua/thong-ke/"),
)
