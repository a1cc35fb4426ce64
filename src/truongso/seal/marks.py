"""Finding the school of a paper by what its holder has: the file, or the id in its QR code."""

import hashlib
from uuid import UUID

from truongso.foundation.tenancy import InSchool
from truongso.seal.models import PublicMark


def of_id(public_id: UUID) -> str:
    """Return the mark of a paper's random id; the id does not follow from it."""
    return hashlib.sha256(public_id.bytes).hexdigest()


def keep(owner: InSchool, mark: str) -> None:
    """Keep a mark of a paper of the owner's school. Joins the caller's act."""
    PublicMark.objects.bulk_create(
        [PublicMark(mark=mark, behind=owner.school_id)], ignore_conflicts=True
    )


def school_of(mark: str) -> int | None:
    """Return the school behind whose wall the paper of a mark lies; None when there is none."""
    return PublicMark.objects.filter(pk=mark).values_list("behind", flat=True).first()
