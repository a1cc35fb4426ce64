"""As what, and for whom, somebody says he signed.

Our papers say it in the signature's reason: "Hiệu trưởng" or "Hiệu trưởng; thay mặt Trường …".
Where the school knows the paper, what it knows is shown instead (`expecting`).
"""

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from truongso.foundation.text import clean_line

BEHALF = "; thay mặt "
MOST = 200


def reason_of(role: str, behalf: str = "") -> str:
    """Return the reason a signature carries for a role and in whose name."""
    return f"{role}{BEHALF}{behalf}" if behalf else role


def said_of(embedded: EmbeddedPdfSignature) -> tuple[str, str]:
    """Return the role and in whose name, as the signed reason says; "" for what it does not."""
    reason = embedded.sig_object.get("/Reason", "")
    role, _, behalf = clean_line(str(reason))[: 2 * MOST].partition(BEHALF)
    return role[:MOST], behalf[:MOST]
