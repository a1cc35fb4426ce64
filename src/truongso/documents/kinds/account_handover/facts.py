"""What the hand-over minutes of an account say.

Source: Decision 20/QĐ-THCS of 21 Aug 2025, section II.7.1.
"""

from datetime import datetime

from truongso.documents.kinds.common import Party, heading, opening, symbol
from truongso.foundation.days import local
from truongso.roster.models import Org

KIND = "account_handover"
RULES = [
    "Bảo mật tài khoản và mật khẩu; sử dụng tài khoản đúng mục đích, đúng nhiệm vụ được giao.",
    "Không bàn giao hoặc tự ý cho người khác sử dụng tài khoản được cấp.",
    "Không cung cấp, chia sẻ, sao chép hoặc khai thác dữ liệu vì mục đích trục lợi hoặc trái mục"
    " đích; không truy cập vượt quyền; không cố ý nhập sai, làm sai lệch thông tin.",
    "Khi nghi ngờ lộ mật khẩu, đổi mật khẩu ngay và báo quản trị viên của trường.",
    "Khi tài khoản bị lỗi, thay đổi công việc hoặc chuyển công tác, báo quản trị viên để thu hồi"
    " tài khoản theo quy định.",
]
"""What whoever gets an account promises; the decision's own words."""


def facts(
    org: Org, number: int, parties: tuple[Party, Party], account: dict[str, str], *, at: datetime
) -> dict[str, object]:
    """Return the facts of the minutes. `account`: username, address, duties."""
    giver, receiver = parties
    return heading(org, at) | {
        "symbol": symbol(org, number, "BBBG"),
        "opening": opening(org, at, "bàn giao tài khoản"),
        "giver": giver.plain(),
        "receiver": receiver.plain(),
        "username": account["username"],
        "address": account["address"],
        "duties": account["duties"] or "Theo phân công của nhà trường",
        "how": (
            "Bên giao trao cho bên nhận phiếu mật khẩu dùng một lần. Bên nhận đặt mật khẩu riêng"
            " ngay ở lần đăng nhập đầu tiên; từ đó không ai khác biết mật khẩu của tài khoản."
        ),
        "rules": RULES,
        "closing": (
            "Biên bản được lập thành hai bản có giá trị như nhau, mỗi bên giữ một bản; bản điện tử"
            " được lưu trên hệ thống."
        ),
    }


def confirmed(at: datetime, name: str, ip: str) -> str:
    """Return the line that tells of the receiver's yes, as it is printed from then on."""
    where = f", từ địa chỉ mạng {ip}" if ip else ""
    return (
        f"{name} đã đọc biên bản và quy định sử dụng, xác nhận đã nhận tài khoản lúc"
        f" {local(at):%H:%M:%S ngày %d/%m/%Y} (giờ Việt Nam){where}, sau khi đã đặt mật khẩu riêng."
    )
