"""Photographs of paper: made plain behind the walls; what is no photograph is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from tests.documents.making import pdf_file
from tests.documents.uploading import checked, lying, verbs
from tests.school import NOW, School
from truongso.audit.models import JournalEntry
from truongso.documents import inspector, scanner, shelf
from truongso.documents.inspection.pictures import LONGEST_SIDE
from truongso.documents.models import StoredFile, Upload
from truongso.documents.pictures import developed
from truongso.documents.queries import violations
from truongso.foundation.errors import RuleBroken, sentence
from truongso.foundation.files import blob_key, store
from truongso.rules.intake import FOR_EVIDENCE, Waiting, check_new

pytestmark = pytest.mark.usefixtures("no_converter")
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110
SECRET = b"PK\x03\x04 behind the picture"
PURPOSE = f"{FOR_EVIDENCE}1"


def photograph(kind: str = "JPEG", turned: int = 1, size: tuple[int, int] = (300, 200)) -> bytes:
    """A photograph whose upper left quarter is black, with a camera's name and place in it."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[CAMERA] = "Camera of Lan"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A small PNG that says it is of this size."""

    def part(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    content = part(b"IDAT", zlib.compress(b"\0" * 90_001))
    return b"\x89PNG\r\n\x1a\n" + head + content + part(b"IEND", b"")


def picture_of(content: bytes, name: str = "anh.jpg") -> Image.Image:
    """The plain picture that is made of a file."""
    with io.FileIO(_on_disk(content), closefd=True) as file:
        problems, picture = developed(file, name[-4:])
    assert problems == ()
    return Image.open(io.BytesIO(picture))


def _on_disk(content: bytes) -> int:
    import os

    handle = os.memfd_create("picture")
    os.write(handle, content)
    return handle


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_kept_plain_and_upright(school: School, kind: str) -> None:
    sent = photograph(kind, turned=6) + SECRET

    upload = checked(school, f"Bài của An.{kind.lower()}", sent, purpose=PURPOSE)

    assert upload.problems == []
    file = StoredFile.objects.select_related("blob").get(pk=upload.file_id)
    assert (file.name, file.media_type) == ("Bài của An.jpg", "image/jpeg")
    assert (file.rendition, file.pages, len(file.notes)) == ("picture", 1, 1)
    with store().open(blob_key(school.id, file.blob.sha256)) as content:
        kept = content.read()
    assert SECRET not in kept
    assert b"Camera" not in kept
    with Image.open(io.BytesIO(kept)) as plain:
        assert (plain.format, plain.size) == ("JPEG", (200, 300))
        assert len(plain.getexif()) == 0
        # Turned a quarter to the right: what was upper left is upper right.
        assert max(plain.getpixel((150, 40))) < 60
        assert min(plain.getpixel((40, 40))) > 200
    told = JournalEntry.objects.of(school).get(verb="documents.upload_accepted").payload
    assert '"came_as"' in told
    assert len(lying(school)) == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("trang.jpg", b"<html><script>alert(1)</script></html>", "file.not_a_picture"),
        ("bai.png", b"MZ\x90\0 program", "file.not_a_picture"),
        ("bai.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "file.not_a_picture"),
        ("bom.png", png_of(30_000, 30_000), "file.huge_photograph"),
        ("nua.png", png_of(4000, 4000), "file.damaged"),
        ("dut.jpg", photograph(size=(800, 800))[:2000], "file.damaged"),
        ("gif.jpg", b"GIF89a\1\0\1\0\0\0\0;", "file.not_a_picture"),
    ],
)
def test_what_is_no_photograph_is_refused(
    school: School, name: str, content: bytes, code: str
) -> None:
    upload = checked(school, name, content, purpose=PURPOSE)

    assert [one for one, _ in upload.problems] == [code]
    assert all(sentence(one) for one in violations(upload.problems, upload.name))
    assert lying(school) == []
    assert verbs(school) == ["documents.upload_refused"]


def test_large_grey_and_see_through_pictures_become_a_page() -> None:
    out = io.BytesIO()
    Image.new("RGB", (5200, 2600), "white").save(out, "JPEG")
    assert picture_of(out.getvalue()).size == (LONGEST_SIDE, LONGEST_SIDE // 2)

    out = io.BytesIO()
    Image.new("I;16", (40, 40), 40_000).save(out, "PNG")
    assert abs(picture_of(out.getvalue(), "a.png").getpixel((5, 5))[0] - 156) < 4

    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert picture_of(out.getvalue(), "a.png").getpixel((5, 5)) == (255, 255, 255)


def test_an_answer_that_is_no_picture_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (b"\0" * 7 + b"\2{}" + b"<html>", b"\0" * 7 + b"\2[}", b""):
        monkeypatch.setattr("truongso.documents.pictures.asked", lambda *_, told=answer: told)
        with pytest.raises(inspector.InspectorFailed):
            developed(io.BytesIO(b"x"), ".jpg")


def test_a_virus_in_a_photograph_is_refused(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "scan", lambda file: "Eicar")

    upload = checked(school, "a.jpg", photograph(), purpose=PURPOSE)

    assert upload.state == Upload.State.REFUSED
    assert lying(school) == []


def test_photographs_are_taken_as_evidence_and_for_nothing_else(school: School) -> None:
    none = Waiting(0, 0)
    ask = {"most": 10**7, "waiting": none}
    assert [v.code for v in check_new("a.jpg", 5, **ask, purpose="bai")] == ["file.wrong_type"]
    assert list(check_new("a.JPG", 5, **ask, purpose=PURPOSE)) == []
    assert [v.code for v in check_new("a.heic", 5, **ask, purpose=PURPOSE)] == ["file.heic"]
    assert [v.code for v in check_new("a.gif", 5, **ask, purpose=PURPOSE)] == [
        "file.wrong_evidence"
    ]

    upload = checked(school, "a.jpg", photograph(), purpose=PURPOSE)
    lan = school.actor("Lan")
    with pytest.raises(RuleBroken) as refused:
        shelf.take(lan, upload.id, at=NOW)
    assert refused.value.violations[0].code == "file.other_purpose"

    file = shelf.take(lan, upload.id, at=NOW, pictures=True)
    answer = shelf.serve(lan, file.id, readable=True, headers={})
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()
    paper = checked(school, "b.pdf", pdf_file(), purpose=PURPOSE)
    assert shelf.take(lan, paper.id, at=NOW, pictures=True).rendition == "itself"
