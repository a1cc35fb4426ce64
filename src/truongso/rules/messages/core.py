"""Sentences that every room may say."""

SENTENCES = {
    "core.missing": "Không tìm thấy nội dung này. Có thể đường dẫn đã cũ; hãy quay về trang chủ.",
    "core.stale": (
        "Nội dung này vừa được người khác thay đổi. Hãy tải lại trang để xem bản mới rồi làm tiếp;"
        " phần Thầy/Cô đã gõ vẫn được giữ."
    ),
    "core.sign_in": "Thầy/Cô cần đăng nhập để tiếp tục.",
    "core.bad_request": "Yêu cầu gửi lên không đúng dạng ({detail}). Hãy tải lại trang và thử lại.",
    "core.required": "Chưa điền {name}. Hãy điền rồi gửi lại.",
    "core.too_long": "{name} dài quá {most} ký tự. Hãy rút ngắn rồi gửi lại.",
    "core.not_a_date": "{name}: “{text}” không phải là ngày. Hãy nhập dạng ngày/tháng/năm.",
    "core.unknown_choice": "{name}: lựa chọn “{text}” không có trong danh sách. Hãy chọn lại.",
    "core.forbidden_letter": (
        "{name} có ký tự không dùng được (ký tự điều khiển). Hãy xóa ký tự đó rồi gửi lại."
    ),
    "core.form_expired": (
        "Trang mở đã lâu nên không gửi được. Hãy tải lại trang rồi gửi lại; nội dung đã gõ vẫn còn."
    ),
    "core.failed": "Hệ thống gặp lỗi khi xử lý. Dữ liệu chưa bị thay đổi; hãy thử lại sau ít phút.",
    "core.busy": "Hệ thống đang bận. Dữ liệu chưa bị thay đổi; hãy thử lại sau ít giây.",
    "core.unsure": (
        "Mất kết nối với cơ sở dữ liệu đúng lúc đang lưu, nên chưa rõ đã lưu được hay chưa. Hãy tải"
        " lại trang để xem trước khi làm lại."
    ),
    "core.method": "Không dùng được cách gửi này cho trang này.",
}
