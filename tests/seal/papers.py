"""The papers that tests sign and spoil: one of ours, signed by a teacher and the principal."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pikepdf

from tests.documents.test_press import minutes
from tests.seal.pki import NOW, YEAR, House, sign, with_fields
from truongso.documents import press
from truongso.seal.verifying.facts import Expected, Slot
from truongso.seal.verifying.people import reason_of

TEACHER, PRINCIPAL = "Nguyễn Ngọc Lan", "Trần Văn Sơn"
BEHALF = "Trường THCS Bình Minh"


@dataclass
class Signed:
    """A paper with two slots, both filled, in the ways a paper can be signed."""

    house: House

    def __post_init__(self) -> None:
        self.teacher = self.house.holder(TEACHER)
        self.principal = self.house.holder(PRINCIPAL)
        self.crl = self.house.crl()

    @cached_property
    def empty(self) -> bytes:
        return with_fields(press.render("account_handover", minutes()), "gv", "ht")

    @cached_property
    def once(self) -> bytes:
        """Signed by the teacher, who certifies it; the principal is to follow."""
        return sign(self.empty, self.teacher, "gv", reason="Giáo viên", certify=True)

    @cached_property
    def twice(self) -> bytes:
        reason = reason_of("Hiệu trưởng", BEHALF)
        return sign(self.once, self.principal, "ht", reason=reason)

    @cached_property
    def stamped(self) -> bytes:
        """With a time stamp of each signature, and nothing for later."""
        stamper = self.house.stamper()
        half = sign(self.empty, self.teacher, "gv", certify=True, stamper=stamper)
        return sign(half, self.principal, "ht", stamper=stamper)

    @cached_property
    def lasting(self) -> bytes:
        """With time stamps, and with lists and certificates inside (B-LT)."""
        stamper = self.house.stamper()
        half = sign(
            self.empty, self.teacher, "gv", certify=True, stamper=stamper, context=self.context()
        )
        return sign(half, self.principal, "ht", stamper=stamper, context=self.context())

    def context(self):
        return self.house.context(self.crl)

    @property
    def expected(self) -> Expected:
        from hashlib import sha256

        revisions = tuple(sha256(one).hexdigest() for one in (self.empty, self.once, self.twice))
        return Expected(
            (
                Slot("Giáo viên", TEACHER, "gv", self.teacher.sha256),
                Slot("Hiệu trưởng", PRINCIPAL, "ht"),
            ),
            revisions,
        )


def appended(pdf: bytes, change) -> bytes:
    """An incremental update of pyHanko's writer: `change` gets the writer."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(pdf: bytes, change) -> bytes:
    """The file written anew by another program."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out)
    return out.getvalue()


LATER = NOW + 4 * YEAR
