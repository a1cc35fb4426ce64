"""What the minutes of withdrawing an account say.

Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.1.
"""

from datetime import datetime

from truongso.documents.kinds.common import Party, heading, opening, symbol
from truongso.roster.models import Org

KIND = "account_withdrawal"


def facts(
    org: Org,
    number: int,
    parties: tuple[Party, Party],
    account: dict[str, str],
    ended: list[str],
    *,
    at: datetime,
) -> dict[str, object]:
    """Return the facts of the minutes. `account`: username, reason, note; `ended`: what ended."""
    giver, receiver = parties
    return heading(org, at) | {
        "symbol": symbol(org, number, "BBTH"),
        "opening": opening(org, at, "thu hồi tài khoản"),
        "giver": giver.plain(),
        "receiver": receiver.plain(),
        "username": account["username"],
        "reason": account["reason"],
        "note": account["note"] or "–",
        "how": "Từ thời điểm lập biên bản, tài khoản không đăng nhập được nữa. Đồng thời kết thúc:",
        "ended": ended or ["Không còn phiên đăng nhập, nhiệm vụ hay ủy quyền nào."],
        "closing": (
            "Hồ sơ do tài khoản này lập trước đây được giữ nguyên, mang tên người lập. Người mới"
            " nhận nhiệm vụ được cấp tài khoản mới. Biên bản được lưu trên hệ thống."
        ),
    }
