"""What the scripts of a page say. Each page carries them in its language (see web/shell)."""

from django.utils.translation import gettext, gettext_noop

WORDS = {
    "agree": gettext_noop("Đồng ý"),
    "close": gettext_noop("Đóng"),
    "discard": gettext_noop("Bỏ nội dung này"),
    "failed": gettext_noop("Hệ thống gặp lỗi khi xử lý. Hãy thử lại sau ít phút."),
    "hide": gettext_noop("Ẩn"),
    "keys_help": gettext_noop("Xem các phím tắt của trang"),
    "not_sent": gettext_noop("Chưa gửi được vì chưa đăng nhập lại. Nội dung đã gõ vẫn còn."),
    "offline": gettext_noop("Mất kết nối; dữ liệu vừa nhập được giữ trên máy này."),
    "restored": gettext_noop("Đã khôi phục nội dung gõ dở lần trước, chưa được gửi."),
    "show": gettext_noop("Hiện"),
}


def script_words() -> dict[str, str]:
    """Return the words by name, in the language of the page."""
    return {name: gettext(sentence) for name, sentence in WORDS.items()}
