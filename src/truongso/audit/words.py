"""What an entry says to a reader: one sentence for each verb, words for fields and values.

A verb that is missing here is shown as it is, plainly; nothing is hidden for want of words.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, gettext_noop

from truongso.audit.field_words import FIELDS, VALUES
from truongso.audit.gradebook_words import GRADEBOOK
from truongso.audit.records_words import RECORDS
from truongso.audit.sealing_words import SEALING
from truongso.audit.signing_words import SIGNING
from truongso.foundation.days import local

GROUPS = {
    "planning": gettext_noop("Kế hoạch giáo dục và kế hoạch bài dạy"),
    "documents": gettext_noop("Tệp nộp lên"),
    "gradebook": gettext_noop("Sổ điểm"),
    "records": gettext_noop("Học bạ"),
    "office": gettext_noop("Lịch năm học và quy định của trường"),
    "roster": gettext_noop("Học sinh, cán bộ, lớp học"),
    "access": gettext_noop("Tài khoản, nhiệm vụ, ủy quyền"),
    "notices": gettext_noop("Thông báo và lịch cá nhân"),
    "support": gettext_noop("Hỗ trợ, việc đầu tiên"),
    "audit": gettext_noop("Nhật ký"),
    "retention": gettext_noop("Lưu giữ và xóa dữ liệu"),
    "seal": gettext_noop("Ký số"),
    "school": gettext_noop("Thông tin trường"),
    "system": gettext_noop("Vận hành hệ thống"),
}

SENTENCES = {
    **GRADEBOOK,
    **SEALING,
    **RECORDS,
    "access.signed_in": gettext_noop("đăng nhập"),
    "access.signed_out": gettext_noop("đăng xuất"),
    "access.sign_in_failed": gettext_noop("đăng nhập không thành công"),
    "access.refused": gettext_noop("bị từ chối khi mở hoặc thực hiện việc không có thẩm quyền"),
    "access.password_changed": gettext_noop("đổi mật khẩu"),
    "access.password_refused": gettext_noop("nhập sai mật khẩu hiện tại khi đổi mật khẩu"),
    "access.password_renewed": gettext_noop("cấp lại mật khẩu cho {name}"),
    "access.device_signed_out": gettext_noop("đăng xuất một thiết bị"),
    "access.devices_signed_out": gettext_noop("đăng xuất mọi thiết bị khác"),
    "access.language_chosen": gettext_noop("chọn ngôn ngữ hiển thị"),
    "access.delegation_given": gettext_noop("ủy quyền cho {receiver}"),
    "access.delegation_revoked": gettext_noop("thu hồi ủy quyền của {receiver}"),
    "access.group_leader_named": gettext_noop("phân công {name} làm nhóm trưởng {group}"),
    "access.duty_given": gettext_noop("giao nhiệm vụ {duty} cho {name}"),
    "access.duty_ended": gettext_noop("kết thúc nhiệm vụ {duty} của {name}"),
    "access.emergency_admin_named": gettext_noop(
        "KHẨN CẤP: chỉ định {name} làm quản trị viên trong {hours} giờ"
    ),
    "access.school_rescued": gettext_noop("KHẨN CẤP (phá kính): người vận hành {what} cho {name}"),
    "access.rights_confirmed": gettext_noop("xem và đồng ý với bảng phân quyền"),
    "access.account_opened": gettext_noop(
        "lập tài khoản {username} cho {name} (biên bản số {number}/{year})"
    ),
    "access.slip_issued": gettext_noop("cấp mật khẩu dùng một lần cho {name} ({username})"),
    "access.account_confirmed": gettext_noop("ký nhận tài khoản (biên bản số {number}/{year})"),
    "access.account_suspended": gettext_noop("tạm khóa tài khoản của {name}"),
    "access.suspension_lifted": gettext_noop("mở khóa tài khoản của {name}"),
    "access.account_withdrawn": gettext_noop(
        "thu hồi tài khoản của {name} (biên bản số {number}/{year})"
    ),
    "access.code_failed": gettext_noop("không qua được bước xác thực thứ hai"),
    "access.proved": gettext_noop("xác nhận chính mình trước một việc quan trọng"),
    "access.proof_refused": gettext_noop("xác nhận chính mình không thành công"),
    "access.app_enrolled": gettext_noop("thiết lập ứng dụng xác thực"),
    "access.passkey_added": gettext_noop("thêm khóa truy cập “{name}”"),
    "access.factor_removed": gettext_noop("bỏ “{name}” khỏi xác thực hai bước"),
    "access.recovery_codes_made": gettext_noop("tạo bộ mã dự phòng mới"),
    "access.factor_reset": gettext_noop("đặt lại xác thực hai bước của {name}"),
    "documents.upload_accepted": gettext_noop("nhận một tệp đã qua kiểm tra"),
    "documents.upload_refused": gettext_noop("từ chối một tệp không qua kiểm tra"),
    "documents.upload_discarded": gettext_noop("bỏ một tệp đang tải lên"),
    "documents.upload_expired": gettext_noop("xóa một tệp tải lên quá hạn chưa dùng"),
    "documents.rendition_kept": gettext_noop("tạo bản PDF của tệp Word"),
    "documents.rendition_failed": gettext_noop("chưa tạo được bản PDF của tệp Word"),
    "documents.rendition_postponed": gettext_noop("hoãn tạo bản PDF vì chưa có bộ chuyển đổi"),
    "notices.feed_made": gettext_noop("tạo địa chỉ lịch cá nhân"),
    "notices.feed_ended": gettext_noop("ngừng địa chỉ lịch cá nhân"),
    "office.approval_list_made": gettext_noop(
        "lập danh sách phân công phê duyệt số {number}/{year} để ký số"
    ),
    "office.holiday_added": gettext_noop("thêm ngày nghỉ vào lịch năm học"),
    "office.holiday_removed": gettext_noop("bỏ ngày nghỉ khỏi lịch năm học"),
    "office.week_moved": gettext_noop("dời tuần dạy học"),
    "office.rule_set": gettext_noop("đặt quy định riêng của trường"),
    "office.import_begun": gettext_noop("tải lên tệp “{file}” để nhập dữ liệu: {what}"),
    "office.import_confirmed": gettext_noop("xác nhận nhập tệp “{file}”: {what}"),
    "office.imported": gettext_noop("nhập dữ liệu từ tệp “{file}”: {what}"),
    "office.import_undone": gettext_noop("hoàn tác việc nhập tệp “{file}”: {what}"),
    "office.timetable_begun": gettext_noop("bắt đầu thời khóa biểu mới từ {day}"),
    "office.timetable_changed": gettext_noop(
        "sửa {count} tiết của lớp {class} trong thời khóa biểu “{name}”"
    ),
    "office.import_discarded": gettext_noop("bỏ lần nhập tệp “{file}”: {what}"),
    "office.exported": gettext_noop("xuất {rows} dòng dữ liệu ra Excel: {what}"),
    "office.results_entered": gettext_noop(
        "nhập kết quả cuối năm của {count} học sinh lớp {school_class}"
    ),
    "office.year_prepared": gettext_noop("lập lịch năm học {year} (đang chuẩn bị)"),
    "office.year_choices_kept": gettext_noop("chọn tên lớp và cách phân công cho năm học {year}"),
    "office.year_discarded": gettext_noop("bỏ năm học {year} đang chuẩn bị"),
    "office.classes_made": gettext_noop("lập {classes} lớp của năm học {year} từ năm học cũ"),
    "office.classes_taken_back": gettext_noop("hoàn tác việc lập các lớp của năm học {year}"),
    "office.year_opened": gettext_noop("mở năm học {year}"),
    "office.year_closed": gettext_noop("khép lại năm học {year}"),
    "planning.draft_kept": gettext_noop("lưu nháp “{title}”"),
    "planning.draft_deleted": gettext_noop("xóa bản nháp “{title}”"),
    "planning.plan_handed_in": gettext_noop("nộp “{title}” (phiên bản {version})"),
    "planning.plan_withdrawn": gettext_noop("rút lại “{title}” (phiên bản {version})"),
    "planning.plan_opened": gettext_noop("mở tệp của kế hoạch chờ duyệt"),
    "planning.plan_approved": gettext_noop("duyệt “{title}” (phiên bản {version})"),
    "planning.plan_returned": gettext_noop("trả lại “{title}” (phiên bản {version}) để sửa"),
    "planning.decision_undone": gettext_noop("hoàn tác quyết định về “{title}”"),
    "planning.late_leave_asked": gettext_noop("xin phép nộp muộn kế hoạch bài dạy"),
    "planning.late_leave_answered": gettext_noop("trả lời đơn xin nộp muộn kế hoạch bài dạy"),
    "planning.reminded": gettext_noop("nhắc {people} người nộp kế hoạch bài dạy tuần {week}"),
    "planning.uploader_named": gettext_noop("phân công {name} nộp kế hoạch bài dạy của môn"),
    **SIGNING,
    "school.anonymised": gettext_noop("làm bản sao ẩn danh của trường cho mục đích giới thiệu"),
    "retention.proposed": gettext_noop("đề xuất xóa {count} mục hết hạn lưu giữ: {what}"),
    "retention.approved": gettext_noop("duyệt xóa {count} mục hết hạn lưu giữ: {what}"),
    "retention.kept": gettext_noop("giữ lại {count} mục đến ngày {until}: {what}"),
    "retention.reopened": gettext_noop("hoàn tác quyết định về {count} mục: {what}"),
    "retention.removed": gettext_noop(
        "xóa {count} mục hết hạn lưu giữ theo quyết định đã duyệt: {what} (vân tay {fingerprint})"
    ),
    "roster.profile_read": gettext_noop("xem hồ sơ của {name}"),
    "roster.pupil_added": gettext_noop("lập hồ sơ học sinh {name} vào lớp {class}"),
    "roster.pupil_changed": gettext_noop("sửa hồ sơ học sinh {name}"),
    "roster.pupil_moved": gettext_noop("ghi biến động của học sinh {name} từ {on}"),
    "roster.pupil_placed": gettext_noop("xếp học sinh {name} vào lớp {class}"),
    "roster.extra_class_left": gettext_noop("ghi học sinh {name} rời lớp dạy thêm {class}"),
    "roster.move_undone": gettext_noop("hủy biến động gần nhất của học sinh {name}"),
    "roster.class_list_exported": gettext_noop(
        "xuất hoặc in danh sách lớp {name}, {count} học sinh"
    ),
    "roster.pupil_list_exported": gettext_noop("xuất hoặc in danh sách {count} học sinh"),
    "roster.class_added": gettext_noop("lập lớp {name}"),
    "roster.class_changed": gettext_noop("sửa lớp {name}"),
    "roster.class_of_pupils_changed": gettext_noop(
        "chuyển {count} học sinh từ lớp {old} sang lớp {new}"
    ),
    "roster.teaching_assigned": gettext_noop(
        "phân công giảng dạy {subject} lớp {class} từ {since}"
    ),
    "roster.staff_added": gettext_noop("lập hồ sơ cán bộ {name}"),
    "roster.staff_changed": gettext_noop("sửa hồ sơ cán bộ {name}"),
    "roster.staff_left": gettext_noop("ghi thôi làm việc của {name}"),
    "roster.department_saved": gettext_noop("lưu tổ chuyên môn {name}"),
    "roster.group_saved": gettext_noop("lưu nhóm chuyên môn {name} của {department}"),
    "planning.work_handed_over": gettext_noop(
        "bàn giao {count} việc đang dở của {name} cho {successor}"
    ),
    "support.asked": gettext_noop("gửi yêu cầu hỗ trợ"),
    "support.replied": gettext_noop("trả lời yêu cầu hỗ trợ"),
    "support.closed": gettext_noop("đóng yêu cầu hỗ trợ"),
    "support.reopened": gettext_noop("mở lại yêu cầu hỗ trợ"),
    "support.step_ticked": gettext_noop("đánh dấu xong một việc đầu tiên"),
    "support.step_reopened": gettext_noop("bỏ đánh dấu một việc đầu tiên"),
    "school.created": gettext_noop("thêm đơn vị {name} vào hệ thống"),
    "audit.exported": gettext_noop("xuất {count} dòng nhật ký ra tệp Excel"),
    "system.backed_up": gettext_noop("sao lưu cơ sở dữ liệu và {files} tệp"),
    "system.restored": gettext_noop("khôi phục dữ liệu từ bản sao lưu"),
}

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words: who, in whose name, what, and each change as (field, before, after)."""

    who: str
    behalf: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    ip: str

    @property
    def deed(self) -> str:
        """What was done, standing by itself: with a capital letter."""
        return self.what[:1].upper() + self.what[1:]


def told(payload: str) -> Told:
    """Return in words what an entry says."""
    said: dict[str, Any] = json.loads(payload)
    return Told(
        who=str(said["actor_name"]),
        behalf=str(said["behalf_name"] or ""),
        what=sentence(said["verb"], said["facts"]),
        changes=tuple(
            (word(FIELDS, field), value(before), value(after))
            for field, before, after in said["changes"]
        ),
        reason=str(said["reason"]),
        ip=str(said["ip"]),
    )


def sentence(verb: str, facts: Mapping[str, Any]) -> str:
    """Return what was done, beginning with the verb."""
    known = SENTENCES.get(verb)
    if known is None:
        return gettext("thực hiện “%(verb)s”") % {"verb": verb}
    return gettext(known).format_map(_Facts(facts))


def word(words: Mapping[str, str], code: str) -> str:
    """Return the word for a code; the code itself where there is none."""
    return gettext(words[code]) if code in words else code


def value(given: object) -> str:
    """Return a value as a reader expects it; a dash where there is or was nothing."""
    match given:
        case None | "":
            return "–"
        case bool():
            return gettext("có") if given else gettext("không")
        case list():
            return ", ".join(value(each) for each in given)
        case str() if MOMENT.match(given):
            return f"{local(datetime.fromisoformat(given)):%H:%M %d/%m/%Y}"
        case str() if DAY.fullmatch(given):
            return f"{date.fromisoformat(given):%d/%m/%Y}"
        case str() if ID.fullmatch(given):
            return f"…{given[-6:]}"
    return word(VALUES, str(given))


def group_of(verb: str) -> str:
    """Return the name of the group a verb belongs to; its first part where that is unknown."""
    return word(GROUPS, verb.partition(".")[0])


class _Facts(dict[str, Any]):
    """A fact that the entry does not tell is a dash in the sentence."""

    def __missing__(self, name: str) -> str:
        return "–"
