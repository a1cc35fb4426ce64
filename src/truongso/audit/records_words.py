"""What the journal says of the records of pupils."""

from django.utils.translation import gettext_noop

RECORDS = {
    "records.remarks_saved": gettext_noop(
        "ghi nhận xét học bạ của {count} học sinh lớp {school_class}"
    ),
    "records.subjects_confirmed": gettext_noop(
        "xác nhận môn {subjects} trong học bạ lớp {school_class}"
    ),
    "records.reports_handed_up": gettext_noop("trình học bạ lớp {school_class}, {count} học sinh"),
    "records.reports_returned": gettext_noop("trả lại học bạ lớp {school_class}"),
    "records.reports_issued": gettext_noop(
        "duyệt, phát hành học bạ lớp {school_class}, {count} học sinh"
    ),
    "records.report_rendered": gettext_noop("tạo tệp học bạ bản {version} của {name}"),
    "records.report_read": gettext_noop("mở học bạ bản {version} của {name}"),
    "records.reports_taken_out": gettext_noop("tải học bạ lớp {school_class}, {count} học sinh"),
    "records.amendment_asked": gettext_noop("đề nghị sửa học bạ của {name}, lớp {school_class}"),
    "records.amendment_refused": gettext_noop(
        "không đồng ý sửa học bạ của {name}, lớp {school_class}"
    ),
    "records.report_amended": gettext_noop(
        "phát hành học bạ bản {version} của {name}, lớp {school_class}: {count} chỗ đổi"
    ),
}
