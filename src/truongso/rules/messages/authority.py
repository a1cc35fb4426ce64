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
    "sign_in.begin_again": (
        "Bước đăng nhập này đã để quá lâu hoặc đã dùng rồi. Hãy nhập lại tên đăng nhập và mật khẩu."
    ),
    "sign_in.code_needed": (
        "Mật khẩu đúng. Hãy nhập thêm mã 6 số của ứng dụng xác thực hoặc một mã dự phòng; nếu dùng"
        " khóa truy cập, hãy đăng nhập ở một thẻ khác rồi quay lại đây."
    ),
    "sign_in.passkey_refused": (
        "Không đăng nhập được bằng khóa truy cập này. Hãy thử lại, hoặc đăng nhập bằng mật khẩu."
    ),
    "sign_in.not_known_here": (
        "Không có tài khoản nào của nhà trường ứng với người này. Hãy đăng nhập bằng tên đăng nhập"
        " và mật khẩu, hoặc liên hệ quản trị viên của trường."
    ),
    "sign_in.provider": (
        "Chưa đăng nhập được qua hệ thống đăng nhập một lần. Hãy thử lại sau ít phút, hoặc đăng"
        " nhập bằng tên đăng nhập và mật khẩu."
    ),
    "factor.wrong_code": (
        "Mã không đúng hoặc đã dùng rồi. Hãy đợi ứng dụng hiện mã mới rồi nhập lại; nếu vẫn không"
        " được, hãy kiểm tra giờ trên điện thoại."
    ),
    "factor.wrong_first_code": (
        "Mã không khớp. Hãy quét lại mã QR, kiểm tra giờ trên điện thoại và nhập mã đang hiện."
    ),
    "factor.too_many": "Đã có {most} khóa truy cập. Hãy bỏ khóa không dùng nữa rồi thêm khóa mới.",
    "factor.passkey_known": "Khóa truy cập này đã được thêm từ trước.",
    "factor.passkey_failed": "Chưa tạo được khóa truy cập. Hãy thử lại trên thiết bị này.",
    "factor.last_required": (
        "Nhiệm vụ của Thầy/Cô yêu cầu xác thực hai bước nên không thể bỏ cách xác thực cuối cùng."
        " Hãy thêm cách khác trước."
    ),
    "factor.none_yet": "Hãy thiết lập ứng dụng xác thực hoặc khóa truy cập trước.",
    "factor.nothing_to_reset": "Tài khoản này chưa có xác thực hai bước nên không cần đặt lại.",
    "factor.reason_needed": (
        "Chưa điền lí do đặt lại. Lí do được ghi vào nhật ký và báo cho người đó."
    ),
    "proof.first": (
        "Để bảo vệ việc này, hãy xác nhận chính mình bằng mật khẩu, mã xác thực hoặc khóa truy cập."
    ),
    "proof.wrong": "Chưa đúng. Hãy nhập lại mật khẩu hoặc mã 6 số đang hiện trên ứng dụng.",
}
