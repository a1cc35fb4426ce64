"""Sentences about checked signatures: why a file is not passed, and remarks on one that is."""

SENTENCES = {
    "verify.no_pdf": (
        "Không xác minh được: tệp này không phải PDF. Hãy chọn đúng tệp PDF đã ký số."
    ),
    "verify.unreadable": (
        "Không xác minh được: cấu trúc tệp bị hỏng hoặc bất thường ({detail}). Đừng tin"
        " nội dung tệp"
        " này; hãy xin lại bản gốc từ nhà trường."
    ),
    "verify.encrypted": (
        "Không xác minh được: tệp được đặt mật khẩu. Hãy xin bản gốc không đặt mật khẩu."
    ),
    "verify.too_large": (
        "Không xác minh được: tệp nặng hơn {most} MB. Hãy dùng lệnh “truongso verify”"
        " trên máy tính."
    ),
    "verify.too_heavy": (
        "Không xác minh được: tệp quá phức tạp, kiểm tra không xong trong thời gian cho phép."
    ),
    "verify.too_many": "Không xác minh được: tệp có tới {count} chữ ký.",
    "verify.no_signature": "Tệp không có chữ ký số nào.",
    "verify.content_changed": "Nội dung đã bị sửa sau khi ký: chữ ký này không còn giá trị.",
    "verify.signature_wrong": "Chữ ký không do khóa của chứng thư này tạo ra.",
    "verify.other_certificate": "Chữ ký không gắn với chứng thư này: chứng thư có thể đã bị tráo.",
    "verify.odd_certificate": (
        "Trong chữ ký có chứng thư lạ không dùng để kiểm: phần đi kèm chữ ký có thể đã bị sửa."
    ),
    "verify.odd_signature": "Chỗ đặt chữ ký trong tệp có nội dung lạ ngoài chữ ký.",
    "verify.not_covered": "Chữ ký không bao trọn phần tệp mà nó phải bảo vệ.",
    "verify.later_changes": (
        "Sau chữ ký này, tệp bị thay đổi ngoài việc ký tiếp. Hãy so với bản gốc của nhà trường."
    ),
    "verify.timestamp_broken": "Dấu thời gian của tệp không còn khớp với nội dung.",
    "verify.field_after_certifying": (
        "Sau khi văn bản đã được chốt, có người thêm ô ký nhìn thấy được; ô này có thể che chữ."
    ),
    "verify.field_added": (
        "Ô ký này được thêm sau khi người khác đã ký; hãy xem nó có che nội dung nào không."
    ),
    "verify.tail_unsigned": (
        "Không xác minh được trọn vẹn: {count} byte cuối tệp không được chữ ký nào bảo vệ."
    ),
    "verify.empty_fields": (
        "Chưa đủ chữ ký: còn ô ký trống ({fields}). Văn bản chưa ký xong hoặc đây là bản cũ."
    ),
    "verify.active_content": (
        "Tệp có mã lệnh, ô điền hoặc lớp ẩn: cách hiển thị có thể đổi dù không ai sửa tệp."
    ),
    "verify.not_trusted": (
        "Chứng thư không do nơi cấp mà phần mềm tin cậy cấp. Tên trên chứng thư chưa nói"
        " lên điều gì."
    ),
    "verify.revocation_unknown": (
        "Không rõ chứng thư có bị thu hồi hay không: thiếu danh sách thu hồi còn hạn."
    ),
    "verify.revoked_no_proof": (
        "Chứng thư bị thu hồi từ ngày {day}, và không có dấu thời gian chứng tỏ đã ký trước đó."
    ),
    "verify.signed_after_revocation": "Ký sau khi chứng thư đã bị thu hồi (ngày {day}).",
    "verify.revoked_later": (
        "Chứng thư bị thu hồi ngày {day}, sau khi ký; chữ ký có trước đó vẫn còn giá trị."
    ),
    "verify.expired_no_proof": (
        "Chứng thư hết hạn ngày {day}, và không còn dữ liệu chứng tỏ đã ký khi còn hạn."
    ),
    "verify.expired_then": "Ký khi chứng thư đã hết hạn (ngày {day}).",
    "verify.not_yet_valid": "Chứng thư chưa có hiệu lực vào lúc ký.",
    "verify.weak_algorithm": "Thuật toán hoặc khóa ký quá yếu (SHA-1, MD5 hoặc RSA dưới 2048 bit).",
    "verify.wrong_usage": "Chứng thư này không được cấp để ký văn bản.",
    "verify.timestamp_untrusted": (
        "Dấu thời gian của chữ ký không kiểm được; thời điểm ký chỉ do người ký tự khai."
    ),
    "verify.not_stored": (
        "Tệp không khớp bản nào nhà trường đang lưu của văn bản này: đừng dùng tệp này."
    ),
    "verify.signer_missing": "Thiếu chữ ký: {roles}.",
    "verify.older_revision": (
        "Đây là bản lưu trước, đủ chữ ký; bản nhà trường đang giữ có thêm dấu thời gian lưu trữ."
    ),
    "verify.waiting_for": "Văn bản chưa ký xong, còn chờ: {roles}.",
    "verify.signer_unknown": "Có chữ ký không thuộc danh sách người ký của văn bản: {names}.",
    "verify.wrong_role": "Người ký không đúng vai: “{name}” ký vào chỗ của {role}.",
    "verify.xml_wrong": "Chữ ký XML không khớp với nội dung ({detail}).",
    "verify.xml_unsigned": "Tệp XML không có chữ ký nào bao trọn nội dung.",
    "verify.too_often": (
        "Đã tra cứu hoặc kiểm tra quá nhiều lần từ nơi này. Hãy thử lại sau {minutes} phút."
    ),
    "verify.busy": "Máy chủ đang kiểm tra nhiều tệp. Hãy thử lại sau ít phút.",
    "verify.no_file": "Chưa nhận được tệp nào. Hãy chọn lại tệp rồi gửi lần nữa.",
}
