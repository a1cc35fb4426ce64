"""Sentences about the school year, its weeks, programmes and settings."""

SENTENCES = {
    "calendar.week_number": (
        "Tuần {week} đứng ở chỗ của tuần {expected}. Hãy đánh số các tuần liên tục từ 1."
    ),
    "calendar.not_a_monday": "Tuần {week}: ngày {day} không phải thứ Hai. Hãy chọn ngày thứ Hai.",
    "calendar.weeks_overlap": (
        "Tuần {week} bắt đầu ngày {day}, trùng với tuần trước. Hãy chọn thứ Hai của tuần sau đó."
    ),
    "calendar.term_goes_back": "Tuần {week} thuộc học kì I nhưng đứng sau tuần của học kì II.",
    "calendar.break_backwards": (
        "Kỳ nghỉ “{name}”: ngày cuối phải từ ngày đầu trở đi. Hãy sửa lại ngày."
    ),
    "calendar.work_in_week": (
        "Không thể đổi tuần {week}: tuần này đã bắt đầu. Chỉ đổi được các tuần chưa bắt đầu."
    ),
    "programme.no_periods": "Bài {lesson} chưa có số tiết. Hãy điền số tiết từ 1 trở lên.",
    "programme.wrong_total": (
        "Tổng số tiết là {total}, chương trình quy định {expected}. Hãy kiểm tra lại số tiết từng"
        " bài."
    ),
    "rule.unknown_value": "“{name}”: giá trị “{value}” không dùng được. Hãy chọn lại.",
}
