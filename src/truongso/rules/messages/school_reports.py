"""Sentences about the school report: what is missing, and why a step is refused."""

SENTENCES = {
    "report.gap_no_pupils": "Lớp chưa có học sinh.",
    "report.gap_not_closed": "Kết quả cả năm của lớp chưa được chốt ở trang kết quả của lớp.",
    "report.gap_moved": "Kết quả đã khác lúc chốt, cần chốt lại: {names}.",
    "report.gap_unconfirmed": "Giáo viên bộ môn chưa xác nhận, hoặc sổ điểm đã đổi: {subjects}.",
    "report.gap_results": "Thiếu kết quả cả năm môn {subjects}.",
    "report.gap_conduct": "Thiếu kết quả rèn luyện.",
    "report.gap_absent": "Thiếu số buổi nghỉ học.",
    "report.gap_comments": "Thiếu nhận xét môn {subjects}.",
    "report.gap_remark": "Thiếu nhận xét của giáo viên chủ nhiệm.",
    "report.gap_profile": "Hồ sơ còn thiếu {fields}.",
    "report.not_collecting": (
        "Học bạ của lớp đã trình hoặc đã phát hành nên không sửa ở đây được nữa. Hãy tải lại trang."
    ),
    "report.not_closed": (
        "Kết quả cả năm của lớp chưa chốt. Hãy chờ ban giám hiệu chốt rồi xác nhận."
    ),
    "report.nobody_of_class": "Học sinh này không có trong danh sách lớp {school_class}.",
    "report.incomplete": (
        "Học bạ của lớp còn {count} chỗ bắt buộc chưa xong. Hãy bổ sung theo danh sách rồi trình."
    ),
    "report.reason_for_gaps": (
        "Còn {count} chỗ thiếu. Hãy bổ sung, hoặc ghi lí do (ít nhất {least} chữ cái) rồi trình."
    ),
    "report.not_handed_up": (
        "Học bạ của lớp không ở bước chờ hiệu trưởng. Hãy tải lại trang để xem bước hiện tại."
    ),
    "report.changed": (
        "Dữ liệu học bạ đã khác với lúc giáo viên chủ nhiệm xác nhận. Hãy trả lại để xác nhận lại."
    ),
    "report.reason_missing": "Hãy ghi lí do, ít nhất {least} chữ cái.",
    "report.case_pending": "Học bạ này đang có một đề nghị sửa chờ trả lời. Hãy chờ trả lời.",
    "report.case_answered": "Đề nghị này đã được trả lời. Hãy tải lại trang để xem.",
    "report.nothing_differs": (
        "Bản mới không khác bản đã phát hành. Hãy sửa dữ liệu gốc hoặc ghi nhận xét mới trước."
    ),
    "report.remark_long": "Nhận xét dài quá {most} chữ cái. Hãy viết gọn lại.",
    "report.not_rendered": "Tệp PDF của học bạ này đang được tạo. Hãy mở lại sau ít phút.",
}
