"""Sentences about tables that are taken in: what is wrong in a cell, and how to mend it."""

SENTENCES = {
    "import.no_headings": (
        "Không thấy dòng tiêu đề cột nào của “{what}” trong tệp “{name}”. Hãy chọn đúng loại dữ"
        " liệu, hoặc chép vào tệp mẫu rồi tải lên."
    ),
    "import.mapped_twice": (
        "Hai cột cùng được chọn là “{label}”. Hãy giữ một cột và chọn “Không dùng” cho cột kia."
    ),
    "import.unmapped": "Chưa có cột nào là {labels}. Hãy chọn ít nhất một cột trong số đó.",
    "import.day_outside_year": (
        "Ngày áp dụng phải nằm trong năm học, từ {first} đến {last}. Hãy chọn lại."
    ),
    "import.other_state": (
        "Lần nhập tệp “{file}” đã chuyển sang bước khác. Hãy tải lại trang để xem bước hiện tại."
    ),
    "import.not_kept": (
        "Lần nhập tệp “{file}” không hoàn tác được: hệ thống không giữ (hoặc sau 30 ngày không còn"
        " giữ) dữ liệu trước khi nhập. Hãy sửa từng mục, hoặc nhập lại tệp cũ."
    ),
    "import.built_on": (
        "Chưa hoàn tác được lần nhập tệp “{file}”: {what}. Hãy gỡ những việc đó trước, hoặc sửa"
        " từng mục cần sửa."
    ),
    "import.no_such_choice": "Dòng này không có lựa chọn đó. Hãy tải lại trang rồi chọn lại.",
    "import.wrong_rows": (
        "Còn {count} dòng sai nên chưa nhập. Hãy tải danh sách lỗi, sửa trong tệp rồi tải lên lại."
    ),
    "import.undecided": (
        "Còn {count} dòng nghi trùng chưa quyết định. Hãy chọn cho từng dòng hoặc cho tất cả."
    ),
    "import.nothing_to_write": "Không có dòng mới hay thay đổi nào, nên không có gì để nhập.",
    "import.purpose": "Hãy ghi mục đích xuất dữ liệu cá nhân (ít nhất 10 ký tự) để lưu nhật ký.",
    "import.missing": "Chưa có “{label}”. Hãy điền vào ô này.",
    "import.no_result": (
        "Công thức của cột “{label}” chưa có kết quả lưu trong tệp. Hãy mở bằng Excel, chép và"
        " dán “Chỉ giá trị”, rồi lưu lại."
    ),
    "import.rounded": (
        "Số “{value}” đã bị Excel làm tròn, mất chữ số. Hãy đặt định dạng cột là Text rồi nhập"
        " lại đủ số."
    ),
    "import.too_long": "“{value}…” dài quá {most} ký tự. Hãy rút ngắn.",
    "import.not_a_name": (
        "“{value}” không phải họ tên. Hãy sửa lại, họ tên không có chữ số và dấu lạ."
    ),
    "import.zeros_lost": (
        "Ô dạng số đã mất số 0 ở đầu, được hiểu là {value}. Nếu không đúng, hãy đặt định dạng"
        " cột là Text và nhập lại."
    ),
    "import.not_digits": (
        "“{value}” không đúng {digits} chữ số. Hãy kiểm tra lại từng chữ số, giữ cả số 0 ở đầu."
    ),
    "import.not_a_day": "“{value}” không phải ngày. Hãy ghi dạng ngày/tháng/năm, ví dụ 05/09/2014.",
    "import.two_digit_year": (
        "“{value}” chỉ có hai chữ số của năm nên không rõ thế kỷ. Hãy ghi đủ bốn chữ số."
    ),
    "import.no_such_day": "Không có ngày “{value}”. Hãy ghi đúng dạng ngày/tháng/năm.",
    "import.not_a_sex": "“{value}” không phải giới tính. Hãy ghi Nam hoặc Nữ.",
    "import.not_a_class": "“{value}” không phải tên lớp. Hãy ghi như 6A1.",
    "import.not_a_grade": "“{value}” không phải khối. Hãy ghi 6, 7, 8 hoặc 9.",
    "import.not_a_number": "“{value}” không phải số. Hãy ghi một số nguyên.",
    "import.not_a_year": "“{value}” không phải năm. Hãy ghi bốn chữ số, ví dụ 1985.",
    "import.not_a_phone": (
        "“{value}” không phải số điện thoại. Hãy ghi 9 đến 11 chữ số, bắt đầu bằng 0."
    ),
    "import.not_a_mail": "“{value}” không phải địa chỉ email. Hãy sửa hoặc để trống.",
    "import.not_a_flag": "“{value}” không rõ có hay không. Hãy ghi x nếu có, để trống nếu không.",
    "import.not_a_choice": "“{value}” không có trong danh sách ({known}). Hãy chọn một giá trị.",
    "import.not_a_weekday": "“{value}” không phải thứ trong tuần. Hãy ghi từ Thứ 2 đến Thứ 7.",
    "import.unknown_class": (
        "Năm học {year} chưa có lớp {value}. Hãy nhập danh sách lớp trước, hoặc sửa tên lớp."
    ),
    "import.no_grade": ("Không rõ lớp {value} thuộc khối nào. Hãy điền cột Khối (6 đến 9)."),
    "import.not_a_department": "“{value}” không phải tên tổ. Hãy ghi đủ tên, như Tổ Toán – Tin.",
    "import.new_department": "Tổ “{value}” chưa có; sẽ được lập khi nhập.",
    "import.two_people": (
        "Các mã của dòng này thuộc về hai người khác nhau ({first} và {second}). Hãy kiểm tra"
        " lại các mã."
    ),
    "import.other_name": (
        "Mã này đang là của {name}, khác cả họ tên và ngày sinh. Hãy cho biết có phải cùng một"
        " người không."
    ),
    "import.same_name": (
        "Trường đã có {count} học sinh trùng họ tên và ngày sinh. Hãy cho biết là học sinh đó"
        " hay học sinh mới."
    ),
    "import.same_name_staff": (
        "Trường đã có {count} người trùng họ tên. Hãy cho biết là người đó hay người mới."
    ),
    "import.moet_stays": (
        "Học sinh này đã có mã định danh {value}; mã không đổi suốt đời. Hãy sửa lại ô này."
    ),
    "import.twice": ("Người này đã có ở dòng {row} với nội dung khác. Hãy giữ lại một dòng."),
    "import.identifier_twice": "“{value}” đã dùng ở dòng {row}. Hãy kiểm tra lại hai dòng.",
    "import.identifier_taken": "“{value}” đang là của {name}. Hãy kiểm tra lại.",
    "import.unknown_subject": (
        "Không có môn học “{value}”. Hãy ghi tên môn như trong chương trình, ví dụ Toán, Ngữ văn,"
        " KHTN."
    ),
    "import.unknown_teacher": (
        "Trường không có giáo viên “{value}”. Hãy sửa họ tên, hoặc nhập danh sách cán bộ trước."
    ),
    "import.several_teachers": (
        "“{value}” có thể là nhiều người: {known}. Hãy ghi đủ họ tên hoặc mã cán bộ."
    ),
    "import.which_teacher": (
        "Phân công giảng dạy có {count} giáo viên cho môn này ở lớp này ({known}). Hãy ghi tên"
        " giáo viên sau tên môn, ví dụ “Toán - Lan”, hoặc nhập phân công trước."
    ),
    "import.assigned_twice": (
        "Lớp {value} đã có giáo viên khác dạy môn này ở dòng {row}. Hãy giữ một dòng."
    ),
    "import.no_such_period": "Không có tiết {value}. Hãy ghi tiết 1 đến 5 của mỗi buổi.",
    "import.period_twice": "Lớp {name} đã có môn ở tiết này (dòng {row}). Hãy giữ một ô.",
    "import.teacher_busy": (
        "Giáo viên này đã dạy lớp {other} cùng lúc. Hãy đổi tiết hoặc sửa tên giáo viên."
    ),
    "import.no_programme_grade": (
        "Không rõ chương trình của khối nào. Hãy thêm cột Khối, hoặc chọn khối ở bước chọn cột."
    ),
    "import.no_periods": "Số tiết của bài phải từ 1 đến 40. Hãy điền cột Số tiết.",
    "import.no_such_week": "“{value}” không phải tuần học. Hãy ghi từ 1 đến 35, ví dụ 5 hoặc 5-6.",
    "import.programme_total": (
        "{name} có tất cả {total} tiết, chương trình quy định {expected} tiết một năm. Hãy kiểm"
        " tra; vẫn nhập được."
    ),
    "import.lesson_has_plans": (
        "Bài “{lesson}” đã có kế hoạch bài dạy nên không đổi được. Hãy để nguyên bài này như"
        " đang có."
    ),
    "import.lesson_gone": (
        "Tệp không còn bài “{lesson}” đã có kế hoạch bài dạy. Hãy giữ lại bài này trong tệp."
    ),
}
"""Sheet and cell stand before a sentence about a row: `office.importing.queries.said` adds them."""
