"""What stands in a file beside its signatures: fields, its end, what may change its looks."""

from dataclasses import dataclass

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from truongso.foundation.text import clean_line
from truongso.seal.verifying.facts import Remark, failed, note, unsure


@dataclass(frozen=True, slots=True)
class Fields:
    """The signature fields of a file: filled ones (name and field), names of the empty ones."""

    filled: tuple[tuple[str, generic.DictionaryObject], ...]
    empty: tuple[str, ...]

    def embedded(self, reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
        """Return every filled one, whatever its kind; the library's own list leaves some out."""
        return [EmbeddedPdfSignature(reader, field, name) for name, field in self.filled]


def signature_fields(reader: PdfFileReader) -> Fields:
    """Return the signature fields of the newest revision."""
    filled, empty = [], []
    for name, value, field in enumerate_sig_fields(reader):
        if value is None:
            empty.append(clean_line(str(name))[:60])
        else:
            filled.append((name, field))
    return Fields(tuple(filled), tuple(empty))


def remarks(
    reader: PdfFileReader, pdf: bytes, embedded: list[EmbeddedPdfSignature], fields: Fields
) -> list[Remark]:
    """Return what is to be said of the file as a whole."""
    found = []
    if embedded[-1].coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        covered = embedded[-1].byte_range
        rest = len(pdf) - int(covered[2]) - int(covered[3])
        found.append(unsure("verify.tail_unsigned", count=rest))
    if any(_is_odd(pdf, one) for one in embedded):
        found.append(unsure("verify.odd_signature"))
    if fields.empty:
        found.append(unsure("verify.empty_fields", fields=", ".join(fields.empty[:10])))
    if may_change(reader):
        found.append(unsure("verify.active_content"))
    return found


def _is_odd(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """Whether the hole a signature lies in holds anything but the signature and zeros."""
    _start, first, second, _rest = (int(one) for one in embedded.byte_range)
    hole = pdf[first:second]
    digits = hole[1:-1]
    if hole[:1] != b"<" or hole[-1:] != b">" or digits not in (digits.upper(), digits.lower()):
        return True
    value = bytes.fromhex(digits.decode("ascii"))
    length = len(cms.ContentInfo.load(value).dump())
    return bool(value[length:].strip(b"\0"))


def may_change(reader: PdfFileReader) -> bool:
    """Tell whether the file holds what can look different without being changed: programs, form
    fields to fill in, layers.
    """
    root = reader.root
    if any(key in root for key in ("/AA", "/OCProperties")) or _is_program(root):
        return True
    names = root.get("/Names")
    if isinstance(names, generic.DictionaryObject) and "/JavaScript" in names:
        return True
    form = root.get("/AcroForm")
    if not isinstance(form, generic.DictionaryObject):
        return False
    return "/XFA" in form or any(_fills_in(one) for one in form.get("/Fields", ()))


def _is_program(root: generic.DictionaryObject) -> bool:
    opens = root.get("/OpenAction")
    return isinstance(opens, generic.DictionaryObject) and opens.get("/S") != "/GoTo"


def _fills_in(field: generic.PdfObject) -> bool:
    one = field.get_object()
    return not isinstance(one, generic.DictionaryObject) or one.get("/FT") != "/Sig"


def late_field(embedded: EmbeddedPdfSignature, first: EmbeddedPdfSignature) -> list[Remark]:
    """Return what is to be said of a field that was not there when the first one signed.

    A new field has a picture of its own that can be laid over the text. Source: Mainka, Mladenov,
    Rohlmann, "Processing Dangerous Paths" and "Attacks on certified PDF documents" (SSA), 2021.
    """
    if embedded is first or _is_hidden(embedded):
        return []
    then = first.reader.get_historical_resolver(first.signed_revision)
    known = {name for name, _value, _field in enumerate_sig_fields(then)}
    if embedded.fq_name in known:
        return []
    if first.docmdp_level is not None:
        return [failed("verify.field_after_certifying")]
    return [note("verify.field_added")]


def _is_hidden(embedded: EmbeddedPdfSignature) -> bool:
    box = embedded.sig_field.get("/Rect", ())
    if len(box) != 4:
        return not box
    left, low, right, high = (float(side) for side in box)
    return left == right or low == high
