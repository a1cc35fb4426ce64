"""Sentences about requests for help."""

SENTENCES = {
    "support.too_many": (
        "Thầy/Cô đã gửi {most} yêu cầu trong một giờ. Nội dung vừa gõ vẫn còn; hãy đợi trả lời rồi"
        " gửi tiếp, hoặc bổ sung vào yêu cầu đã gửi."
    ),
    "support.closed_already": (
        "Yêu cầu này đã được đóng. Nếu vẫn cần hỗ trợ, hãy mở lại rồi gửi tiếp."
    ),
    "support.open_already": "Yêu cầu này đang mở rồi; có thể trả lời ngay.",
}
