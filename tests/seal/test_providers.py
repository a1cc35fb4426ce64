"""Keys from a file, a token and a remote service: registered, opened, refused with a clear word."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from tests.school import NOW, School
from tests.seal.csc_server import PIN, Fake, serving
from tests.seal.outer import DAY, ec_key, outer, p12, rsa_key, weak_file
from truongso.config.environment import Csc, Signing
from truongso.foundation.errors import RuleBroken, TooMany
from truongso.rules.signing import Kind, Why
from truongso.seal import providers
from truongso.seal.actions.own_keys import KeyAsked, add_key
from truongso.seal.actions.revoking import revoke_key
from truongso.seal.actions.school_seal import activate_school_seal, create_school_seal
from truongso.seal.models import Key
from truongso.seal.queries import keys as queries

needs_softhsm = pytest.mark.skipif(
    shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
TOKEN_PIN = "135790"


@cache
def lans() -> Any:
    """Lan's key at an outer authority."""
    return rsa_key()


def register(school: School, kind: Kind, secret: str, **said: str) -> Key:
    """A key of Lan's from elsewhere."""
    asked = KeyAsked(kind, "Khóa mua", secret, "", said)
    return add_key(actor=school.actor("Lan"), asked=asked, now=NOW)


def why_not(school: School, kind: Kind, secret: str, **said: str) -> str:
    """Why a key is not registered."""
    with pytest.raises(RuleBroken) as caught:
        register(school, kind, secret, **said)
    assert not Key.objects.of(school).exists()
    return caught.value.violations[0].code


def test_a_file_is_registered_and_signs_by_its_password(sealing: School) -> None:
    certificate = outer(lans())
    key = register(sealing, Kind.PKCS12, "của tệp 12", file=p12(lans(), certificate))
    assert (key.subject, key.authority_id) == ("Nguyễn Ngọc Lan", None)
    with providers.opened(key, "của tệp 12", at=NOW) as signer:
        providers.check_signer(key, signer)
    with pytest.raises(RuleBroken), providers.opened(key, "sai", at=NOW):
        pass
    with pytest.raises(RuleBroken) as caught, providers.opened(key, "x", at=NOW + 301 * DAY):
        pass
    assert caught.value.violations[0].code == "seal.key_expired"
    with pytest.raises(RuleBroken) as caught:
        register(sealing, Kind.PKCS12, "của tệp 12", file=p12(lans(), certificate))
    assert caught.value.violations[0].code == "seal.registered"
    told = {"why": Why.LOST, "reason": "Mất", "now": NOW}
    revoke_key(actor=sealing.actor("Lan"), key_id=key.id, **told)
    with pytest.raises(RuleBroken) as caught, providers.opened(key, "của tệp 12", at=NOW):
        pass
    assert caught.value.violations[0].code == "seal.key_revoked"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: p12(lans(), outer(lans()), "khác"), "seal.wrong_password"),
        (lambda: p12(lans(), outer(lans(), until=NOW - DAY)), "seal.certificate_expired"),
        (lambda: p12(lans(), outer(lans(), signs=False)), "seal.not_for_signing"),
        (lambda: weak_file(ec_key()), "seal.not_rsa"),
        (lambda: weak_file(rsa_key(1024)), "seal.weak_rsa"),
        (lambda: "không phải base64", "seal.bad_file"),
        (lambda: "AAAA", "seal.bad_file"),
        (lambda: "", "seal.bad_file"),
    ],
)
def test_a_file_that_does_not_do_is_refused(sealing: School, made: Any, code: str) -> None:
    assert why_not(sealing, Kind.PKCS12, "của tệp 12", file=made()) == code


def test_guessing_a_files_password_is_slowed_down(sealing: School) -> None:
    lan = sealing.staff["Lan"].id
    for _ in range(5):
        providers.note_wrong(str(lan), at=NOW)
    with pytest.raises(TooMany):
        register(sealing, Kind.PKCS12, "x", file=p12(lans(), outer(lans())))


def test_the_schools_seal_comes_from_a_file_that_the_admin_cannot_open(sealing: School) -> None:
    said = {"file": p12(lans(), outer(lans()))}
    asked = KeyAsked(Kind.PKCS12, "Con dấu", "", "", said)
    seal = create_school_seal(actor=sealing.actor("Nam"), asked=asked, now=NOW)
    told = {"key_id": seal.id, "repeated": "", "now": NOW}
    with pytest.raises(RuleBroken):
        activate_school_seal(actor=sealing.actor("Sơn"), secret="sai", **told)
    activate_school_seal(actor=sealing.actor("Sơn"), secret="của tệp 12", **told)
    row = queries.school_seal(sealing)
    assert row
    assert row.place == {}  # the file is gone, the key sealed anew


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token of SoftHSM with Lan's key and certificate, and one by elliptic curves."""
    place: Path = tmp_path_factory.mktemp("token")
    (place / "tokens").mkdir()
    config = place / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {place / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    made = ["--init-token", "--free", "--label", "Truong", "--pin", TOKEN_PIN, "--so-pin", "9876"]
    subprocess.run(["softhsm2-util", *made], check=True, capture_output=True)
    import pkcs11
    from pkcs11.util import ec, rsa, x509

    session = pkcs11.lib(MODULE).get_token(token_label="Truong").open(rw=True, user_pin=TOKEN_PIN)
    for number, (label, key) in enumerate((("lan", lans()), ("cong", ec_key())), start=1):
        form = PrivateFormat.PKCS8 if label == "cong" else PrivateFormat.TraditionalOpenSSL
        der = key.private_bytes(Encoding.DER, form, NoEncryption())
        decode = ec.decode_ec_private_key if label == "cong" else rsa.decode_rsa_private_key
        if label == "cong":
            der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        found = {pkcs11.Attribute.ID: bytes([number]), pkcs11.Attribute.LABEL: label}
        session.create_object(decode(der) | found | {pkcs11.Attribute.TOKEN: True})
        certificate = x509.decode_x509_certificate(outer(key).public_bytes(Encoding.DER))
        session.create_object(certificate | found | {pkcs11.Attribute.TOKEN: True})
    session.close()
    yield "Truong"
    if before is None:
        del os.environ["SOFTHSM2_CONF"]


@needs_softhsm
def test_a_token_signs_by_its_pin(sealing: School, token: str, settings: Any) -> None:
    assert why_not(sealing, Kind.PKCS11, TOKEN_PIN, token=token) == "seal.no_tokens"
    settings.SIGNING = Signing(module=MODULE)
    ask = {"token": token, "key": "lan"}
    assert why_not(sealing, Kind.PKCS11, "000000", **ask) == "seal.wrong_secret"
    assert why_not(sealing, Kind.PKCS11, TOKEN_PIN, token=token) == "seal.token_several"
    assert why_not(sealing, Kind.PKCS11, TOKEN_PIN, token=token, key="cong") == "seal.not_rsa"
    assert why_not(sealing, Kind.PKCS11, TOKEN_PIN, token=token, key="x") == "seal.token_no_key"
    assert why_not(sealing, Kind.PKCS11, TOKEN_PIN, token="Khác") == "seal.token_missing"
    key = register(sealing, Kind.PKCS11, TOKEN_PIN, **ask)
    assert (key.secret, key.place) == ("", {"token": token, "id": "01"})
    with providers.opened(key, TOKEN_PIN, at=NOW) as signer:  # one PIN, a whole batch
        for _ in range(45):
            providers.check_signer(key, signer)
    with pytest.raises(RuleBroken) as caught, providers.opened(key, "000000", at=NOW):
        pass
    assert caught.value.violations[0].code == "seal.wrong_secret"


@pytest.fixture(params=["v1", "v2"])
def remote(request: pytest.FixtureRequest, settings: Any) -> Iterator[Fake]:
    """A remote signing service, connected."""
    fake = Fake(request.param, lans(), [outer(lans())])
    with serving(fake) as address:
        csc = Csc(address, request.param, "Ký từ xa", "truongso", "s")
        settings.SIGNING = Signing(csc=csc)
        yield fake


def test_a_remote_service_signs_a_batch_by_one_authorisation(sealing: School, remote: Fake) -> None:
    assert why_not(sealing, Kind.CSC, "11112222", user="lan") == "seal.wrong_secret"
    key = register(sealing, Kind.CSC, PIN, user="lan")
    assert (key.secret, key.place) == ("", {"user": "lan", "credential": "cred-1"})
    remote.asked.clear()

    async def batch(signer: Any) -> list[bytes]:
        papers = (f"học bạ {number}".encode() for number in range(45))
        return await asyncio.gather(*(signer.async_sign_raw(one, "sha256") for one in papers))

    with providers.opened(key, PIN, at=NOW) as signer:
        assert len(set(asyncio.run(batch(signer)))) == 45
        providers.check_signer(key, signer)  # and one by one, by the same PIN
    assert remote.asked.count("credentials/authorize") == 2
    remote.most = 20
    remote.asked.clear()
    with providers.opened(key, PIN, at=NOW) as signer:
        assert len(asyncio.run(batch(signer))) == 45
    assert remote.asked.count("credentials/authorize") == 3


def test_a_wrong_pin_of_a_remote_service_counts(sealing: School, remote: Fake) -> None:
    key = register(sealing, Kind.CSC, PIN, user="lan")
    for _ in range(5):
        with pytest.raises(RuleBroken) as caught, providers.opened(key, "0", at=NOW) as signer:
            providers.check_signer(key, signer)
        assert caught.value.violations[0].code == "seal.wrong_secret"
    with pytest.raises(TooMany), providers.opened(key, PIN, at=NOW):
        pass


def test_what_a_remote_service_may_answer(sealing: School, remote: Fake, settings: Any) -> None:
    assert why_not(sealing, Kind.CSC, PIN, user="ai đó") == "seal.service_no_key"
    remote.credentials = ["cred-1", "cred-2"]
    assert why_not(sealing, Kind.CSC, PIN, user="lan") == "seal.service_several"
    remote.mode = "oauth2code"
    said = {"user": "lan", "credential": "cred-2"}
    assert why_not(sealing, Kind.CSC, PIN, **said) == "seal.service_way"
    csc = settings.SIGNING.csc
    settings.SIGNING = Signing(csc=replace(csc, client_secret="sai"))
    assert why_not(sealing, Kind.CSC, PIN, user="lan") == "seal.service_failed"
    settings.SIGNING = Signing(csc=replace(csc, address="http://127.0.0.1:9"))
    assert why_not(sealing, Kind.CSC, PIN, user="lan") == "seal.service_failed"
    settings.SIGNING = Signing()
    assert why_not(sealing, Kind.CSC, PIN, user="lan") == "seal.no_service"
