"""What the journal says of the gradebook."""

from django.utils.translation import gettext_noop

GRADEBOOK = {
    "gradebook.scores_saved": gettext_noop(
        "nhập, sửa {count} ô điểm môn {subject} lớp {school_class}, học kì {term}"
    ),
    "gradebook.columns_locked": gettext_noop(
        "khóa cột {columns} môn {subject} lớp {school_class}, học kì {term}"
    ),
    "gradebook.columns_reopened": gettext_noop(
        "mở lại cột {columns} môn {subject} lớp {school_class}, học kì {term}"
    ),
    "gradebook.term_planned": gettext_noop("đặt hạn nhập điểm học kì {term}"),
    "gradebook.term_locked": gettext_noop("khóa sổ điểm học kì {term}"),
    "gradebook.term_reopened": gettext_noop("mở lại sổ điểm học kì {term}"),
    "gradebook.locked_by_date": gettext_noop("khóa cột điểm hết hạn của {count} bảng điểm"),
    "gradebook.warned": gettext_noop("nhắc {people} giáo viên về sổ điểm sắp khóa"),
    "gradebook.exported": gettext_noop("xuất bảng điểm ra Excel: {pages}, học kì {term}"),
    "gradebook.score_file_begun": gettext_noop("gửi tệp điểm “{file}” để xem trước"),
    "gradebook.score_file_saved": gettext_noop("ghi {count} ô điểm từ tệp “{file}”"),
    "gradebook.score_file_left": gettext_noop("bỏ tệp điểm “{file}”"),
    "gradebook.score_files_expired": gettext_noop("xóa {count} tệp điểm quá hạn xác nhận"),
    "gradebook.correction_asked": gettext_noop("đề nghị sửa điểm {case}"),
    "gradebook.correction_withdrawn": gettext_noop("rút đề nghị sửa điểm {case}"),
    "gradebook.correction_refused": gettext_noop("không đồng ý đề nghị sửa điểm {case}"),
    "gradebook.correction_consented": gettext_noop(
        "đồng ý đề nghị sửa điểm {case}, mở {count} ô điểm"
    ),
    "gradebook.correction_finished": gettext_noop(
        "sửa xong {count} ô theo đề nghị sửa điểm {case}, khóa lại, lập biên bản"
    ),
    "gradebook.correction_lapsed": gettext_noop(
        "khép lại đề nghị sửa điểm {case}, không ô nào được sửa"
    ),
    "gradebook.correction_confirmed": gettext_noop("xác nhận biên bản sửa điểm {case}"),
    "gradebook.edit_explained": gettext_noop(
        "giải trình lần sửa điểm môn {subject} lớp {school_class}"
    ),
    "gradebook.diary_checked": gettext_noop(
        "đánh dấu đã kiểm tra nhật ký sửa điểm tháng {month} của {teacher}"
    ),
    "gradebook.diary_exported": gettext_noop(
        "xuất nhật ký sửa điểm tháng {month}: {count} lần sửa"
    ),
    "gradebook.conduct_entered": gettext_noop(
        "nhập, sửa rèn luyện của {count} học sinh lớp {school_class}, kì {term}"
    ),
    "gradebook.mode_granted": gettext_noop("cho {name} đánh giá theo cách khác môn {subject}"),
    "gradebook.retest_entered": gettext_noop("nhập kết quả đánh giá lại môn {subject} của {name}"),
    "gradebook.phrases_changed": gettext_noop(
        "sửa mẫu câu nhận xét của mình: thêm {added}, bỏ {dropped}, còn {count} mẫu câu"
    ),
    "gradebook.class_closed": gettext_noop(
        "chốt kết quả {count} học sinh lớp {school_class}, kì {period}"
    ),
    "gradebook.class_reopened": gettext_noop(
        "mở lại kết quả {count} học sinh lớp {school_class}, kì {period}"
    ),
    "gradebook.results_exported": gettext_noop("lấy ra {what}, {count} dòng ({form})"),
}
