"""What sealed slips say. These facts are made for one answer and kept nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from truongso.documents.kinds.account_handover.facts import RULES
from truongso.documents.kinds.common import heading
from truongso.foundation.days import local
from truongso.roster.models import Org

KIND = "password_slip"
STEPS = [
    "Mở địa chỉ truy cập ở trên, nhập tên đăng nhập và mật khẩu dùng một lần.",
    "Đặt mật khẩu của riêng mình (ít nhất 10 ký tự). Từ đó mật khẩu trên phiếu hết tác dụng.",
    "Đọc biên bản bàn giao, đánh dấu đã đọc và bấm “Ký nhận tài khoản”.",
    "Hủy phiếu này.",
]


@dataclass(frozen=True, slots=True)
class Slip:
    """One person's slip: the only place where the one-time password can be read."""

    name: str
    code: str
    email: str
    username: str
    password: str
    expires_at: datetime


def facts(org: Org, slips: Iterable[Slip], address: str, *, at: datetime) -> dict[str, object]:
    """Return the facts of a bundle of slips, a page each."""
    return heading(org, at) | {
        "address": address,
        "steps": STEPS,
        "rules": RULES[:2],
        "slips": [
            {
                "name": slip.name,
                "code": slip.code,
                "username": slip.username,
                "password": slip.password,
                "expires": f"hết ngày {local(slip.expires_at):%d/%m/%Y}",
            }
            for slip in slips
        ],
    }
