"""One's own keys, the school's authority and its seal: who may what; when a key does not open."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.clients import account_of, signed_in, words_of
from tests.school import NOW, PASSWORD, School, found
from tests.seal.conftest import SECRET, internal
from truongso.audit.models import JournalEntry
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import Missing, NotAllowed, RuleBroken, TooMany
from truongso.office.actions.closing import Withdrawal, suspend_account, withdraw_account
from truongso.roster.models import Staff
from truongso.rules.authority import Duty
from truongso.rules.signing import Kind, Why
from truongso.seal import certificates, providers, trust, wrapping
from truongso.seal.actions.authority import found_authority, keep_house, take_root
from truongso.seal.actions.own_keys import KeyAsked, add_key, note_wrong_secret, try_key
from truongso.seal.actions.revoking import revoke_key
from truongso.seal.actions.school_seal import activate_school_seal, create_school_seal
from truongso.seal.models import Authority, Key
from truongso.seal.providers.school import whose
from truongso.seal.queries import keys as queries

DAY = timedelta(days=1)
INTERNAL = KeyAsked(Kind.SCHOOL, "Con dấu", "")


def code_of(caught: pytest.ExceptionInfo[RuleBroken] | pytest.ExceptionInfo[TooMany]) -> str:
    """The first code of a refusal."""
    return caught.value.violations[0].code


def refusal(key: Key, secret: str = SECRET, *, at=NOW) -> str:  # type: ignore[no-untyped-def]
    """Why a key does not open."""
    with pytest.raises(RuleBroken) as caught, providers.opened(key, secret, at=at):
        pass
    return code_of(caught)


def revoked_serials(school: School) -> set[str]:
    """The serial numbers on the school's list."""
    from cryptography import x509

    row = Authority.objects.of(school).get(ended_at=None)
    return {f"{one.serial_number:x}" for one in x509.load_der_x509_crl(bytes(row.crl))}


def test_an_internal_key_says_that_it_is_internal(sealing: School) -> None:
    key = internal(sealing)
    assert key.subject == "Nguyễn Ngọc Lan (nội bộ), Trường THCS Bình Minh"
    own = providers.x509.load_pem_x509_certificate(key.chain.encode())
    policies = own.extensions.get_extension_for_class(certificates.x509.CertificatePolicies).value
    assert policies[0].policy_qualifiers[0].explicit_text == certificates.NOTICE
    usage = own.extensions.get_extension_for_class(certificates.x509.KeyUsage).value
    assert (usage.content_commitment, usage.digital_signature) == (True, True)
    assert not usage.key_cert_sign
    with providers.opened(key, SECRET, at=NOW) as signer:
        providers.check_signer(key, signer)


def test_the_server_alone_opens_no_key(sealing: School, settings) -> None:  # type: ignore[no-untyped-def]
    key = internal(sealing)
    assert wrapping.opened(key.secret, "khác hẳn 12", whose(key)) is None
    assert wrapping.opened(key.secret, SECRET, whose(key)) is not None
    other = Key(id=key.id, school_id=1)
    with pytest.raises(LookupError):
        wrapping.opened(key.secret, SECRET, whose(other))
    settings.SECRET_KEY = "một máy chủ khác"
    assert refusal(key) == "seal.authority_locked"


@pytest.mark.parametrize(
    ("secret", "repeated", "code"),
    [
        ("ngắn 12", "ngắn 12", "seal.secret_too_short"),
        ("23456789", "23456789", "seal.secret_too_simple"),
        ("password1", "password1", "seal.secret_too_simple"),
        (SECRET, SECRET + "x", "seal.secret_not_repeated"),
        (PASSWORD, PASSWORD, "seal.secret_is_password"),
    ],
)
def test_a_weak_secret_is_refused(sealing: School, secret: str, repeated: str, code: str) -> None:
    account = account_of(sealing, "Lan")
    account.set_password(PASSWORD)
    account.save()
    asked = KeyAsked(Kind.SCHOOL, "Khóa", secret, repeated)
    with pytest.raises(RuleBroken) as caught:
        add_key(actor=sealing.actor("Lan"), asked=asked, now=NOW)
    assert code_of(caught) == code
    assert not Key.objects.of(sealing).exists()


def test_a_new_internal_key_ends_the_one_before(sealing: School) -> None:
    first, second = internal(sealing), internal(sealing, secret="mã khác hẳn 2")
    assert refusal(first) == "seal.key_revoked"
    assert queries.key(sealing, first.id).why == Why.SUPERSEDED.value
    assert queries.key(sealing, first.id).secret == ""
    assert revoked_serials(sealing) == {first.serial}
    assert [row.id for row in queries.usable(sealing.actor("Lan"), NOW)] == [second.id]


def test_a_key_opens_neither_before_nor_after_its_time(sealing: School) -> None:
    key = internal(sealing)
    assert refusal(key, at=NOW + 731 * DAY) == "seal.key_expired"
    assert refusal(key, at=NOW - DAY) == "seal.certificate_not_yet"


def test_wrong_secrets_are_slowed_down(sealing: School) -> None:
    key = internal(sealing)
    for _ in range(5):
        assert refusal(key, "sai hoàn toàn") == "seal.wrong_secret"
    with pytest.raises(TooMany) as caught, providers.opened(key, SECRET, at=NOW):
        pass
    assert code_of(caught) == "seal.too_often"
    with providers.opened(key, SECRET, at=NOW + timedelta(minutes=3)) as signer:
        providers.check_signer(key, signer)
    assert refusal(key, "sai hoàn toàn") == "seal.wrong_secret"  # counted anew


def test_revoking_is_at_once_and_for_good(sealing: School) -> None:
    key = internal(sealing)
    told = {"key_id": key.id, "why": Why.LOST, "reason": "Mất sổ ghi mã", "now": NOW}
    with pytest.raises(NotAllowed):
        revoke_key(actor=sealing.actor("Dũng"), **told)
    with pytest.raises(RuleBroken) as caught:
        revoke_key(actor=sealing.actor("Lan"), **(told | {"reason": " "}))
    assert code_of(caught) == "seal.no_reason"
    revoke_key(actor=sealing.actor("Sơn"), **told)
    assert refusal(key) == "seal.key_revoked"
    assert revoked_serials(sealing) == {key.serial}
    with pytest.raises(RuleBroken) as caught:
        revoke_key(actor=sealing.actor("Nam"), **told)
    assert code_of(caught) == "seal.revoked_already"


def test_another_schools_key_is_not_there(sealing: School) -> None:
    key = internal(sealing)
    with found() as other, pytest.raises(Missing):
        revoke_key(actor=other.actor("Sơn"), key_id=key.id, why=Why.OTHER, reason="x", now=NOW)


def test_a_suspended_account_opens_no_key_and_a_withdrawn_one_loses_it(sealing: School) -> None:
    key, account = internal(sealing), account_of(sealing, "Lan")
    nam = sealing.actor("Nam")
    suspend_account(actor=nam, account_id=account.id, reason="Nghi lộ", now=NOW)
    assert refusal(key) == "seal.holder_left"
    asked = Withdrawal("transfer")
    paper = withdraw_account(actor=nam, account_id=account.id, asked=asked, now=NOW)
    assert "Khóa ký số “Khóa của tôi”" in str(paper.facts)
    assert refusal(key) == "seal.key_revoked"
    assert revoked_serials(sealing) == {key.serial}


def test_whoever_has_left_opens_no_key_and_the_night_revokes_it(sealing: School) -> None:
    key, system = internal(sealing), system_actor(sealing.id, "Hệ thống")
    assert keep_house(actor=system, now=NOW) == 0
    Staff.objects.of(sealing).filter(pk=sealing.staff["Lan"].id).update(works_until=NOW.date())
    assert refusal(key) == "seal.holder_left"
    assert keep_house(actor=system, now=NOW + DAY) == 1
    assert queries.key(sealing, key.id).why == Why.LEFT.value
    assert revoked_serials(sealing) == {key.serial}


def test_the_list_is_drawn_up_every_night(sealing: School) -> None:
    system = system_actor(sealing.id, "Hệ thống")
    keep_house(actor=system, now=NOW + DAY)
    keep_house(actor=system, now=NOW + DAY)
    assert Authority.objects.of(sealing).get().crl_number == 2


def test_the_root_is_taken_out_once_and_gone(sealing: School) -> None:
    told = {"password": "két sắt 2026", "repeated": "két sắt 2026", "now": NOW}
    with pytest.raises(NotAllowed):
        take_root(actor=sealing.actor("Nam"), **told)
    file = take_root(actor=sealing.actor("Sơn"), **told)
    from cryptography.hazmat.primitives.serialization import pkcs12

    held = pkcs12.load_pkcs12(file, "két sắt 2026".encode())
    row = Authority.objects.of(sealing).get()
    assert held.cert
    assert certificates.pem(held.cert.certificate) == row.root
    assert row.root_key == ""
    with pytest.raises(RuleBroken) as caught:
        take_root(actor=sealing.actor("Sơn"), **told)
    assert code_of(caught) == "seal.root_taken"
    internal(sealing)  # the school goes on issuing


def test_a_second_authority_follows_only_near_the_end_and_both_stay_trusted(
    sealing: School,
) -> None:
    with pytest.raises(RuleBroken) as caught:
        found_authority(actor=sealing.actor("Sơn"), now=NOW)
    assert code_of(caught) == "seal.authority_there"
    found_authority(actor=sealing.actor("Sơn"), now=NOW + 8 * 365 * DAY)
    assert len(trust.roots(sealing)) == 2
    assert Authority.objects.of(sealing).filter(ended_at=None).count() == 1


def test_without_an_authority_no_internal_key(school: School) -> None:
    account_of(school, "Lan")
    with pytest.raises(RuleBroken) as caught:
        internal(school)
    assert code_of(caught) == "seal.no_authority"


def test_the_schools_seal_takes_two(sealing: School) -> None:
    seal = create_school_seal(actor=sealing.actor("Nam"), asked=INTERNAL, now=NOW)
    assert refusal(seal) == "seal.key_waiting"
    told = {"key_id": seal.id, "secret": SECRET, "repeated": SECRET, "now": NOW}
    with pytest.raises(NotAllowed):
        activate_school_seal(actor=sealing.actor("Nam"), **told)
    with pytest.raises(RuleBroken) as caught:
        create_school_seal(actor=sealing.actor("Nam"), asked=INTERNAL, now=NOW)
    assert code_of(caught) == "seal.school_seal_there"
    activate_school_seal(actor=sealing.actor("Sơn"), **told)
    seal = queries.school_seal(sealing)
    assert seal
    assert seal.subject.startswith("Trường THCS Bình Minh (nội bộ)")
    for name in ("Sơn", "Vân"):
        try_key(actor=sealing.actor(name), key_id=seal.id, secret=SECRET, now=NOW)
    for name in ("Lan", "Nam", "Thu"):
        with pytest.raises(NotAllowed):
            try_key(actor=sealing.actor(name), key_id=seal.id, secret=SECRET, now=NOW)
    lent = {"since": NOW - DAY, "until": NOW + DAY}
    sealing.delegate("Sơn", Duty.PRINCIPAL, "Thu", "seal.use_school_seal", **lent)
    try_key(actor=sealing.actor("Thu"), key_id=seal.id, secret=SECRET, now=NOW)


def test_who_set_the_seal_up_does_not_bring_it_into_force(sealing: School) -> None:
    """Even when he is made principal between the two."""
    seal = create_school_seal(actor=sealing.actor("Nam"), asked=INTERNAL, now=NOW)
    Key.objects.of(sealing).filter(pk=seal.id).update(made_by=sealing.staff["Sơn"])
    with pytest.raises(NotAllowed) as caught:
        activate_school_seal(
            actor=sealing.actor("Sơn"), key_id=seal.id, secret=SECRET, repeated=SECRET, now=NOW
        )
    assert caught.value.violations[0].code == "authority.own_paper"


def proved(school: School, name: str) -> Client:
    """A browser of somebody who has just signed in."""
    return signed_in(school, name)


def test_pages_of_keys(sealing: School, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    lan, nam = proved(sealing, "Lan"), proved(sealing, "Nam")
    assert "Chưa có khóa ký số" in words_of(lan.get("/ky-so/khoa/"))
    assert lan.get("/ky-so/truong/").status_code == 403
    told = {"kind": "school", "secret": "ngắn", "repeated": "ngắn"}
    answer = lan.post("/ky-so/khoa/them/", told)
    assert answer.status_code == 422
    assert "ít nhất 8 ký tự" in words_of(answer)
    told = {"kind": "school", "secret": SECRET, "repeated": SECRET}
    assert lan.post("/ky-so/khoa/them/", told).status_code == 302
    key = Key.objects.of(sealing).get()
    answer = lan.post(f"/ky-so/khoa/{key.id}/thu/", {"secret": "sai hoàn toàn"})
    assert "không đúng" in words_of(answer)
    refused = JournalEntry.objects.of(sealing).filter(verb="seal.secret_refused")
    assert refused.get().target == f"key:{key.id}"
    assert lan.post(f"/ky-so/khoa/{key.id}/thu/", {"secret": SECRET}).status_code == 302
    with django_assert_max_num_queries(16):
        shown = words_of(nam.get("/ky-so/truong/"))
    assert "Nguyễn Ngọc Lan" in shown
    assert "không phải chứng thư của tổ chức" in shown
    assert b"BEGIN CERTIFICATE" in lan.get("/ky-so/truong/chung-thu/").content
    assert lan.get("/ky-so/truong/thu-hoi.crl").content[:1] == b"0"
    bad = {"kind": "pkcs12", "file": "AAAA", "secret": "x"}
    assert "không phải tệp chứng thư" in words_of(lan.post("/ky-so/khoa/them/", bad))
    gone = {"why": "ended", "reason": "Không dùng nữa"}
    assert nam.post(f"/ky-so/khoa/{key.id}/thu-hoi/", gone).status_code == 302
    assert "Đã thu hồi" in words_of(lan.get("/ky-so/khoa/"))


def test_five_wrong_tries_over_the_web_are_counted_once_each(sealing: School) -> None:
    key = internal(sealing)
    for _ in range(5):
        note_wrong_secret(actor=sealing.actor("Lan"), about=str(key.id), now=NOW)
    with pytest.raises(TooMany), providers.opened(key, SECRET, at=NOW):
        pass
