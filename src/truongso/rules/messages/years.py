"""Sentences about preparing, opening and closing a school year."""

SENTENCES = {
    "year.closed": (
        "Năm học {year} đã khép lại, chỉ còn để xem. Không sửa, nộp hay duyệt gì thêm được."
    ),
    "year.not_open": "Năm học {year} đang được chuẩn bị, chưa mở. Hãy đợi hiệu trưởng mở năm học.",
    "year.overlaps": (
        "Năm học cũ kéo dài đến ngày {day}. Hãy chọn ngày bắt đầu năm học mới sau ngày đó."
    ),
    "year.code_taken": "Năm học {year} đã có. Hãy chọn ngày bắt đầu của năm học khác.",
    "year.week_before_start": (
        "Tuần 1 bắt đầu trước ngày đầu năm học ({day}). Hãy chọn thứ Hai từ ngày đó trở đi."
    ),
    "year.weeks_too_long": (
        "Tuần 35 kéo dài đến ngày {day}, sau ngày kết thúc năm học. Hãy chọn ngày kết thúc muộn"
        " hơn hoặc bớt kỳ nghỉ."
    ),
    "year.still_taught": (
        "Năm học {year} còn dạy học đến ngày {day}. Chỉ mở năm học mới sau ngày đó."
    ),
    "year.built": (
        "Các lớp của năm học mới đã được lập. Hãy hoàn tác việc lập lớp trước khi đổi phần này."
    ),
    "year.built_before": (
        "{by} vừa lập các lớp của năm học mới lúc {at}. Hãy tải lại trang để xem."
    ),
    "year.not_built": "Các lớp của năm học mới chưa được lập. Hãy xem trước rồi bấm “Lập các lớp”.",
    "year.changed": (
        "Số liệu của năm học cũ vừa thay đổi sau khi Thầy/Cô mở trang. Hãy xem lại danh sách rồi"
        " bấm lần nữa."
    ),
    "year.changed_since_built": (
        "Kết quả hoặc danh sách học sinh đã thay đổi sau khi lập lớp. Hãy hoàn tác, xem trước lại"
        " rồi lập lớp lần nữa."
    ),
    "year.opened_before": "Năm học {year} đã được mở. Không mở lại hay hoàn tác được nữa.",
    "year.pupils_undecided": (
        "Còn {count} học sinh chưa có kết quả cuối năm. Hãy nhập kết quả, hoặc đánh dấu đồng ý mở"
        " năm học khi các em chưa được xếp lớp."
    ),
    "rollover.no_name": "Lớp {from_class}: hãy điền tên lớp của năm học mới.",
    "rollover.two_grades": (
        "Tên lớp {name} được dùng cho cả khối {grade} và khối {other}. Hãy đặt tên khác nhau."
    ),
    "rollover.long_name": "Tên lớp “{name}” dài quá 30 chữ. Hãy đặt tên ngắn hơn.",
    "rollover.retained_without_class": (
        "{name} ({from_class}) ở lại lớp nhưng chưa chọn lớp ở khối {grade}. Hãy chọn lớp."
    ),
    "result.not_in_class": (
        "Có học sinh không còn trong danh sách lớp {school_class}. Hãy tải lại trang."
    ),
    "result.wrong_outcome": "{name}: kết quả này không dùng được ở khối {grade}. Hãy chọn lại.",
}
