"""The templates: each one compiles, and the macros make what pages and screen readers need."""

import re
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from jinja2 import DictLoader, Environment, UndefinedError

from tests.environment import ROOT

DRAWINGS = (ROOT / "tools" / "vite-plugins.ts").read_text("utf-8")


@pytest.fixture(scope="module")
def env() -> Environment:
    """The environment that pages are made with."""
    engine: Any = engines["jinja2"]
    made: Environment = engine.env
    return made


def made(env: Environment, macro: str, call: str, **values: Any) -> str:
    """The text of a macro's call, white space squeezed."""
    file, name = macro.split(":")
    source = f'{{% from "web/{file}.html" import {name} %}}{call}'
    return re.sub(r"\s+", " ", env.from_string(source).render(**values)).strip()


def test_every_template_compiles(env: Environment) -> None:
    names = [name for name in env.list_templates() if name.endswith(".html")]
    assert "web/base.html" in names
    for name in names:
        env.get_template(name)


def test_every_icon_named_in_a_template_is_drawn(env: Environment) -> None:
    known = set(re.findall(r'^  "?([a-z-]+)"?: "[a-z-]+",$', DRAWINGS, re.MULTILINE))
    folder = ROOT / "src" / "truongso"
    texts = [path.read_text("utf-8") for path in folder.glob("*/jinja2/**/*.html")]
    used = {name for text in texts for name in re.findall(r'(?:icon\(|sign=)"([a-z-]+)"', text)}
    assert used - known == set()


def test_name_that_a_page_does_not_know_is_an_error(env: Environment) -> None:
    with pytest.raises(UndefinedError):
        env.from_string("{{ nobody.name }}").render()


def test_fixed_part_is_drawn_once_for_each_language_and_sees_no_page(env: Environment) -> None:
    drawn: list[str | None] = []

    def said() -> str:
        drawn.append(translation.get_language())
        return f"{drawn[-1]}"

    loader = DictLoader({"said.html": "{{ said() }}", "page.html": "{{ told }}"})
    mine = env.overlay(loader=loader)
    mine.globals = {**env.globals, "said": said}
    page = mine.from_string('{{ fixed("said.html") }}')
    for language in ("vi", "en", "vi", "en"):
        with translation.override(language):
            assert page.render() == language
    assert drawn == ["vi", "en"]
    with pytest.raises(UndefinedError):
        mine.from_string('{{ fixed("page.html") }}').render(told="Lan")


def test_values_are_escaped(env: Environment) -> None:
    assert env.from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"
    assert "&lt;b&gt;" in env.from_string('{{ _("%(n)s giờ trước", n=name) }}').render(name="<b>")


def test_field_is_read_with_its_hint_and_its_error(env: Environment) -> None:
    call = '{{ field("title", "Tên bài", "Bài 1", hint="Theo PPCT", error="Chưa điền") }}'
    html = made(env, "forms:field", call)
    assert '<label class="field__label" for="f-title">Tên bài</label>' in html
    assert 'aria-describedby="f-title-hint f-title-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="f-title-error"' in html
    assert 'value="Bài 1" required' in html


def test_field_that_may_stay_empty_says_so(env: Environment) -> None:
    html = made(env, "forms:area", '{{ area("note", "Ghi chú", required=false) }}')
    assert "(không bắt buộc)" in html
    assert " required" not in html
    assert "aria-describedby" not in html


def test_list_shows_what_is_chosen(env: Environment) -> None:
    call = '{{ select("week", "Tuần", [(5, "Tuần 5"), (6, "Tuần 6")], 6, submits=true) }}'
    html = made(env, "forms:select", call)
    assert '<option value="6" selected>Tuần 6</option>' in html
    assert "data-submits" in html


def test_choices_are_one_group_with_a_name(env: Environment) -> None:
    call = '{{ choices("to", "Lớp", [("a", "6A"), ("b", "6B")], ["b"], many=true) }}'
    html = made(env, "forms:choices", call)
    assert "<legend>Lớp</legend>" in html
    assert re.search(r'type="checkbox" name="to" value="b" checked', html)


def test_password_is_never_given_a_value(env: Environment) -> None:
    html = made(env, "forms:secret", '{{ secret("password", "Mật khẩu") }}')
    assert "value=" not in html
    assert 'autocomplete="current-password"' in html


def test_chip_says_its_state_in_words_beside_the_icon(env: Environment) -> None:
    html = made(env, "ui:chip", '{{ chip("Quá hạn", "overdue") }}')
    assert html.startswith('<span class="chip chip--overdue"><svg')
    assert "Quá hạn</span>" in html.replace(" <", "<")


def test_button_that_posts_asks_first_and_carries_its_fields(env: Environment) -> None:
    call = '{{ post_button("Xóa", "/x/", "", kind="danger", ask="Xóa?", fields={"id": "7"}) }}'
    html = made(env, "ui:post_button", call)
    assert 'data-ask="Xóa?" data-ask-yes="Xóa"' in html
    assert '<input type="hidden" name="id" value="7">' in html


def test_tabs_mark_the_current_one_and_show_counts(env: Environment) -> None:
    call = '{{ tabs("Kế hoạch", [("Chờ duyệt", "/a/", 1200), ("Đã duyệt", "/b/", none)], "/b/") }}'
    html = made(env, "ui:tabs", call)
    assert 'href="/b/" aria-current="page"' in html
    assert html.count("badge") == 1
    assert "1.200" in html


def test_table_keeps_its_meaning_when_it_becomes_cards(env: Environment) -> None:
    call = """{% from "web/table.html" import head_cell, cell %}
      {% call table(["Bài", "Hạn nộp"], caption="Tuần 6") %}
      <tr role="row">{{ head_cell("Bài 1") }}{{ cell("Hạn nộp", "17/10/2026") }}</tr>
      {% endcall %}"""
    html = made(env, "table:table", call)
    assert "<caption>Tuần 6</caption>" in html
    assert '<th scope="row" role="rowheader">Bài 1</th>' in html
    assert '<td role="cell" data-label="Hạn nộp">' in html


def test_paging_keeps_the_rest_of_the_query(env: Environment) -> None:
    request = RequestFactory().get("/ke-hoach/?tuan=6&trang=2")
    shown = Paginator(range(95), 30).get_page(2)
    html = made(env, "paging:paging", "{{ paging(request, shown) }}", request=request, shown=shown)
    assert "31–60 trong 95" in html
    assert 'rel="prev" href="?tuan=6&amp;trang=1"' in html
    assert 'rel="next" href="?tuan=6&amp;trang=3"' in html


def test_paging_of_a_short_list_is_not_there(env: Environment) -> None:
    shown = Paginator([1], 30).get_page(1)
    call = "{{ paging(none, shown) }}"
    assert made(env, "paging:paging", call, shown=shown) == ""


def test_filters_ask_by_get_and_can_be_cleared(env: Environment) -> None:
    call = '{% call filters("Lọc kế hoạch", clear="/ke-hoach/") %}x{% endcall %}'
    html = made(env, "filters:filters", call)
    assert 'method="get" role="search" aria-label="Lọc kế hoạch"' in html
    assert 'href="/ke-hoach/">Bỏ lọc' in html


def test_empty_place_says_what_to_do_next(env: Environment) -> None:
    call = '{% call empty("Chưa có kế hoạch nào", "plan") %}<p>Hãy tải lên.</p>{% endcall %}'
    html = made(env, "ui:empty", call)
    assert "<h2>Chưa có kế hoạch nào</h2>" in html
    assert "<p>Hãy tải lên.</p>" in html


def test_dialog_is_named_by_its_title(env: Environment) -> None:
    call = '{% call dialog("move", "Dời tuần 6") %}<p>…</p>{% endcall %}'
    html = made(env, "dialog:dialog", call)
    assert 'id="move" aria-labelledby="move-title"' in html
    assert '<h2 id="move-title">Dời tuần 6</h2>' in html
    assert "data-closes" in html
