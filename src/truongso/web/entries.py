"""The lines of the menu as data, in the order of the day's work: who finds them, and where.

An entry shows when its route is there and the actor holds one of its acts or duties (his own or
lent); one without either shows to everybody. The page behind it asks the gate again.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from truongso.rules.authority import Duty

WORK = gettext_noop("Công việc")
DEPARTMENT = gettext_noop("Tổ chuyên môn")
SCHOOL = gettext_noop("Nhà trường")
MINE = gettext_noop("Của tôi")

LEADING = (
    Duty.PRINCIPAL,
    Duty.VICE_PRINCIPAL,
    Duty.DEPARTMENT_HEAD,
    Duty.DEPARTMENT_DEPUTY,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. `acts`: one of these, or of those beginning so when it ends in ":".

    `badge`: the name of a count given with the menu. `short`: its name where there is little room.
    `thumb`: its rank among those under a phone's thumb, 1 the first; 0 is never there.
    """

    title: str
    route: str
    icon: str
    group: str
    acts: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    badge: str = ""
    thumb: int = 0
    about: str = ""
    short: str = ""


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
    Entry(
        gettext_noop("Thời khóa biểu"),
        "timetable",
        "calendar",
        SCHOOL,
        about=gettext_noop("Của tôi, của từng lớp, từng giáo viên."),
    ),
    Entry(
        gettext_noop("Phân phối chương trình"),
        "programmes",
        "subject",
        SCHOOL,
        about=gettext_noop("Các bài, số tiết và tuần dạy của từng môn."),
    ),
    Entry(
        gettext_noop("Học sinh"),
        "pupils",
        "person",
        SCHOOL,
        acts=("roster.edit_pupils",),
        about=gettext_noop("Danh sách, hồ sơ, biến động của học sinh."),
    ),
    Entry(
        gettext_noop("Lớp và phân công"),
        "classes",
        "school",
        SCHOOL,
        about=gettext_noop("Ai dạy môn gì ở lớp nào."),
    ),
    Entry(
        gettext_noop("Cán bộ, giáo viên"),
        "staff",
        "people",
        SCHOOL,
        about=gettext_noop("Danh sách theo tổ, với nhiệm vụ đang giữ."),
    ),
    Entry(
        gettext_noop("Nhập, xuất Excel"),
        "imports",
        "upload",
        SCHOOL,
        acts=("office.import",),
        about=gettext_noop("Nhập danh sách, phân công, thời khóa biểu từ Excel; xuất ra Excel."),
    ),
    Entry(
        gettext_noop("Kiểm tra dữ liệu"),
        "data_checks",
        "check",
        SCHOOL,
        acts=("roster.check_data",),
        about=gettext_noop("Những chỗ thiếu, trùng hoặc chưa khớp, và cách sửa."),
    ),
    Entry(
        gettext_noop("Năm học"),
        "year",
        "sun",
        SCHOOL,
        about=gettext_noop("Các tuần dạy, kỳ nghỉ và hạn nộp."),
    ),
    Entry(
        gettext_noop("Kết quả cuối năm"),
        "year_results",
        "approve",
        SCHOOL,
        acts=("roster.enter_results",),
        about=gettext_noop("Học sinh được lên lớp, ở lại lớp, đánh giá lại trong hè."),
    ),
    Entry(
        gettext_noop("Chuyển năm học"),
        "rollover",
        "next",
        SCHOOL,
        acts=("roster.prepare_year",),
        about=gettext_noop("Lập năm học mới từ năm học cũ, xem trước, rồi mở."),
    ),
    Entry(
        gettext_noop("Quy định của trường"),
        "school_rules",
        "settings",
        SCHOOL,
        about=gettext_noop("Những điều nhà trường tự quyết, các loại hồ sơ."),
    ),
    Entry(
        gettext_noop("Phân quyền"),
        "rights",
        "shield",
        SCHOOL,
        about=gettext_noop("Ai được làm gì; danh sách phân công phê duyệt."),
    ),
    Entry(
        gettext_noop("Nhiệm vụ"),
        "duties",
        "assign",
        SCHOOL,
        acts=("access.give_duty", "access.give_leading_duty", "access.name_emergency_admin"),
        about=gettext_noop("Ai giữ nhiệm vụ gì; giao và kết thúc nhiệm vụ."),
    ),
    Entry(
        gettext_noop("Tài khoản cán bộ"),
        "accounts",
        "key",
        SCHOOL,
        acts=("access.see_accounts",),
        about=gettext_noop("Lập, bàn giao, tạm khóa, thu hồi tài khoản."),
    ),
    Entry(
        gettext_noop("Biên bản"),
        "minutes",
        "files",
        SCHOOL,
        acts=("access.see_accounts",),
        about=gettext_noop("Biên bản bàn giao, thu hồi tài khoản, có số."),
    ),
    Entry(
        gettext_noop("Đề xuất xóa"),
        "removal_proposals",
        "files",
        SCHOOL,
        acts=("retention.see",),
        about=gettext_noop("Dữ liệu hết hạn lưu giữ, chờ hiệu trưởng quyết định."),
    ),
    Entry(
        gettext_noop("Yêu cầu hỗ trợ"),
        "help_requests",
        "help",
        SCHOOL,
        acts=("support.answer",),
        about=gettext_noop("Những điều mọi người nhờ quản trị viên của trường."),
    ),
    Entry(
        gettext_noop("Thông báo"),
        "notices",
        "bell",
        MINE,
        badge="unread",
        thumb=3,
        about=gettext_noop("Những việc Thầy/Cô được báo, mới nhất ở trên."),
    ),
    Entry(
        gettext_noop("Dữ liệu cá nhân"),
        "personal_data",
        "shield",
        MINE,
        about=gettext_noop("Trường giữ dữ liệu gì, vì sao; ai đã xem hồ sơ của tôi."),
    ),
    Entry(
        gettext_noop("Các lần xuất của tôi"),
        "my_exports",
        "files",
        MINE,
        about=gettext_noop("Danh sách đã xuất hoặc in, dùng đến ngày nào."),
    ),
    Entry(
        gettext_noop("Lịch lưu giữ"),
        "retention_schedule",
        "calendar",
        MINE,
        about=gettext_noop("Mỗi loại hồ sơ được giữ bao lâu."),
    ),
    Entry(
        gettext_noop("Tài khoản"),
        "account",
        "person",
        MINE,
        thumb=5,
        about=gettext_noop("Nhiệm vụ đang giữ, mật khẩu, thiết bị đang đăng nhập."),
    ),
    Entry(
        gettext_noop("Việc đầu tiên"),
        "first_steps",
        "check",
        MINE,
        acts=("support.ask",),
        about=gettext_noop("Những việc nên làm khi mới dùng phần mềm."),
    ),
    Entry(
        gettext_noop("Hướng dẫn sử dụng"),
        "guide",
        "book",
        MINE,
        about=gettext_noop("Hướng dẫn đầy đủ, theo nhiệm vụ, có ảnh."),
    ),
    Entry(
        gettext_noop("Nhật ký"),
        "journal",
        "history",
        MINE,
        acts=("audit.read",),
        about=gettext_noop("Ai đã làm gì, lúc nào, thay mặt ai."),
    ),
)
