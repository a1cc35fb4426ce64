"""A verdict in Vietnamese words: the same on the page and at the prompt."""

from truongso.foundation.days import local
from truongso.foundation.errors import shown
from truongso.rules.messages import SENTENCES
from truongso.seal.verifying.facts import Remark, Result, Signature, Standing, Verdict

RESULTS = {
    Result.PASSED: "Hợp lệ",
    Result.FAILED: "Không hợp lệ",
    Result.INDETERMINATE: "Không xác minh được",
}
STANDINGS = {
    Standing.GOOD: "còn hiệu lực",
    Standing.EXPIRED: "hết hạn",
    Standing.NOT_YET: "chưa có hiệu lực",
    Standing.REVOKED: "bị thu hồi",
    Standing.UNKNOWN: "không rõ",
    Standing.UNTRUSTED: "không tin cậy",
    Standing.WEAK: "quá yếu",
}
LATER = {
    "signature": "chữ ký tiếp theo",
    "timestamp": "dấu thời gian",
    "data": "dữ liệu lưu trữ lâu dài",
    "other": "thay đổi khác",
}


def said(remark: Remark) -> str:
    """Return the sentence of a remark, in Vietnamese."""
    values = {name: shown(value) for name, value in remark.params.items()}
    return SENTENCES[remark.code].format_map(values)


def lines(verdict: Verdict) -> list[str]:
    """Return the verdict as lines for a terminal."""
    told = [f"Kết luận: {RESULTS[verdict.result]}", f"SHA-256: {verdict.sha256}"]
    told += [f"- {said(one)}" for one in verdict.remarks]
    for number, one in enumerate(verdict.signatures, 1):
        told += ["", f"Chữ ký {number}: {RESULTS[one.result]}", *_of(one)]
    return told


def _of(one: Signature) -> list[str]:
    told = [f"  Người ký: {one.signer}"]
    if one.role:
        told.append(f"  Vai ký: {one.role}")
    if one.behalf:
        told.append(f"  Thay mặt: {one.behalf}")
    if one.at is not None:
        how = "có dấu thời gian" if one.proved else "do người ký khai"
        told.append(f"  Thời điểm: {local(one.at):%H:%M %d/%m/%Y} ({how})")
    told.append(f"  Phần đã ký: {'nguyên vẹn' if one.whole else 'KHÔNG còn nguyên vẹn'}")
    if one.later:
        told.append(f"  Sau đó có: {', '.join(LATER.get(kind, kind) for kind in one.later)}")
    if (cert := one.certificate) is not None:
        told.append(
            f"  Chứng thư: do {cert.issuer} cấp, hết hạn {local(cert.valid_until):%d/%m/%Y}"
        )
        told.append(f"  Khi ký: {STANDINGS[cert.then]}; nay: {STANDINGS[cert.now]}")
    return told + [f"  - {said(remark)}" for remark in one.remarks]
