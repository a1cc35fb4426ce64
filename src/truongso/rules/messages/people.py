"""Sentences about people, classes, their identifiers and moves."""

SENTENCES = {
    "identifier.moet_form": (
        "Mã định danh Bộ GD&ĐT “{text}” chưa đúng: mã gồm đúng 10 chữ số. Hãy kiểm tra lại."
    ),
    "identifier.citizen_form": (
        "Số định danh cá nhân “{text}” chưa đúng: số gồm đúng 12 chữ số. Hãy kiểm tra lại."
    ),
    "identifier.citizen_unlike_person": (
        "Số định danh cá nhân {text} cho biết sinh năm {year}, giới tính {sex}, không khớp với hồ"
        " sơ. Hãy đối chiếu với giấy khai sinh hoặc thẻ căn cước."
    ),
    "person.impossible_age": (
        "Ngày sinh {born_on} cho tuổi {age}, ngoài khoảng {least} đến {most} tuổi. Hãy sửa ngày"
        " sinh."
    ),
    "person.name_incomplete": (
        "Họ và tên “{name}” chưa đủ họ và tên, hoặc có chữ số. Hãy nhập như trong giấy khai sinh."
    ),
    "person.leaves_before_coming": (
        "Ngày thôi làm việc phải sau ngày bắt đầu làm việc ({since}). Hãy sửa lại ngày."
    ),
    "person.already_left": "Người này đã thôi làm việc từ {until}. Không cần ghi lần nữa.",
    "person.code_taken": "Mã “{text}” đã là của {name}. Hãy dùng mã khác hoặc kiểm tra lại.",
    "person.group_elsewhere": "Nhóm được chọn không thuộc tổ được chọn. Hãy chọn lại nhóm.",
    "class.unknown_grade": "Khối {grade} không có ở trường THCS. Hãy chọn khối 6 đến 9.",
    "class.name_without_grade": (
        "Tên lớp “{name}” phải bắt đầu bằng số của khối {grade}, ví dụ {grade}A."
    ),
    "class.name_taken": "Năm học này đã có lớp “{name}”. Hãy đặt tên khác.",
    "class.has_people": (
        "Lớp {name} đã có học sinh hoặc phân công giảng dạy nên không đổi khối được."
    ),
    "class.nobody_chosen": "Chưa chọn học sinh nào. Hãy đánh dấu ít nhất một học sinh.",
    "class.same_class": "Học sinh đang ở chính lớp này. Hãy chọn lớp khác.",
    "class.not_a_member": (
        "{count} học sinh được chọn không còn ở lớp {name}. Hãy tải lại trang để xem danh sách mới."
    ),
    "class.before_joining": (
        "{name} vào lớp từ {since}; ngày chuyển lớp phải sau ngày đó. Hãy chọn ngày muộn hơn."
    ),
    "class.already_in_one": (
        "Học sinh đang ở lớp {name}. Hãy mở danh sách lớp {name} và chuyển lớp từ đó."
    ),
    "class.not_at_school": (
        "{name} không còn học ở trường. Hãy ghi biến động “Đang học” với lớp mới khi em trở lại."
    ),
    "class.outside_year": "Ngày {day} nằm ngoài năm học {year}. Hãy chọn lại ngày.",
    "class.not_extra": ("{name} không phải lớp dạy thêm. Hãy chuyển lớp từ danh sách lớp {name}."),
    "class.left_already": "Học sinh đã rời lớp {name} từ {day}. Hãy tải lại trang.",
    "timetable.begins_already": (
        "Đã có thời khóa biểu áp dụng từ {day}. Hãy mở bản đó để sửa, hoặc chọn ngày khác."
    ),
    "timetable.teacher_busy": (
        "Thứ {weekday}, tiết {period} {session}: {name} đã có tiết ở lớp {other}. Hãy đổi tiết"
        " hoặc người dạy."
    ),
    "timetable.not_assigned": (
        "Thứ {weekday}, tiết {period} {session}: môn và giáo viên này không có trong phân công của"
        " lớp. Hãy tải lại trang rồi chọn lại."
    ),
    "department.name_taken": "Đã có tổ hoặc nhóm tên “{name}”. Hãy đặt tên khác.",
    "assignment.unknown_strand": (
        "Môn {subject} không có phân môn này. Hãy chọn lại phân môn trong danh sách."
    ),
    "assignment.not_working": "{name} không làm việc ở trường vào ngày {day}. Hãy chọn người khác.",
    "assignment.unchanged": "{name} đang dạy môn này ở lớp này rồi.",
    "assignment.before_the_last": (
        "Người đang dạy được phân công từ {since}; ngày thay phải sau ngày đó. Hãy chọn ngày muộn"
        " hơn."
    ),
    "assignment.nobody_teaches": "Môn này ở lớp này chưa có ai dạy nên không có gì để kết thúc.",
    "move.cannot_follow": (
        "Không ghi được biến động này sau trạng thái hiện tại của học sinh. Hãy tải lại trang và"
        " chọn lại."
    ),
    "move.before_the_last": (
        "Ngày {on} đứng trước biến động gần nhất ({last}). Hãy chọn ngày từ {last} trở đi."
    ),
    "move.in_the_future": "Ngày {on} chưa đến. Chỉ ghi biến động đã xảy ra.",
    "move.reason_missing": "Chưa ghi lí do. Hãy ghi lí do rồi gửi lại.",
    "move.school_missing": "Chưa ghi trường chuyển đến hoặc chuyển đi. Hãy ghi tên trường.",
    "move.papers_missing": (
        "Chưa ghi giấy tờ chuyển trường (số đơn, giấy giới thiệu, học bạ). Hãy ghi rồi gửi lại."
    ),
    "move.class_missing": "Chưa chọn lớp cho học sinh. Hãy chọn lớp rồi gửi lại.",
    "move.not_last_grade": "Chỉ học sinh lớp {last} mới hoàn thành chương trình THCS.",
    "move.not_the_last": (
        "Chỉ hủy được biến động gần nhất, và không hủy được lần vào trường. Hãy tải lại trang."
    ),
    "reading.purpose_missing": "Chưa chọn mục đích. Hãy chọn một mục đích rồi tiếp tục.",
    "reading.note_missing": "Mục đích “Việc khác” cần ghi rõ là việc gì.",
}
