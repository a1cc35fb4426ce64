"""Sentences about plans: handing in, reviewing, deciding."""

SENTENCES = {
    "plan.week_unknown": (
        "Bài này chưa được xếp vào tuần dạy nào (tuần {week}). Hãy báo tổ trưởng kiểm tra phân phối"
        " chương trình."
    ),
    "plan.too_far_ahead": (
        "Bài của tuần {week} còn xa: chỉ được nộp trước tối đa {ahead} tuần dạy (hiện nay đến hết"
        " tuần {furthest}). Có thể nộp từ ngày {opens}."
    ),
    "plan.late_needs_leave": (
        "Đã quá hạn nộp ({due_on}, muộn {days} ngày). Trường quy định nộp muộn phải được tổ trưởng"
        " cho phép; hãy bấm “Xin nộp muộn”."
    ),
    "plan.not_your_lesson": (
        "Thầy/Cô không được phân công dạy môn và khối của bài “{lesson}”. Hãy chọn bài khác hoặc"
        " báo tổ trưởng kiểm tra phân công."
    ),
    "plan.not_the_uploader": (
        "Môn {subject} khối {grade} có nhiều giáo viên dạy; tổ trưởng đã phân công {uploader} nộp"
        " kế hoạch bài dạy."
    ),
    "plan.no_uploader": (
        "Môn {subject} khối {grade} có nhiều giáo viên dạy nhưng chưa có người được phân công nộp."
        " Hãy đề nghị tổ trưởng phân công."
    ),
    "plan.already_there": ("Bài “{lesson}” đã có kế hoạch. Hãy mở kế hoạch đó để nộp bản mới."),
    "plan.lessons_not_one_topic": (
        "Mỗi tệp chỉ chứa một bài hoặc một chủ đề. Các bài đã chọn không cùng một chủ đề; hãy tách"
        " thành nhiều tệp."
    ),
    "plan.no_lesson": "Tệp “{file}” chưa được chọn bài dạy. Hãy chọn bài cho tệp này.",
    "plan.class_not_taught": (
        "Lớp {school_class} không thuộc phân công của Thầy/Cô cho bài này. Hãy bỏ chọn lớp đó."
    ),
    "plan.no_class": "Chưa chọn lớp dùng kế hoạch “{title}”. Hãy chọn ít nhất một lớp.",
    "plan.same_file": ("Tệp vừa tải lên giống hệt bản trước. Hãy tải lên bản đã chỉnh sửa."),
    "plan.waiting": (
        "Kế hoạch đang chờ duyệt nên chưa nộp được bản mới. Hãy thu hồi bản đang chờ trước."
    ),
    "plan.already_decided": (
        "{by} đã {what} kế hoạch này lúc {at}. Thao tác vừa rồi không thay đổi gì."
    ),
    "plan.newer_version": (
        "Tác giả vừa nộp bản {no} của “{title}”. Hãy mở bản mới để xem rồi mới duyệt."
    ),
    "plan.withdrawn": "Tác giả vừa thu hồi “{title}”. Không còn gì để duyệt.",
    "plan.not_submitted": "“{title}” hiện không chờ duyệt ({state}), nên không thực hiện được.",
    "plan.undo_too_late": (
        "Đã quá {seconds} giây kể từ khi quyết định nên không hoàn tác được; tác giả đã được báo."
    ),
    "plan.undo_not_yours": "Chỉ người vừa quyết định mới hoàn tác được quyết định đó.",
    "plan.remark_needed": "Hãy ghi nhận xét để tác giả biết cần sửa gì trước khi trả lại.",
    "plan.page_unknown": "Trang {page} không có trong tệp (tệp có {pages} trang).",
    "plan.reference_needed": (
        "Kế hoạch giáo dục của nhà trường do cấp trên duyệt: hãy ghi số và ngày của văn bản duyệt."
    ),
    "plan.slot_taken": ("Đã có {kind} cho đúng môn, khối này. Hãy mở kế hoạch đó để nộp bản mới."),
    "plan.draft_only": "Chỉ xóa được bản nháp chưa nộp lần nào.",
    "plan.not_integrated": "Môn {subject} do từng giáo viên tự nộp, không cần phân công người nộp.",
    "plan.uploader_not_teaching": (
        "{name} không dạy môn {subject} khối {grade} nên không thể được phân công nộp."
    ),
    "plan.leave_not_needed": "Bài này chưa quá hạn nộp nên không cần xin phép.",
    "plan.leave_asked": "Đã gửi đề nghị nộp muộn cho bài này rồi; hãy đợi tổ trưởng trả lời.",
    "plan.leave_answered": "Đề nghị nộp muộn này đã được {by} trả lời.",
    "plan.nothing_chosen": "Chưa chọn kế hoạch nào. Hãy đánh dấu ít nhất một kế hoạch.",
}
