"""Sentences about files that come in."""

SENTENCES = {
    "file.empty": "Tệp “{name}” trống (0 byte). Hãy chọn lại tệp có nội dung.",
    "file.too_large": (
        "Tệp “{name}” nặng {size}, quá mức {most} cho phép. Hãy giảm dung lượng ảnh trong tệp rồi"
        " tải lại."
    ),
}
