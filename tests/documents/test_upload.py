"""Uploading by the tus protocol: open, send, resume, throw away; one's own and nobody else's."""

import pytest
from django.test import Client

from tests.clients import signed_in, stranger
from tests.documents.making import docx_file, pdf_file
from tests.documents.uploading import TUS, URL, lying, open_by_tus, send_piece, verbs
from tests.jobs import run_jobs, waiting
from tests.school import NOW, School, found
from truongso.documents.models import Upload
from truongso.foundation import clock
from truongso.rules import intake


def test_uploads_a_file_in_pieces(school: School, lan: Client) -> None:
    content = pdf_file()
    opened = open_by_tus(lan, "Bài 5 – Phân số.pdf", len(content))
    assert opened.status_code == 201
    url = opened["Location"]
    assert opened["Tus-Resumable"] == "1.0.0"

    half = len(content) // 2
    assert send_piece(lan, url, content[:half], 0)["Upload-Offset"] == str(half)
    head = lan.head(url, headers=TUS)
    assert (head["Upload-Offset"], head["Upload-Length"]) == (str(half), str(len(content)))
    assert head["Cache-Control"] == "no-store"
    assert send_piece(lan, url, content[half:], half).status_code == 204
    assert [name for name, _ in waiting(school)] == ["documents.check"]

    run_jobs(school, at=clock.now())
    state = lan.get(f"{url}/trang-thai").json()
    assert (state["state"], state["pages"], state["problems"]) == ("ready", 2, [])
    assert state["name"] == "Bài 5 – Phân số.pdf"
    assert b"".join(lan.get(state["original_url"]).streaming_content) == content
    assert b"".join(lan.get(state["readable_url"]).streaming_content) == content


def test_tells_the_client_what_it_may_do(lan: Client) -> None:
    answer = lan.options(URL)

    assert answer.status_code == 204
    assert answer["Tus-Extension"] == "creation,termination"
    assert answer["Tus-Max-Size"] == str(20 * 1024 * 1024)


def test_finds_uploads_again_after_a_new_sign_in(school: School, lan: Client) -> None:
    open_by_tus(lan, "Bài 1.pdf", 100)
    open_by_tus(lan, "Bài 2.docx", 200)

    again = signed_in(school, "Lan").get(URL).json()["uploads"]

    assert [one["name"] for one in again] == ["Bài 2.docx", "Bài 1.pdf"]
    assert signed_in(school, "Dũng").get(URL).json() == {"uploads": []}


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("a.pdf", 0, "file.empty"),
        ("a.pdf", 20 * 1024 * 1024 + 1, "file.too_large"),
        ("a.exe", 9, "file.wrong_type"),
        ("a.pdf.exe", 9, "file.wrong_type"),
        ("khong duoi", 9, "file.wrong_type"),
        (".pdf", 9, "file.wrong_type"),
    ],
)
def test_refuses_to_open(school: School, lan: Client, name: str, size: int, code: str) -> None:
    answer = open_by_tus(lan, name, size)

    assert answer.status_code == 422
    assert [problem["code"] for problem in answer.json()["problems"]] == [code]
    assert not Upload.objects.exists()
    assert verbs(school) == []


def test_the_largest_file_is_taken(lan: Client) -> None:
    assert open_by_tus(lan, "a.pdf", 20 * 1024 * 1024).status_code == 201


def test_refuses_too_many_at_once(lan: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_WAITING", 2)
    monkeypatch.setattr(intake, "MOST_WAITING_BYTES", 1000)
    open_by_tus(lan, "a.pdf", 900)

    assert open_by_tus(lan, "b.pdf", 101).json()["problems"][0]["code"] == "file.too_much_waiting"
    assert open_by_tus(lan, "b.pdf", 100).status_code == 201
    codes = [one["code"] for one in open_by_tus(lan, "c.pdf", 1).json()["problems"]]
    assert codes == ["file.too_many_waiting", "file.too_much_waiting"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": "-1"},
        {"Upload-Length": "nhiều"},
        {"Upload-Length": "9" * 30},
        {"Upload-Metadata": "filename ###"},
        {"Upload-Metadata": "filename gICAgA=="},
    ],
)
def test_refuses_nonsense(lan: Client, headers: dict[str, str]) -> None:
    assert open_by_tus(lan, "a.pdf", 9, **headers).status_code == 400


def test_refuses_another_version_of_the_protocol(lan: Client) -> None:
    answer = open_by_tus(lan, "a.pdf", 9, **{"Tus-Resumable": "0.2.2"})

    assert answer.status_code == 412


def test_refuses_a_piece_that_does_not_continue(lan: Client) -> None:
    url = open_by_tus(lan, "a.pdf", 10)["Location"]
    send_piece(lan, url, b"12345", 0)

    assert send_piece(lan, url, b"12345", 0).status_code == 409
    assert send_piece(lan, url, b"12345", 6).status_code == 409
    assert send_piece(lan, url, b"123456", 5).status_code == 400
    wrong = lan.generic("PATCH", url, b"1", content_type="text/plain", headers=TUS)
    assert wrong.status_code == 400
    assert lan.head(url, headers=TUS)["Upload-Offset"] == "5"


def test_throws_an_upload_away(school: School, lan: Client) -> None:
    url = open_by_tus(lan, "a.pdf", 10)["Location"]
    send_piece(lan, url, b"12345", 0)

    assert lan.delete(url, headers=TUS).status_code == 204
    run_jobs(school, at=NOW)

    assert lying(school) == []
    assert lan.head(url, headers=TUS).status_code == 404
    assert verbs(school) == ["documents.upload_discarded"]


def test_throws_a_checked_file_away(school: School, lan: Client, no_converter: None) -> None:
    content = docx_file()
    url = open_by_tus(lan, "a.docx", len(content))["Location"]
    send_piece(lan, url, content, 0)
    run_jobs(school, at=clock.now())

    assert lan.delete(url, headers=TUS).status_code == 204

    assert lan.get(f"{url}/goc").status_code == 404
    assert verbs(school)[-1] == "documents.upload_discarded"


def test_is_nobody_elses(school: School, lan: Client) -> None:
    content = pdf_file()
    url = open_by_tus(lan, "a.pdf", len(content))["Location"]
    send_piece(lan, url, content, 0)
    run_jobs(school, at=clock.now())
    nowhere = url[:-12] + "0" * 12

    with found() as other:
        for browser in (signed_in(school, "Dũng"), signed_in(other, "Lan")):
            for address in (url, nowhere):
                assert browser.head(address, headers=TUS).status_code == 404
                assert send_piece(browser, address, b"x", 0).status_code == 404
                assert browser.delete(address, headers=TUS).status_code == 404
                for page in ("trang-thai", "goc", "xem"):
                    assert browser.get(f"{address}/{page}").status_code == 404


def test_asks_for_a_sign_in(lan: Client) -> None:
    url = open_by_tus(lan, "a.pdf", 10)["Location"]

    assert stranger().head(url, headers=TUS).status_code == 401
    assert open_by_tus(stranger(), "a.pdf", 10).status_code == 401


def test_asks_for_the_form_token(school: School) -> None:
    browser = signed_in(school, "Lan", client=Client(enforce_csrf_checks=True))

    assert open_by_tus(browser, "a.pdf", 10).status_code == 403


def test_says_why_a_file_was_refused(school: School, lan: Client) -> None:
    content = "<html>không phải Word</html>".encode()
    url = open_by_tus(lan, "Bài.docx", len(content))["Location"]
    send_piece(lan, url, content, 0)
    run_jobs(school, at=clock.now())

    state = lan.get(f"{url}/trang-thai").json()

    assert state["state"] == "refused"
    assert "“Bài.docx” có đuôi .docx nhưng nội dung là trang web" in state["problems"][0]
    assert lan.get(f"{url}/goc").status_code == 404
