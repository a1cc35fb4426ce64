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
}
