"""Every page has its help, in both languages, and the guide it points to is there."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from tests.access.matrix_scene import matrix
from tests.clients import signed_in, stranger
from tests.school import School
from truongso.support import guide
from truongso.support.help import entries, help_of, shown
from truongso.web.help import PageHelp

FILES_AND_DATA = {
    "correction_evidence",
    "correction_minutes",
    "signed_file",
    "marked_score_file",
    "offline_worker",
    "score_sheet_data",
    "remark_sheet_data",
    "report_pdf",
    "comment_phrases",
    "sheet_anomalies",
    "health",
    "session_state",
    "school_certificates",
    "school_crl",
    "uploads",
    "upload_state",
    "upload_original",
    "upload_readable",
    "import_template",
    "import_errors",
    "plan_file",
    "plan_pdf",
    "rendition",
    "board_xlsx",
    "calendar_feed",
    "minutes_pdf",
    "approval_list_pdf",
    "guide_picture",
}
"""Addresses that answer a GET with something that is no page."""
PAGES = sorted({row.route for row in matrix() if row.kind == "GET"} - FILES_AND_DATA)


def test_there_are_pages_to_look_at() -> None:
    assert len(PAGES) > 60


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("route", PAGES)
def test_every_page_has_its_help(route: str, language: str) -> None:
    with override(language):
        found = help_of(route)
    assert found is not None, f"{route} has no help in src/truongso/support/help"
    assert len(found.purpose) > 20
    assert len(found.steps) >= 2
    assert found.mistakes


def test_no_help_is_of_a_page_that_is_not_there_and_none_stands_twice() -> None:
    told = [page for entry in entries() for page in entry["pages"]]
    assert len(told) == len(set(told))
    known = {row.route for row in matrix()}
    extra = {"prove", "new_class", "edit_class", "read_pupil", "read_staff"}
    extra |= {"print_class", "print_pupils"}
    assert set(told) <= known | extra


def test_english_says_as_many_steps_as_vietnamese() -> None:
    for entry in entries():
        there, here = entry["en"], entry
        assert len(there["steps"]) == len(here["steps"]), entry["pages"]
        assert len(there["mistakes"]) == len(here["mistakes"]), entry["pages"]


def test_every_help_points_to_a_section_of_the_guide() -> None:
    places = {entry["guide"] for entry in entries()} - {""}
    assert {place for place in places if guide.link_of(place) is None} == set()
    without = [entry["pages"] for entry in entries() if not entry["guide"]]
    assert without == [["guide", "guide_page"]]


def test_only_emphasis_is_markup() -> None:
    assert shown("<b>x</b> **y**") == "&lt;b&gt;x&lt;/b&gt; <strong>y</strong>"


def test_the_panel_lies_on_the_page_with_its_form(school: School) -> None:
    page = signed_in(school, "Lan").get("/ke-hoach/").content.decode()
    assert 'id="help"' in page
    assert "Xem còn phải nộp bài nào, nộp tệp" in page
    assert "/huong-dan/giao-vien/#nộp-tệp" in page
    assert '<input type="hidden" name="page" value="/ke-hoach/">' in page


def test_the_panel_shows_without_a_form_before_signing_in(school: School) -> None:
    page = stranger().get("/dang-nhap/").content.decode()
    assert 'data-opens="help"' in page
    assert "data-support" not in page


def test_a_refusal_has_the_panel_with_its_code_and_nothing_of_what_was_looked_for(
    school: School,
) -> None:
    answer = signed_in(school, "Lan").get("/ho-tro/?tim=bi-mat")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="problem" value="authority.no_duty"' in page
    panel = page[page.index('id="help"') :]
    assert "bi-mat" not in panel[: panel.index("</dialog>")]


def test_an_unknown_address_has_the_form_too(school: School) -> None:
    page = signed_in(school, "Lan").get("/khong-co/").content.decode()
    assert 'name="problem" value="core.missing"' in page
    assert '<input type="hidden" name="page" value="">' in page


def test_a_bug_leads_to_the_form_by_itself(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from truongso.web import views

    def broken(_request: object) -> object:
        raise RuntimeError

    monkeypatch.setattr(views, "_cards", broken)
    browser = signed_in(school, "Lan")
    page = browser.get("/").content.decode()
    assert "/ho-tro/gui/?trang=%2F&amp;loi=core.failed" in page
    form = browser.get("/ho-tro/gui/?trang=%2F&loi=core.failed").content.decode()
    assert 'name="problem" value="core.failed"' in form


def test_the_page_a_form_stood_on_is_the_one_that_is_helped_with() -> None:
    request = RequestFactory().post("/x/")
    found = PageHelp(request, "/hoc-sinh/?tim=An")
    assert (found.route, found.path) == ("pupils", "/hoc-sinh/")


def test_the_whole_guide_shows_and_only_its_own_links_lead_on() -> None:
    browser = stranger()
    for name in guide.names():
        address = reverse("guide") if name == "README" else reverse("guide_page", args=[name])
        answer = browser.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        body = page[page.index('class="panel guide"') : page.index("</article>")]
        assert ".md" not in body
        assert "](" not in body
        assert "**" not in body
        assert body.count("<details>") == body.count("</details>")
    assert browser.get("/huong-dan/khong-co/").status_code == 404
    assert browser.get("/huong-dan/anh/..%2Fgiao-vien.md").status_code == 404
    picture = browser.get("/huong-dan/anh/duyet-may-tinh.webp")
    assert picture["Content-Type"] == "image/webp"


def test_the_guide_understands_what_it_uses() -> None:
    lines = ["1. một", "   hai", "2. ba", "   - bốn `x`", "", "| A | B |", "| - | - |", "| c | d |"]
    blocks = [
        str(guide._block(block, lambda name: f"/{name}/", lambda name: name))
        for block in guide._blocks(lines)
    ]
    assert blocks[0] == ("<ol><li>một hai</li><li>ba<ul><li>bốn <code>x</code></li></ul></li></ol>")
    assert "<td>c</td><td>d</td>" in blocks[1]
    escaped = guide._inline("<script>", lambda name: name, lambda name: name)
    assert escaped == "&lt;script&gt;"
