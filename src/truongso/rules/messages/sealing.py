"""Sentences of signing papers."""

SENTENCES = {
    "sealing.nothing_chosen": (
        "Chưa chọn văn bản nào đang chờ Thầy/Cô ký. Hãy đánh dấu ít nhất một văn bản."
    ),
    "sealing.too_many": "Mỗi lần ký nhiều nhất {most} văn bản; hãy chia thành nhiều lần.",
    "sealing.not_yours": "“{title}” không chờ Thầy/Cô ký, hoặc chưa đến lượt.",
    "sealing.void": "“{title}” đã được thay bằng bản khác nên không ký nữa.",
    "sealing.already_signed": "Ô ký “{role}” của “{title}” đã có chữ ký.",
    "sealing.changed": (
        "Tệp của “{title}” không còn đúng như khi hệ thống lập ra nên không ký. Hãy báo quản trị"
        " viên."
    ),
    "sealing.no_stamp": (
        "Chưa lấy được dấu thời gian nên chưa ký “{title}”. Hãy bấm ký tiếp sau ít phút."
    ),
    "sealing.failed": (
        "Chưa ký được “{title}” ({detail}). Hãy thử lại; nếu vẫn lỗi, báo quản trị viên."
    ),
    "sealing.ask_again": "Mã ký số chỉ được giữ trong 30 phút. Hãy nhập lại để ký tiếp.",
}
