"""The sealed papers as anybody may be told of them: the source of the public pages.

Each question opens a transaction behind the wall of the one school that the mark names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from asn1crypto import pem, x509
from django.utils.translation import gettext as _

from truongso.foundation.tenancy import acting_in
from truongso.roster import queries as roster
from truongso.seal import kinds, marks, trust
from truongso.seal.models import Revision, Sealed, Signature, Slot
from truongso.seal.queries import papers
from truongso.seal.queries.public import PaperState, PublicPaper, PublicSigner
from truongso.seal.verifying import facts

STATES = {
    Sealed.State.WAITING.value: PaperState.WAITING,
    Sealed.State.COMPLETE.value: PaperState.VALID,
}


@dataclass(frozen=True, slots=True)
class Behind:
    """Behind which wall is looked."""

    school_id: int


class SealedPapers:
    """What this installation keeps."""

    def paper(self, public_id: str) -> PublicPaper | None:
        """Return the paper of a public id (128 random bits, hex); None when there is none."""
        wanted = UUID(hex=public_id)
        school = marks.school_of(marks.of_id(wanted))
        if school is None:
            return None
        with acting_in(school):
            rows = Sealed.objects.of(Behind(school)).filter(public_id=wanted)
            row = rows.select_related("paper").first()
            return None if row is None else _told(row)

    def of_file(self, sha256: str) -> PublicPaper | None:
        """Return the paper one of whose revisions has this fingerprint."""
        school = marks.school_of(sha256)
        if school is None:
            return None
        with acting_in(school):
            rows = Revision.objects.of(Behind(school)).filter(sha256=sha256)
            found = rows.select_related("sealed__paper").first()
            return None if found is None else _told(found.sealed)

    def trusted(
        self, sha256: str, at: datetime
    ) -> tuple[Sequence[x509.Certificate], Sequence[bytes]]:
        """Return roots and lists of the school that keeps this file; else only the operator's.

        So it stays a question to one school, however many there are here.
        """
        school = marks.school_of(sha256)
        if school is None:
            return trust.folder()
        return trust.roots(Behind(school)), trust.crls(Behind(school), at)


def _told(row: Sealed) -> PublicPaper:
    slots = papers.slots(row)
    signed = {slot.id: next(iter(slot.signatures.all()), None) for slot in slots}
    revisions = tuple(
        Revision.objects.of(row).filter(sealed=row).order_by("no").values_list("sha256", flat=True)
    )
    done = [(slot, mark) for slot in slots if (mark := signed[slot.id])]
    waits = row.state == Sealed.State.WAITING
    return PublicPaper(
        kind=_(kinds.known(row.paper.kind).name),
        number=f"{row.paper.number:02d}/{row.paper.year}",
        school=roster.school_org(row).name,
        made_at=row.made_at,
        state=STATES.get(row.state) or _ended(row),
        signers=tuple(
            PublicSigner(slot.title, mark.name, mark.behalf_name, mark.at)
            for slot, mark in sorted(done, key=lambda one: one[1].at)
        ),
        waiting=tuple(slot.title for slot in slots if waits and not signed[slot.id]),
        sha256=revisions[-1],
        expected=facts.Expected(
            tuple(_expected(slot, signed[slot.id]) for slot in slots), revisions
        ),
    )


def _expected(slot: Slot, mark: Signature | None) -> facts.Slot:
    if mark is None:
        return facts.Slot(slot.title, field=slot.field, signed=False)
    own = next(iter(pem.unarmor(mark.certificate.encode(), multiple=True)))[2]
    return facts.Slot(slot.title, mark.name, slot.field, sha256(own).hexdigest())


def _ended(row: Sealed) -> PaperState:
    """A void paper: another one tells the same now, or none does."""
    thing = row.paper.thing
    rows = Sealed.objects.of(row).exclude(pk=row.pk).exclude(state=Sealed.State.VOID)
    same = rows.filter(paper__kind=row.paper.kind, paper__thing=thing) if thing else rows.none()
    again = rows.filter(paper=row.paper_id)
    replaced = same.exists() or again.exists()
    return PaperState.REPLACED if replaced else PaperState.REVOKED
