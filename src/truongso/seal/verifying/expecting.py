"""The file beside what the school knows of the paper: its very bytes, its very signers."""

from dataclasses import replace

from truongso.foundation.text import clean_line
from truongso.seal.verifying.facts import (
    Expected,
    Remark,
    Signature,
    Slot,
    Verdict,
    failed,
    note,
    unsure,
)

UNREAD = (
    "verify.no_pdf",
    "verify.encrypted",
    "verify.unreadable",
    "verify.too_many",
    "verify.too_heavy",
)


def revision_of(sha256: str, expected: Expected) -> int:
    """Return which revision of the paper has this fingerprint, from 1; 0: none."""
    return expected.revisions.index(sha256) + 1 if sha256 in expected.revisions else 0


def against(verdict: Verdict, expected: Expected) -> Verdict:
    """Return the verdict with the signatures under the roles the school gave them, and with what
    does not fit. A file that could not be read stays unread, and is not one of the school's.
    """
    revision = revision_of(verdict.sha256, expected)
    remarks: list[Remark] = []
    if expected.revisions and not revision:
        remarks.append(failed("verify.not_stored"))
    unread = any(one.code in UNREAD for one in verdict.remarks)
    signatures = list(verdict.signatures)
    if not unread:
        signatures, more = _compared(signatures, expected, revision)
        remarks += more
    return replace(
        verdict,
        remarks=(*verdict.remarks, *remarks),
        signatures=tuple(signatures),
        revision=revision,
    )


def _compared(
    signatures: list[Signature], expected: Expected, revision: int
) -> tuple[list[Signature], list[Remark]]:
    remarks: list[Remark] = []
    pairs, unknown = _paired(signatures, expected.slots)
    missing = [slot for slot, one in pairs if one is None]
    older = bool(revision) and revision < len(expected.revisions)
    gone = [slot for slot in missing if slot.signed or older]
    waiting = [slot for slot in missing if slot not in gone]
    if gone:
        remarks.append(failed("verify.signer_missing", roles=_roles(gone)))
    elif older:
        remarks.append(note("verify.older_revision"))
    if waiting:
        remarks.append(unsure("verify.waiting_for", roles=_roles(waiting)))
    if unknown:
        names = ", ".join(one.signer for one in unknown)
        remarks.append(failed("verify.signer_unknown", names=names))
    by_field = {one.field: slot for slot, one in pairs if one is not None}
    shown = [
        _under(one, by_field[one.field]) if one.field in by_field else one for one in signatures
    ]
    return shown, remarks


def _roles(slots: list[Slot]) -> str:
    return ", ".join(slot.role for slot in slots)


def _paired(
    signatures: list[Signature], slots: tuple[Slot, ...]
) -> tuple[list[tuple[Slot, Signature | None]], list[Signature]]:
    """Each slot with its signature: by the field where the slot names one, else in order."""
    by_field = {one.field: one for one in signatures}
    named = {slot.field for slot in slots if slot.field}
    others = [one for one in signatures if one.field not in named]
    pairs: list[tuple[Slot, Signature | None]] = []
    for slot in slots:
        if slot.field:
            pairs.append((slot, by_field.get(slot.field)))
        else:
            pairs.append((slot, others.pop(0) if others else None))
    return pairs, others


def _under(one: Signature, slot: Slot) -> Signature:
    """The signature as the school knows it; somebody else in this place is told of."""
    remarks = one.remarks
    if not _same(one, slot):
        wrong = failed("verify.wrong_role", name=one.signer, role=slot.role)
        remarks = (*remarks, wrong)
    return replace(one, role=slot.role, remarks=remarks)


def _same(one: Signature, slot: Slot) -> bool:
    if slot.certificate:
        return one.certificate is not None and one.certificate.sha256 == slot.certificate
    return not slot.name or (clean_line(one.signer).casefold() == clean_line(slot.name).casefold())
