"""What the script of the import page says."""

from django.utils.translation import gettext, gettext_noop

WORDS = {
    "upload_waiting": gettext_noop("Đang chờ tải lên"),
    "upload_sending": gettext_noop("Đang tải lên: {percent} %"),
    "upload_paused": gettext_noop("Đã tạm dừng ở {percent} %"),
    "upload_stuck": gettext_noop("Mất kết nối ở {percent} %; sẽ tự tải tiếp khi có mạng."),
    "upload_lost": gettext_noop(
        "Chưa tải xong ({percent} %). Hãy chọn lại đúng tệp này để tải tiếp."
    ),
    "upload_checking": gettext_noop("Đã tải lên, đang kiểm tra tệp…"),
    "upload_ready": gettext_noop("Đã kiểm tra, có thể đọc tệp"),
    "upload_refused": gettext_noop("Tệp không được nhận"),
    "upload_twice": gettext_noop("Tệp “{name}” đã có trong danh sách."),
    "upload_one_only": gettext_noop(
        "Chỉ nhận một tệp. Hãy bỏ tệp đang có trước khi chọn tệp khác."
    ),
    "upload_not_removed": gettext_noop("Chưa bỏ được tệp “{name}”. Hãy thử lại khi có mạng."),
    "upload_remove": gettext_noop("Bỏ tệp {name}"),
    "not_begun": gettext_noop(
        "Chưa nhận được trả lời của máy chủ. Tệp vẫn còn; hãy bấm lại sau ít giây."
    ),
}


def of_imports() -> dict[str, str]:
    """Return the words by name, in the language of the page."""
    return {name: gettext(sentence) for name, sentence in WORDS.items()}
