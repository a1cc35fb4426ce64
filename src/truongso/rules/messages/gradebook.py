"""Sentences about the gradebook: cells, windows, locks, corrections."""

SENTENCES = {
    "gradebook.term_locked": (
        "Sổ điểm học kì này đã được ban giám hiệu khóa. Muốn sửa, hãy lập đề nghị sửa điểm."
    ),
    "gradebook.cell_locked": "Ô này đã khóa. Muốn sửa, hãy lập đề nghị sửa điểm.",
    "gradebook.not_open_yet": "Cột này mở nhập từ ngày {day}. Hãy nhập lại từ ngày đó.",
    "gradebook.window_over": (
        "Cột này đã hết hạn nhập ngày {day}. Hãy đề nghị ban giám hiệu mở lại hoặc sửa hạn."
    ),
    "gradebook.no_column": (
        "Môn này không có cột “{column}” trong học kì. Hãy tải lại trang rồi nhập lại."
    ),
    "gradebook.not_in_class": (
        "Học sinh này không còn trong danh sách lớp {school_class}. Hãy tải lại trang."
    ),
    "gradebook.other_strand": "Cột này của phân môn {strand}, do giáo viên khác nhập.",
    "gradebook.exempt": "Học sinh này được miễn đánh giá môn học, không nhập điểm.",
    "gradebook.no_subject": "Lớp {school_class} không học môn này trong năm học.",
    "gradebook.nothing_locked": "Các cột được chọn đã khóa từ trước. Hãy tải lại trang.",
    "gradebook.reason_for_reopening": "Hãy ghi lí do mở lại sổ điểm.",
    "gradebook.window_backwards": (
        "Hạn nhập “{name}” kết thúc trước khi bắt đầu. Hãy sửa lại hai ngày."
    ),
    "gradebook.window_outside": (
        "Hạn nhập “{name}” nằm ngoài năm học ({first} đến {last}). Hãy chọn ngày trong năm học."
    ),
    "gradebook.too_many_cells": (
        "Một lần gửi tối đa {most} ô; lần này có {count}. Hãy dán từng phần."
    ),
    "score.not_absent": (
        "“v0” chỉ ghi cho học sinh đã ghi vắng (v) mà không kiểm tra bù. Hãy ghi “v” trước."
    ),
    "score.reason_needed": "Ô này đã có điểm từ trước. Hãy ghi lí do sửa điểm.",
    "score.correction_closed": (
        "Đã quá hạn sửa điểm ({day}, một tuần trước kiểm tra học kì). Nếu do nhập sai, hãy lập đề"
        " nghị sửa dữ liệu để hiệu trưởng xem xét."
    ),
    "score.comment_too_long": "Nhận xét dài quá {most} kí tự. Hãy viết ngắn lại.",
    "score.comment_letter": "Nhận xét có kí tự không dùng được. Hãy gõ lại.",
}
