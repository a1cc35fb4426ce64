"""Signatures in PDF files (PAdES): empty fields first, then one after another, then time stamps.

Bytes in, bytes out; no database. Every field is there before the first signature, which certifies
the file and lets nothing but further signatures through (DocMDP 2). What is signed begins with the
very bytes that were given.
"""

import asyncio
import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from truongso.documents.press import Area

PRINT_AND_LOCKED = 132
LEVEL = "B-LT"
BEFORE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
"""What proves a stamp goes in before it, so that the last one covers the whole file."""
WITHIN = DSSContentSettings(
    include_vri=False,
    placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE,
    next_ts_settings=BEFORE_STAMP,
)
"""What proves a signature lies under it: what follows a signature unsigned makes a file unsure."""


@dataclass(frozen=True, slots=True)
class Signing:
    """How a file is signed: in which field, by whom, with which stamp, at which moment.

    `context` checks the certificates of signer and time stamp; what it knows goes into the file.
    """

    field: str
    signer: signers.Signer
    stamper: TimeStamper
    context: ValidationContext
    stamp: bytes
    first: bool
    at: datetime
    reason: str = ""


def with_fields(pdf: bytes, areas: Mapping[str, Area]) -> bytes:
    """Return a file with an empty signature field in each area, by the field's name.

    The same file and areas give the same bytes.
    """
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf)) as opened:
        fields = []
        for name, area in areas.items():
            page = opened.pages[area.page]
            top = float(page.mediabox[3]) - area.y
            rect = [area.x, top - area.height, area.x + area.width, top]
            empty = opened.make_stream(b"")
            empty.Type, empty.Subtype = Name.XObject, Name.Form
            empty.BBox = Array([0, 0, area.width, area.height])
            field = opened.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Sig,
                    T=name,
                    Rect=Array(rect),
                    F=PRINT_AND_LOCKED,
                    P=page.obj,
                    AP=Dictionary(N=empty),
                )
            )
            annotations = page.obj.get("/Annots", Array())
            annotations.append(field)
            page.obj.Annots = annotations
            fields.append(field)
        opened.Root.AcroForm = Dictionary(Fields=Array(fields), SigFlags=1)
        opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def area_of(pdf: bytes, field: str) -> tuple[float, float]:
    """Return width and height of a field, in points. Raises LookupError."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.Root.AcroForm.Fields:
            if str(one.T) == field:
                left, bottom, right, top = (float(x) for x in one.Rect)
                return right - left, top - bottom
    raise LookupError(field)


def signed(pdf: bytes, how: Signing) -> bytes:
    """Return a file with one more signature, time stamp and revocation data in it (B-LT).

    Raises what pyHanko raises: a certificate that is not good, a stamper that does not answer.
    """
    return asyncio.run(_signed(pdf, how))


async def _signed(pdf: bytes, how: Signing) -> bytes:
    meta = signers.PdfSignatureMetadata(
        field_name=how.field,
        reason=how.reason or None,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=how.context,
        certify=how.first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        dss_settings=WITHIN,
    )
    out = io.BytesIO()
    with tempfile.NamedTemporaryFile(prefix="truongso-", suffix=".pdf") as stamp:
        stamp.write(how.stamp)
        stamp.flush()
        style = StaticStampStyle(
            background=ImportedPdfPage(stamp.name),
            border_width=0,
            background_opacity=1,
        )
        one = signers.PdfSigner(meta, how.signer, timestamper=how.stamper, stamp_style=style)
        writer = _update_of(pdf)
        session = one.init_signing_session(writer, existing_fields_only=True)
        session.system_time = how.at  # the school's clock, not the machine's
        found = await session.perform_presign_validation(writer)
        reserved = await session.estimate_signature_container_size(found)
        document = session.prepare_tbs_document(validation_info=found, bytes_reserved=reserved)
        digest, target = document.digest_tbs_document(output=out)
        attributes = PdfCMSSignedAttributes(
            signing_time=how.at,
            adobe_revinfo_attr=found.adobe_revinfo_attr if found else None,
        )
        after = await document.perform_signature(
            document_digest=digest.document_digest, pdf_cms_signed_attrs=attributes
        )
        await after.post_signature_processing(target)
    return _grown(pdf, out.getvalue())


def archived(
    pdf: bytes, stamper: TimeStamper, context: ValidationContext
) -> tuple[bytes, datetime]:
    """Return a file with one more time stamp over all of it (B-LTA), and until when that is good.

    Raises what pyHanko raises.
    """
    out = io.BytesIO()
    signers.PdfTimeStamper(stamper).timestamp_pdf(
        _update_of(pdf),
        "sha256",
        context,
        output=out,
        dss_settings=BEFORE_STAMP,
    )
    made = _grown(pdf, out.getvalue())
    last = PdfFileReader(io.BytesIO(made)).embedded_timestamp_signatures[-1]
    until: datetime = last.signer_cert.not_valid_after
    return made, until


def _update_of(pdf: bytes) -> IncrementalPdfFileWriter:
    """Append to a file; its metadata stay, as the library would drop what PDF/A asks for."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    return writer


def _grown(before: bytes, after: bytes) -> bytes:
    """What was there stays there, to the byte: a file only grows."""
    if len(after) <= len(before) or not after.startswith(before):
        raise ValueError("the file did not grow")
    return after
