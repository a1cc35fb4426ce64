"""What the scripts of the planning pages say; each page carries the words it needs."""

from django.utils.translation import gettext, gettext_noop

UPLOADS = {
    "upload_waiting": gettext_noop("Đang chờ tải lên"),
    "upload_sending": gettext_noop("Đang tải lên: {percent} %"),
    "upload_paused": gettext_noop("Đã tạm dừng ở {percent} %"),
    "upload_stuck": gettext_noop("Mất kết nối ở {percent} %; sẽ tự tải tiếp khi có mạng."),
    "upload_lost": gettext_noop(
        "Chưa tải xong ({percent} %). Hãy chọn lại đúng tệp này để tải tiếp."
    ),
    "upload_checking": gettext_noop("Đã tải lên, đang kiểm tra tệp…"),
    "upload_ready": gettext_noop("Đã kiểm tra, sẵn sàng nộp"),
    "upload_ready_pages": gettext_noop("Đã kiểm tra, sẵn sàng nộp ({pages} trang)"),
    "upload_refused": gettext_noop("Tệp không được nhận"),
    "upload_twice": gettext_noop("Tệp “{name}” đã có trong danh sách."),
    "upload_one_only": gettext_noop(
        "Chỉ nhận một tệp. Hãy bỏ tệp đang có trước khi chọn tệp khác."
    ),
    "upload_not_removed": gettext_noop("Chưa bỏ được tệp “{name}”. Hãy thử lại khi có mạng."),
    "upload_remove": gettext_noop("Bỏ tệp {name}"),
    "lesson_choose": gettext_noop("Chọn bài dạy"),
    "lesson_matched": gettext_noop("Khớp theo tên tệp. Nếu chưa đúng, hãy chọn bài khác."),
    "lesson_unmatched": gettext_noop("Tên tệp chưa cho biết bài nào. Hãy chọn bài cho tệp này."),
    "lesson_needs_leave": gettext_noop(
        "Bài này đã quá hạn: lưu nháp, rồi bấm “Xin nộp muộn” ở danh sách bên dưới."
    ),
    "class_needed": gettext_noop("Hãy chọn ít nhất một lớp."),
    "hand_in_count": gettext_noop("Nộp {count} kế hoạch"),
    "draft_count": gettext_noop("Lưu nháp {count} tệp"),
    "files_ready": gettext_noop("{count} tệp đã có bài và lớp, có thể nộp."),
    "files_open": gettext_noop("{count} tệp còn phải chọn bài hoặc lớp."),
    "files_busy": gettext_noop("{count} tệp đang tải lên hoặc đang kiểm tra."),
    "not_handed_in": gettext_noop(
        "Chưa nhận được trả lời của máy chủ. Các tệp vẫn còn; hãy bấm lại, sẽ không nộp trùng."
    ),
}

VIEWER = {
    "viewer_opening": gettext_noop("Đang mở tệp…"),
    "viewer_failed": gettext_noop("Không mở được tệp trên trang này. Hãy thử lại hoặc tải tệp về."),
    "viewer_page": gettext_noop("Trang {page} trong {count}"),
    "viewer_page_failed": gettext_noop("Không hiện được trang {page}."),
    "viewer_converting": gettext_noop("Tệp Word đang được chuyển sang PDF để đọc trên trang này…"),
}

REVIEW = {
    "remark_for_page": gettext_noop("Nhận xét cho trang {page}"),
    "remark_for_whole": gettext_noop("Nhận xét cho cả tệp"),
    "remark_needed": gettext_noop("Hãy ghi nhận xét để tác giả biết cần sửa gì trước khi trả lại."),
    "remark_removed": gettext_noop("Đã bỏ nhận xét."),
    "take_back": gettext_noop("Lấy lại"),
    "undo_seconds": gettext_noop("còn {seconds} giây"),
    "chosen_count": gettext_noop("Đã chọn {count}"),
    "approve_count": gettext_noop("Duyệt {count} kế hoạch"),
    "return_count": gettext_noop("Trả lại {count} kế hoạch"),
    "unopened_count": gettext_noop("{count} kế hoạch chưa mở xem lần nào:"),
    "all_opened": gettext_noop("Thầy/Cô đã mở xem tất cả."),
    "nothing_chosen": gettext_noop("Chưa chọn kế hoạch nào. Hãy đánh dấu ít nhất một kế hoạch."),
}


def of_uploads() -> dict[str, str]:
    """Return the words of uploading, in the language of the page."""
    return _spoken(UPLOADS)


def of_viewer() -> dict[str, str]:
    """Return the words of the viewer."""
    return _spoken(VIEWER)


def of_review() -> dict[str, str]:
    """Return the words of deciding."""
    return _spoken(REVIEW)


def _spoken(words: dict[str, str]) -> dict[str, str]:
    return {name: gettext(sentence) for name, sentence in words.items()}
