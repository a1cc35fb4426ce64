"""Sentences about giving duties, and about accounts."""

SENTENCES = {
    "duty.not_here": "Đơn vị này không có nhiệm vụ đó. Hãy chọn nhiệm vụ khác trong danh sách.",
    "duty.none_chosen": "Chưa chọn nhiệm vụ nào. Hãy đánh dấu ít nhất một dòng.",
    "duty.no_such_thing": "Nhiệm vụ này phải gắn với tổ, nhóm hoặc lớp. Hãy chọn trong danh sách.",
    "duty.back_dated": ("Không giao nhiệm vụ lùi ngày. Hãy chọn ngày bắt đầu từ hôm nay trở đi."),
    "duty.ends_before_it_begins": "Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa lại ngày.",
    "duty.not_working": (
        "Người được chọn không công tác tại trường trong thời gian này. Hãy chọn người khác."
    ),
    "duty.held_already": "Người này đang giữ đúng nhiệm vụ đó trong thời gian đã chọn.",
    "duty.has_holder": (
        "Trong thời gian này đã có người giữ nhiệm vụ đó. Hãy chọn ngày khác, hoặc đánh dấu “Thay"
        " người đang giữ”."
    ),
    "duty.separate": (
        "Một người không vừa quản trị tài khoản vừa duyệt hồ sơ. Hãy giao cho hai người khác nhau."
    ),
    "duty.to_oneself": (
        "Không ai tự giao hoặc tự kết thúc nhiệm vụ của chính mình. Hãy nhờ người khác có thẩm"
        " quyền."
    ),
    "duty.ended_already": "Nhiệm vụ này đã kết thúc từ trước.",
    "duty.last_leader": (
        "Đây là hiệu trưởng hoặc quản trị viên cuối cùng còn dùng được tài khoản. Hãy giao nhiệm vụ"
        " này cho người khác trước."
    ),
    "duty.account_not_used_yet": (
        "Người này chưa ký nhận tài khoản. Chỉ giao nhiệm vụ lãnh đạo hoặc quản trị cho người đã"
        " đặt mật khẩu riêng và ký nhận."
    ),
    "duty.reason_too_short": "Hãy ghi lí do cụ thể, ít nhất {least} ký tự.",
    "duty.emergency_too_long": "Quản trị viên khẩn cấp chỉ được giữ nhiệm vụ tối đa {hours} giờ.",
    "rights.table_changed": (
        "Bảng phân quyền vừa thay đổi sau khi trang này mở. Hãy đọc lại rồi xác nhận."
    ),
    "work.same_person": "Người kế nhiệm phải là người khác.",
    "work.nothing_chosen": "Chưa chọn việc nào chuyển được. Hãy chọn ít nhất một việc.",
    "work.not_a_lesson_plan": (
        "Kế hoạch của tổ hoặc của trường giữ tên người lập; người kế nhiệm lập kế hoạch mới."
    ),
    "work.waits_for_decision": "Đang chờ duyệt: người có thẩm quyền quyết định trước.",
    "work.not_teaching": "Người kế nhiệm không dạy môn này ở khối này.",
    "work.has_own_plan": "Người kế nhiệm đã có kế hoạch của mình cho bài hoặc môn này.",
    "account.own": (
        "Không ai tự cấp, tạm khóa hay thu hồi tài khoản của chính mình. Mật khẩu của mình được đổi"
        " ở trang Tài khoản."
    ),
    "account.has_one": "{name} đã có tài khoản. Mỗi người chỉ có một tài khoản.",
    "account.not_working": "{name} không còn công tác tại trường nên không lập tài khoản.",
    "account.nobody_chosen": "Chưa chọn người nào. Hãy chọn ít nhất một người.",
    "account.no_address": "{name} chưa có thư điện tử. Hãy in phiếu thay cho gửi thư.",
    "account.mail_failed": (
        "Chưa gửi được thư nên mật khẩu chưa thay đổi. Hãy thử lại sau, hoặc in phiếu."
    ),
    "account.withdrawn": (
        "Tài khoản này đã thu hồi và không dùng lại được. Nếu cần, hãy lập tài khoản mới."
    ),
    "account.suspended_already": "Tài khoản này đang tạm khóa rồi.",
    "account.not_suspended": "Tài khoản này không bị tạm khóa.",
    "account.suspended": "Tài khoản đang tạm khóa. Hãy mở khóa trước.",
    "account.last_leader": (
        "Đây là tài khoản hiệu trưởng hoặc quản trị viên cuối cùng còn dùng được. Hãy giao nhiệm vụ"
        " cho người khác trước."
    ),
    "account.nothing_to_confirm": "Không có biên bản nào chờ Thầy/Cô ký nhận.",
    "account.read_first": "Hãy đánh dấu đã đọc biên bản và quy định sử dụng trước khi ký nhận.",
    "sign_in.suspended": (
        "Tài khoản đang tạm khóa. Hãy liên hệ quản trị viên hoặc Ban giám hiệu của trường."
    ),
    "sign_in.withdrawn": "Tài khoản này đã được nhà trường thu hồi.",
    "sign_in.slip_expired": (
        "Mật khẩu dùng một lần đã quá hạn. Hãy nhờ quản trị viên của trường in phiếu mới."
    ),
}
