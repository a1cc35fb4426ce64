"""The lines of the menu as data, in the order of the day's work: who finds them, and where.

An entry shows when its route is there and the actor holds one of its acts or duties (his own or
lent); one without either shows to everybody. The page behind it asks the gate again.
"""

from django.utils.translation import gettext_noop

from truongso.rules.authority import Duty
from truongso.web import entries_school
from truongso.web.entry import DEPARTMENT, LEADING, WORK, Entry

ENTRIES = (
    Entry(gettext_noop("Trang chủ"), "home", "home", WORK, thumb=1),
    Entry(
        gettext_noop("Kế hoạch bài dạy"),
        "my_plans",
        "plan",
        WORK,
        duties=(Duty.TEACHER,),
        thumb=2,
        short=gettext_noop("Kế hoạch"),
    ),
    Entry(
        gettext_noop("Chờ tôi duyệt"),
        "inbox",
        "inbox",
        WORK,
        acts=("planning.approve:", "planning.grant_late_leave"),
        badge="waiting",
        thumb=2,
        short=gettext_noop("Duyệt"),
    ),
    Entry(
        gettext_noop("Bảng tuần"),
        "week_board",
        "board",
        WORK,
        acts=("planning.see_board",),
        thumb=4,
    ),
    Entry(
        gettext_noop("Sổ điểm"),
        "my_sheets",
        "book",
        WORK,
        duties=(Duty.TEACHER,),
        about=gettext_noop("Nhập điểm, nhận xét các lớp Thầy/Cô dạy; ô còn thiếu, hạn khóa."),
    ),
    Entry(
        gettext_noop("Tiến độ nhập điểm"),
        "score_progress",
        "board",
        WORK,
        acts=("gradebook.read_progress",),
        about=gettext_noop("Lớp nào, môn nào còn thiếu điểm; hạn nhập và khóa sổ."),
    ),
    Entry(
        gettext_noop("Đề nghị sửa điểm"),
        "corrections",
        "draft",
        WORK,
        acts=("gradebook.read_corrections",),
        badge="corrections",
        about=gettext_noop("Sửa điểm đã khóa: đề nghị, đồng ý, biên bản có người chứng kiến."),
    ),
    Entry(
        gettext_noop("Nhật ký sửa điểm"),
        "mark_diary",
        "history",
        WORK,
        acts=("gradebook.read_diary",),
        about=gettext_noop("Ai sửa điểm nào, vì sao; in cho sinh hoạt chuyên môn hằng tháng."),
    ),
    Entry(
        gettext_noop("Kết quả học tập, rèn luyện"),
        "result_classes",
        "approve",
        WORK,
        acts=("gradebook.read_class_results",),
        about=gettext_noop("Rèn luyện, kết quả của lớp; chốt kết quả, danh sách, thống kê."),
    ),
    Entry(
        gettext_noop("Chờ tôi ký"),
        "papers_to_sign",
        "approve",
        WORK,
        acts=("seal.own_key", "seal.use_school_seal"),
        about=gettext_noop("Văn bản đến lượt Thầy/Cô ký số; nhập mã một lần, ký nhiều văn bản."),
    ),
    Entry(
        gettext_noop("Học bạ"),
        "report_classes",
        "files",
        WORK,
        acts=("records.read_reports", "records.confirm_subject"),
        about=gettext_noop("Xác nhận môn học, nhận xét, trình, duyệt và phát hành học bạ."),
    ),
    Entry(
        gettext_noop("Kế hoạch giáo dục"),
        "education_plans",
        "book",
        WORK,
        acts=("planning.submit:", "planning.inspect:", "planning.approve:"),
        about=gettext_noop("Kế hoạch của nhà trường, của tổ, của giáo viên trong năm học."),
    ),
    Entry(
        gettext_noop("Người nộp môn chung"),
        "uploaders",
        "assign",
        DEPARTMENT,
        duties=LEADING,
        about=gettext_noop("Ai nộp kế hoạch bài dạy của môn nhiều giáo viên cùng dạy."),
    ),
    Entry(
        gettext_noop("Nhóm trưởng"),
        "group_leaders",
        "people",
        DEPARTMENT,
        duties=LEADING,
        about=gettext_noop("Ai dẫn từng nhóm chuyên môn."),
    ),
    Entry(
        gettext_noop("Ủy quyền"),
        "delegations",
        "delegate",
        DEPARTMENT,
        duties=LEADING,
        about=gettext_noop("Giao việc duyệt cho người khác trong thời gian vắng mặt."),
    ),
    *entries_school.ENTRIES,
)
