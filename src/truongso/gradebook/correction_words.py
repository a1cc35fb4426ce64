"""What the script of asking for a correction says."""

from django.utils.translation import gettext, gettext_noop

ASKING = {
    "upload_waiting": gettext_noop("Đang chờ tải lên"),
    "upload_sending": gettext_noop("Đang tải lên: {percent} %"),
    "upload_paused": gettext_noop("Đã tạm dừng ở {percent} %"),
    "upload_stuck": gettext_noop("Mất kết nối ở {percent} %; sẽ tự tải tiếp khi có mạng."),
    "upload_lost": gettext_noop(
        "Chưa tải xong ({percent} %). Hãy chọn lại đúng tệp này để tải tiếp."
    ),
    "upload_checking": gettext_noop("Đã tải lên, đang kiểm tra tệp…"),
    "upload_ready": gettext_noop("Đã kiểm tra, sẵn sàng gửi"),
    "upload_ready_pages": gettext_noop("Đã kiểm tra, sẵn sàng gửi ({pages} trang)"),
    "upload_refused": gettext_noop("Tệp không được nhận"),
    "upload_twice": gettext_noop("Tệp “{name}” đã có trong danh sách."),
    "upload_not_removed": gettext_noop("Chưa bỏ được tệp “{name}”. Hãy thử lại khi có mạng."),
    "upload_remove": gettext_noop("Bỏ tệp {name}"),
    "cell_stands": gettext_noop("đang là “{mark}”"),
    "cell_empty": gettext_noop("đang trống"),
    "kind_needed": gettext_noop("Hãy chọn tệp này là loại minh chứng nào."),
    "not_sent": gettext_noop(
        "Chưa nhận được trả lời của máy chủ. Hãy bấm gửi lại, sẽ không gửi trùng."
    ),
}


def of_asking() -> dict[str, str]:
    """Return the words of asking, in the language of the page."""
    return {name: gettext(sentence) for name, sentence in ASKING.items()}
