"""Sentences about keys for signing, the school's authority and its seal."""

SENTENCES = {
    "seal.secret_too_short": (
        "Mã ký số phải có ít nhất {least} ký tự. Có thể dùng vài từ dễ nhớ, khác mật khẩu đăng"
        " nhập."
    ),
    "seal.secret_too_long": "Mã ký số dài quá {most} ký tự. Hãy chọn mã ngắn hơn.",
    "seal.secret_too_simple": (
        "Mã ký số này dễ đoán (lặp lại, dãy số liền nhau hoặc quá phổ biến). Hãy chọn mã khác."
    ),
    "seal.secret_not_repeated": "Hai lần nhập mã ký số không giống nhau. Hãy nhập lại.",
    "seal.secret_is_password": (
        "Mã ký số phải khác mật khẩu đăng nhập: ai biết một mã cũng không biết mã kia."
    ),
    "seal.wrong_secret": (
        "Mã ký số hoặc mã PIN không đúng nên chưa ký được. Hãy nhập lại; quên mã thì tạo khóa mới."
    ),
    "seal.too_often": (
        "Nhập sai mã ký số quá nhiều lần. Hãy đợi {minutes} phút rồi thử lại; quên mã thì tạo khóa"
        " mới."
    ),
    "seal.key_waiting": (
        "Khóa này chưa được hiệu trưởng kích hoạt nên chưa ký được. Hãy đợi hiệu trưởng quyết định."
    ),
    "seal.key_revoked": (
        "Khóa ký số này đã bị thu hồi ngày {day}. Hãy chọn hoặc tạo khóa khác ở trang “Khóa ký số"
        " của tôi”."
    ),
    "seal.key_expired": (
        "Chứng thư của khóa này hết hạn ngày {day}. Hãy tạo khóa mới hoặc đăng ký chứng thư mới."
    ),
    "seal.holder_left": (
        "Người giữ khóa này đã thôi công tác, hoặc tài khoản đang bị khóa hay đã thu hồi, nên không"
        " ký được nữa."
    ),
    "seal.not_rsa": (
        "Chứng thư dùng khóa {algorithm}. Văn bản lưu trữ PDF/A-2 chỉ nhận chữ ký RSA. Hãy xin tổ"
        " chức cấp chứng thư cấp khóa RSA từ 2048 bit."
    ),
    "seal.weak_rsa": (
        "Khóa RSA của chứng thư chỉ có {bits} bit. Hãy dùng chứng thư có khóa từ {least} bit."
    ),
    "seal.not_for_signing": (
        "Chứng thư này không dùng để ký văn bản. Hãy chọn chứng thư có mục đích chữ ký số."
    ),
    "seal.certificate_expired": (
        "Chứng thư này đã hết hạn ngày {day}. Hãy dùng chứng thư còn hạn."
    ),
    "seal.certificate_not_yet": "Chứng thư này chỉ có giá trị từ ngày {day}. Hãy đợi đến ngày đó.",
    "seal.no_authority": (
        "Trường chưa lập bộ cấp chứng thư nội bộ. Hãy nhờ quản trị viên hoặc hiệu trưởng lập ở"
        " trang “Khóa ký số của trường”."
    ),
    "seal.authority_there": (
        "Bộ cấp chứng thư của trường đang dùng được đến ngày {day}, chưa cần lập bộ mới."
    ),
    "seal.authority_locked": (
        "Không mở được bộ cấp chứng thư của trường: khóa của máy chủ đã thay đổi. Hãy khôi phục tệp"
        " keys/secret.key từ bản sao lưu, hoặc lập bộ cấp chứng thư mới."
    ),
    "seal.root_taken": (
        "Khóa gốc đã được xuất ngày {day} và không còn trên máy chủ. Hãy tìm tệp đã tải về khi đó."
    ),
    "seal.bad_file": (
        "Tệp này không phải tệp chứng thư PKCS#12 (.p12, .pfx) có đủ khóa và chứng thư. Hãy chọn"
        " đúng tệp do tổ chức cấp chứng thư giao."
    ),
    "seal.wrong_password": "Mật khẩu của tệp chứng thư không đúng. Hãy nhập lại.",
    "seal.registered": "Chứng thư này đã được đăng ký rồi. Hãy dùng khóa đang có.",
    "seal.does_not_sign": (
        "Ký thử không khớp với chứng thư: khóa và chứng thư không phải một cặp. Hãy kiểm tra lại"
        " tệp, thiết bị hoặc dịch vụ."
    ),
    "seal.no_tokens": (
        "Máy chủ chưa được nối với thiết bị ký (PKCS#11). Hãy nhờ người vận hành cài theo hướng dẫn"
        " vận hành, mục Ký số."
    ),
    "seal.token_missing": (
        "Không thấy thiết bị “{token}” nối với máy chủ. Hãy kiểm tra thiết bị và tên của nó."
    ),
    "seal.token_locked": (
        "Thiết bị ký đã tự khóa vì nhập sai mã PIN nhiều lần. Hãy mở khóa theo hướng dẫn của nơi"
        " cấp thiết bị."
    ),
    "seal.token_no_key": (
        "Trên thiết bị không có khóa ký kèm chứng thư theo tên đã cho. Hãy kiểm tra tên khóa."
    ),
    "seal.token_several": ("Trên thiết bị có nhiều khóa: {names}. Hãy ghi rõ tên khóa cần dùng."),
    "seal.token_failed": "Thiết bị ký báo lỗi. Hãy kiểm tra thiết bị rồi thử lại.",
    "seal.no_service": (
        "Hệ thống chưa được nối với dịch vụ ký số từ xa. Hãy nhờ người vận hành cài theo hướng dẫn"
        " vận hành, mục Ký số."
    ),
    "seal.service_failed": (
        "Dịch vụ ký số từ xa không trả lời hoặc báo lỗi ({error}). Chưa có gì được ký; hãy thử lại"
        " sau."
    ),
    "seal.service_no_key": (
        "Dịch vụ ký số từ xa không có chứng thư nào đang dùng của tài khoản này. Hãy kiểm tra tên"
        " tài khoản ở dịch vụ."
    ),
    "seal.service_several": (
        "Tài khoản ở dịch vụ có nhiều chứng thư: {names}. Hãy ghi rõ mã chứng thư cần dùng."
    ),
    "seal.service_way": (
        "Chứng thư này đòi cách xác nhận mà hệ thống chưa hỗ trợ ({way}). Hãy hỏi nhà cung cấp cách"
        " xác nhận bằng PIN hoặc trên điện thoại."
    ),
    "seal.revoked_already": "Khóa này đã bị thu hồi từ trước.",
    "seal.no_reason": "Hãy ghi lí do thu hồi.",
    "seal.activated_already": "Con dấu này đã được quyết định rồi. Hãy tải lại trang để xem.",
    "seal.school_seal_there": (
        "Trường đang có một con dấu số còn hiệu lực hoặc chờ kích hoạt. Hãy thu hồi con dấu đó"
        " trước khi tạo con dấu mới."
    ),
}
