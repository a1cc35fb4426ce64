"""Sentences about rights, duties, delegations and sign-in."""

SENTENCES = {
    "authority.no_duty": (
        "Thầy/Cô chưa được giao nhiệm vụ cho phép thực hiện việc này. Nếu cần, hãy liên hệ Ban giám"
        " hiệu hoặc quản trị viên của trường."
    ),
    "authority.own_paper": (
        "Không ai tự duyệt hồ sơ của chính mình. Hồ sơ này cần người khác có thẩm quyền duyệt."
    ),
    "authority.lenders_paper": (
        "Hồ sơ này do {giver} (người ủy quyền) nộp nên không thể duyệt thay mặt {giver}. Ban giám"
        " hiệu sẽ duyệt hồ sơ này."
    ),
    "authority.duty_ended": (
        "Nhiệm vụ hoặc ủy quyền dùng cho việc này đã hết hiệu lực hoặc vừa bị thu hồi. Không có gì"
        " bị thay đổi; hãy tải lại trang."
    ),
    "delegation.to_oneself": "Không thể ủy quyền cho chính mình. Hãy chọn người khác.",
    "delegation.ends_before_it_begins": (
        "Ngày kết thúc ủy quyền phải sau ngày bắt đầu. Hãy sửa lại ngày."
    ),
    "delegation.passed_on": "Quyền được ủy quyền không được ủy quyền tiếp cho người khác.",
    "delegation.no_acts": "Chưa chọn việc nào để ủy quyền. Hãy chọn ít nhất một việc.",
    "delegation.not_lendable": "Việc “{act}” không được phép ủy quyền. Hãy bỏ chọn việc này.",
    "delegation.wrong_receiver": (
        "Người được chọn không giữ nhiệm vụ phù hợp để nhận ủy quyền việc “{act}” (ví dụ: tổ trưởng"
        " chỉ ủy quyền cho tổ phó cùng tổ)."
    ),
    "delegation.already_ended": "Ủy quyền này đã kết thúc từ trước, không cần thu hồi nữa.",
    "duty.wrong_department": "Người được chọn không thuộc tổ này. Hãy chọn thành viên của tổ.",
    "duty.already_held": "{name} đang giữ nhiệm vụ này rồi.",
    "sign_in.refused": (
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra lại (chú ý phím Caps Lock và bộ gõ"
        " tiếng Việt)."
    ),
    "sign_in.too_often": (
        "Đăng nhập sai quá nhiều lần. Hãy đợi {minutes} phút rồi thử lại, hoặc nhờ quản trị viên"
        " của trường cấp lại mật khẩu."
    ),
    "password.wrong_current": "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
    "password.not_repeated": "Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại.",
    "password.too_short": "Mật khẩu phải có ít nhất {least} ký tự. Có thể dùng một câu dễ nhớ.",
    "password.too_long": "Mật khẩu dài quá {most} ký tự. Hãy chọn mật khẩu ngắn hơn.",
    "password.too_common": (
        "Mật khẩu này quá phổ biến hoặc dễ đoán. Hãy chọn một câu hoặc vài từ không liên quan nhau."
    ),
    "password.like_account": (
        "Mật khẩu không được chứa tên đăng nhập, họ tên hoặc tên trường. Hãy chọn mật khẩu khác."
    ),
    "password.unchanged": "Mật khẩu mới phải khác mật khẩu hiện tại.",
}
