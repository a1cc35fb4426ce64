"""Sentences about keeping records and removing them when their time is over."""

SENTENCES = {
    "retention.decided": (
        "Đề xuất này đã được quyết định hoặc đang được thực hiện. Hãy tải lại trang để xem."
    ),
    "retention.not_decided": (
        "Đề xuất này chưa được quyết định, hoặc đã thực hiện xong nên không hoàn tác được."
    ),
    "retention.changed": (
        "Danh sách đề xuất vừa thay đổi sau khi Thầy/Cô mở trang. Hãy xem lại rồi quyết định."
    ),
    "retention.begun": "Việc xóa đã bắt đầu nên không hoàn tác được.",
    "retention.until_past": "Hãy chọn ngày giữ lại sau hôm nay.",
    "retention.until_far": "Chỉ giữ lại thêm nhiều nhất mười năm; sau đó xem xét lại.",
    "retention.no_reason": "Hãy ghi lí do giữ lại, ít nhất {least} chữ cái.",
}
