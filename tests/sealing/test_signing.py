"""One secret signs many papers: in order, each by itself, once, over exactly what was made here."""

import io
from datetime import timedelta
from unittest import mock

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from tests.documents.test_press import FONTS, text_of
from tests.jobs import run_jobs
from tests.school import NOW, School
from tests.sealing import scene
from truongso.audit.models import JournalEntry
from truongso.documents import papers as documents
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken
from truongso.foundation.files import blob_key, store
from truongso.foundation.tenancy import acting_in
from truongso.rules.authority import Duty
from truongso.seal import papers, running, signing, stamps, trust
from truongso.seal.actions import batches
from truongso.seal.kinds import SignedKind, register
from truongso.seal.models import Batch, BatchLine, Revision, Sealed, Signature
from truongso.seal.papers import SlotPlan
from truongso.seal.queries import papers as queries

pytestmark = pytest.mark.skipif(not FONTS.exists(), reason="the pages are not built here")
LATER = NOW + timedelta(minutes=1)


def sign(school: School, name: str, *rows: Sealed, key: scene.Key) -> Batch:
    batch = batches.open_batch(
        actor=school.actor(name),
        sealed_ids=scene.ids(*rows),
        key_id=key.id,
        secret=scene.SECRET,
        now=NOW,
    )
    run_jobs(school, at=LATER)
    batch.refresh_from_db()
    return batch


def states(batch: Batch) -> list[str]:
    return [line.state for line in queries.lines(batch)]


def pdf_of(row: Sealed) -> bytes:
    with acting_in(row.school_id):
        return papers.content(queries.latest(row))


def waits_for(school: School, name: str) -> list[Sealed]:
    with acting_in(school.id):
        return [slot.sealed for slot in queries.waiting_for(school.actor(name), LATER)]


def test_two_people_sign_in_order_and_the_whole_file_is_stamped_for_keeping(
    school: School,
) -> None:
    keys = scene.found(school, "Nam", "Lan")
    row = scene.to_sign(school)
    assert waits_for(school, "Lan") == []  # it is not her turn
    with pytest.raises(RuleBroken, match="nothing_chosen"):
        sign(school, "Lan", row, key=keys["Lan"])
    first = pdf_of(row)
    assert "Kiểm tra văn bản này" in text_of(first)

    batch = sign(school, "Nam", row, key=keys["Nam"])
    assert (states(batch), batch.secret, batch.problem) == (["signed"], "", [])
    assert waits_for(school, "Lan") == [row]
    sign(school, "Lan", row, key=keys["Lan"])

    row.refresh_from_db()
    kept = [(one.no, one.why) for one in queries.revisions(row)]
    assert kept == [(0, "rendered"), (1, "signed"), (2, "signed"), (3, "archived")]
    assert row.state == Sealed.State.COMPLETE
    assert row.stamped_until is not None
    assert row.stamped_until > NOW + timedelta(days=90)
    last = pdf_of(row)
    assert last.startswith(first)  # every revision grows from the one before
    reader = PdfFileReader(io.BytesIO(last))
    found = reader.embedded_regular_signatures
    assert [one.field_name for one in found] == ["ky_giver", "ky_receiver"]
    context = trust.validation_context(school, at=LATER)
    for one in found:
        status = validate_pdf_signature(one, context, context)
        assert status.bottom_line
        assert status.docmdp_ok
        assert status.timestamp_validity is not None
    assert found[0].docmdp_level is not None
    stamp = reader.embedded_timestamp_signatures[-1]
    assert stamp.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    verbs = JournalEntry.objects.of(school).filter(target=f"sealed:{row.id}")
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == [
        "seal.signed",
        "seal.signed",
        "seal.archived",
    ]


def test_what_fails_is_named_and_the_others_are_signed_then_the_batch_goes_on(
    school: School,
) -> None:
    key = scene.found(school, "Nam")["Nam"]
    rows = [scene.one_by(school, "Nam") for _ in range(4)]
    with acting_in(school.id):
        broken = queries.latest(rows[1])
        papers.void(school.actor("Nam"), rows[2].paper, "Điểm đã sửa")
        rows[2].refresh_from_db()
        rows[2].state = Sealed.State.WAITING  # it is voided only after the batch has been opened
        rows[2].save()
    store().put(blob_key(school.id, broken.sha256), io.BytesIO(b"%PDF-1.7 something else"))
    opened = batches.open_batch(
        actor=school.actor("Nam"),
        sealed_ids=scene.ids(*rows),
        key_id=key.id,
        secret=scene.SECRET,
        now=NOW,
    )
    assert scene.SECRET not in opened.secret
    with acting_in(school.id):
        papers.void(school.actor("Nam"), rows[2].paper, "Điểm đã sửa")
    run_jobs(school, at=LATER)
    lines = queries.lines(opened)
    assert [line.state for line in lines] == ["signed", "failed", "failed", "signed"]
    assert [line.problem[0] for line in lines if line.problem] == [
        "sealing.changed",
        "sealing.not_yours",
    ]
    with acting_in(school.id):
        store().put(blob_key(school.id, broken.sha256), io.BytesIO(_again(rows[1])))
    batches.resume_batch(
        actor=school.actor("Nam"), batch_id=opened.id, secret=scene.SECRET, now=LATER
    )
    run_jobs(school, at=LATER)
    assert states(opened) == ["signed", "signed", "failed", "signed"]
    assert Signature.objects.of(school).count() == 3


def _again(row: Sealed) -> bytes:
    """The same facts give the same bytes: the file that was spoilt, made anew."""
    slots = [SlotPlan(slot.role, slot.person_id, slot.title) for slot in queries.slots(row)]
    return papers._set(row, slots)


def test_a_secret_is_forgotten_after_half_an_hour_and_asked_for_again(school: School) -> None:
    key = scene.found(school, "Nam")["Nam"]
    row = scene.one_by(school, "Nam")
    actor = school.actor("Nam")
    told = {"actor": actor, "sealed_ids": [row.id], "key_id": key.id}
    with pytest.raises(RuleBroken, match="wrong_secret"):
        batches.open_batch(**told, secret="sai mã rồi 1", now=NOW)
    batch = batches.open_batch(**told, secret=scene.SECRET, now=NOW)
    half_an_hour = NOW + timedelta(minutes=31)
    run_jobs(school, at=half_an_hour)
    batch.refresh_from_db()
    assert (states(batch), batch.secret) == (["waiting"], "")
    assert batch.problem == ["sealing.ask_again", {}]
    with pytest.raises(Missing):
        batches.resume_batch(
            actor=school.actor("Lan"), batch_id=batch.id, secret=scene.SECRET, now=half_an_hour
        )
    batches.resume_batch(actor=actor, batch_id=batch.id, secret=scene.SECRET, now=half_an_hour)
    run_jobs(school, at=half_an_hour)
    assert states(batch) == ["signed"]


def test_nothing_is_signed_without_a_time_stamp_and_nothing_twice(school: School) -> None:
    key = scene.found(school, "Nam")["Nam"]
    row = scene.one_by(school, "Nam")
    with mock.patch.object(trust, "stamper", side_effect=OSError("no answer")):
        batch = sign(school, "Nam", row, key=key)
    assert [line.problem[0] for line in queries.lines(batch)] == ["sealing.no_stamp"]
    assert Revision.objects.of(school).count() == 1
    twice = [
        batches.open_batch(
            actor=school.actor("Nam"),
            sealed_ids=[row.id],
            key_id=key.id,
            secret=scene.SECRET,
            now=NOW,
        )
        for _ in range(2)
    ]
    run_jobs(school, at=LATER)
    assert [states(one) for one in twice] == [["signed"], ["signed"]]
    assert Signature.objects.of(school).count() == 1


def test_somebody_who_signs_at_the_same_moment_is_signed_over(school: School) -> None:
    keys = scene.found(school, "Nam", "Lan")
    both = (
        SlotPlan("giver", school.staff["Nam"].id, "Bên giao", step=0),
        SlotPlan("receiver", school.staff["Lan"].id, "Bên nhận", step=0),
    )
    row = scene.to_sign(school, *both)
    batch = batches.open_batch(
        actor=school.actor("Nam"),
        sealed_ids=[row.id],
        key_id=keys["Nam"].id,
        secret=scene.SECRET,
        now=NOW,
    )
    real, calls = signing.signed, []

    def slowly(pdf: bytes, how: signing.Signing) -> bytes:
        calls.append(how.field)
        if len(calls) == 1:
            sign_now(school, row, keys["Lan"])
        return real(pdf, how)

    with mock.patch.object(signing, "signed", slowly):
        running.sign(school_house(school), batch.id, lambda: LATER)
    assert calls == ["ky_giver", "ky_receiver", "ky_giver"]
    assert states(batch) == ["signed"]
    reader = PdfFileReader(io.BytesIO(pdf_of(row)))
    fields = [one.field_name for one in reader.embedded_regular_signatures]
    assert fields == ["ky_receiver", "ky_giver"]


def sign_now(school: School, row: Sealed, key: scene.Key) -> None:
    batch = batches.open_batch(
        actor=school.actor("Lan"),
        sealed_ids=[row.id],
        key_id=key.id,
        secret=scene.SECRET,
        now=NOW,
    )
    running.sign(school_house(school), batch.id, lambda: LATER)


def school_house(school: School) -> running.Actor:
    from truongso.foundation.actor import system_actor

    return system_actor(school.id, "Hệ thống")


def test_a_deputy_signs_for_the_principal_in_the_form_of_the_decree(school: School) -> None:
    keys = scene.found(school, "Thu", "Lan")
    kind = SignedKind("account_handover", "Biên bản bàn giao tài khoản", "access.see_accounts")
    register(kind)
    row = scene.to_sign(school, SlotPlan("giver", None, "Hiệu trưởng", duty=Duty.PRINCIPAL.value))
    assert waits_for(school, "Lan") == []
    sign(school, "Thu", row, key=keys["Thu"])
    done = Signature.objects.of(school).get()
    assert done.form == "KT. HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG"
    stamp = stamps.Stamp(tuple(done.form.split("\n")), done.name, done.at, False, 230, 68)
    said = text_of(stamps.drawn(stamp))
    assert said == (
        f"KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG Ký bởi: {school.staff['Thu'].full_name}"
        " Thời gian ký: 14-10-2026 09:01:00 +07:00"
    )
    slot = queries.slots(row)[0]
    with acting_in(school.id), pytest.raises(NotAllowed):
        queries.require(school.actor("Lan"), slot, LATER)


def test_time_stamps_for_keeping_are_renewed_before_they_end(school: School) -> None:
    key = scene.found(school, "Nam")["Nam"]
    row = scene.one_by(school, "Nam")
    sign(school, "Nam", row, key=key)
    row.refresh_from_db()
    assert row.stamped_until is not None
    with acting_in(school.id):
        assert queries.to_renew(school, LATER) == []
        row.stamped_until = LATER + timedelta(days=89)
        row.save()
        assert queries.to_renew(school, LATER) == [row.id]
    running.archive(school_house(school), row.id, lambda: LATER)
    assert [one.why for one in queries.revisions(row)][-2:] == ["archived", "archived"]
    reader = PdfFileReader(io.BytesIO(pdf_of(row)))
    assert len(reader.embedded_timestamp_signatures) == 2


def test_a_draft_says_so_and_a_paper_not_signed_here_looks_as_before(school: School) -> None:
    paper = scene.minutes(school)
    assert "BẢN NHÁP" in text_of(documents.as_pdf(paper, draft=True))
    plain = text_of(papers.as_pdf(school, paper))
    assert "BẢN NHÁP" not in plain
    assert "Kiểm tra văn bản này" not in plain
    assert BatchLine.objects.of(school).count() == 0
