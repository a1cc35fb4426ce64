"""XML under a signature (XAdES): sign what we made, and judge what came, with the same verdicts.

Canonical XML 1.1, never the exclusive one: with it the signed properties come out wrong (measured).
A signature counts only if it covers the root of the document: anything else could be moved about.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, methods
from signxml.exceptions import InvalidSignature, SignXMLException
from signxml.xades import XAdESDataObjectFormat, XAdESSigner, XAdESVerifier

from truongso.seal.verifying import certificates
from truongso.seal.verifying.certificates import Evidence
from truongso.seal.verifying.facts import Remark, Signature, Standing, Verdict, failed, unsure
from truongso.seal.verifying.running import run
from truongso.seal.verifying.trust import of_certificate

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
MOST_BYTES = 20 * 1024 * 1024
C14N = "http://www.w3.org/2006/12/xml-c14n11"


def sign(document: bytes, *, key: bytes, chain: Sequence[str]) -> bytes:
    """Return the document with a signature inside its root. `key`: PKCS#8 in DER; `chain`: PEM,
    the signer's certificate first. Raises SignXMLException.
    """
    signer = XAdESSigner(
        method=methods.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=C14N,
        data_object_format=XAdESDataObjectFormat(Description="", MimeType="text/xml"),
    )
    private = load_der_private_key(key, None)
    if not isinstance(private, RSAPrivateKey):
        raise TypeError("not an RSA key")
    signed = signer.sign(_read(document), key=private, cert=list(chain))
    done: bytes = etree.tostring(signed, encoding="utf-8", xml_declaration=True)
    return done


def verdict(
    document: bytes,
    *,
    roots: Sequence[x509.Certificate],
    crls: Sequence[bytes] = (),
    at: datetime,
) -> Verdict:
    """Return the verdict on an XML document; never raises for what is in it."""
    remarks: list[Remark] = []
    signatures: list[Signature] = []
    try:
        if len(document) > MOST_BYTES:
            remarks.append(unsure("verify.too_large", most=MOST_BYTES // 1024 // 1024))
        else:
            remarks, signatures = _judged(document, roots, crls, at)
    except (MemoryError, PermissionError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001  (whatever a parser throws is the file's fault)
        remarks = [unsure("verify.unreadable", detail=type(error).__name__)]
        signatures = []
    return Verdict(sha256(document).hexdigest(), len(document), tuple(remarks), tuple(signatures))


def _judged(
    document: bytes, roots: Sequence[x509.Certificate], crls: Sequence[bytes], at: datetime
) -> tuple[list[Remark], list[Signature]]:
    root = _read(document)
    found = root.findall(f"{DS}Signature")
    if len(found) != 1:
        return [failed("verify.xml_unsigned")], []
    chain = _chain(found[0])
    cert = chain[0]
    whole: list[Remark] = []
    count = len(found[0].findall(f"{DS}SignedInfo/{DS}Reference"))
    try:
        XAdESVerifier().verify(
            document,
            x509_cert=pem.armor("CERTIFICATE", cert.dump()).decode(),
            expect_references=count,
            expect_config=SignatureConfiguration(location="./", expect_references=count),
        )
        if not _covers_root(found[0]):
            whole.append(failed("verify.xml_unsigned"))
    except (InvalidSignature, SignXMLException) as error:
        whole.append(failed("verify.xml_wrong", detail=type(error).__name__))
    said = _said(found[0])
    evidence = Evidence.bare(chain, roots, crls)
    then = run(certificates.standing(cert, evidence, at, at))
    remarks = [*whole, *of_certificate(then, said, None, cert)]
    state = Standing.UNKNOWN if whole else then.now
    seen = certificates.seen(cert, state, then.now, then.revoked_at)
    one = Signature(
        field="",
        signer=seen.subject,
        role="",
        behalf="",
        at=said,
        proved=False,
        level="B-B",
        whole=not whole,
        later=(),
        certificate=seen,
        remarks=tuple(remarks),
    )
    return [], [one]


def _read(document: bytes) -> etree._Element:
    """Read without entities, document types or anything from outside."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(document, parser)
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise ValueError("a document type")
    return root


def _chain(signature: etree._Element) -> list[x509.Certificate]:
    texts = [one.text or "" for one in signature.iter(f"{DS}X509Certificate")]
    armoured = [f"-----BEGIN CERTIFICATE-----\n{one.strip()}\n-----END CERTIFICATE-----\n"
                for one in texts]  # fmt: skip
    certs = [x509.Certificate.load(pem.unarmor(one.encode())[2]) for one in armoured]
    if not certs:
        raise ValueError("no certificate")
    return certs


def _covers_root(signature: etree._Element) -> bool:
    """Whether one reference is to the whole document."""
    references = signature.findall(f"{DS}SignedInfo/{DS}Reference")
    return any(one.get("URI") == "" for one in references)


def _said(signature: etree._Element) -> datetime | None:
    found = next(signature.iter(f"{XADES}SigningTime"), None)
    moment = datetime.fromisoformat(found.text) if found is not None and found.text else None
    return moment if moment is not None and moment.tzinfo else None
