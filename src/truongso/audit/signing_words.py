"""What an entry about keys for signing says to a reader: one sentence for each verb."""

from django.utils.translation import gettext_noop

SIGNING = {
    "seal.authority_founded": gettext_noop(
        "lập bộ cấp chứng thư nội bộ của trường (cấp được đến {until})"
    ),
    "seal.root_taken": gettext_noop("xuất khóa gốc ra tệp và xóa khỏi máy chủ"),
    "seal.list_issued": gettext_noop(
        "lập danh sách chứng thư bị thu hồi số {number} (kết thúc {ended} khóa)"
    ),
    "seal.key_made": gettext_noop("tạo khóa ký số nội bộ “{name}” (số {serial})"),
    "seal.key_registered": gettext_noop("đăng ký khóa ký số “{name}” của {subject}"),
    "seal.key_tried": gettext_noop("ký thử bằng khóa “{name}”"),
    "seal.secret_refused": gettext_noop("nhập sai mã ký số"),
    "seal.key_revoked": gettext_noop("thu hồi khóa ký số “{name}” ({subject})"),
    "seal.seal_created": gettext_noop("lập con dấu số “{name}”, chờ hiệu trưởng kích hoạt"),
    "seal.seal_activated": gettext_noop("kích hoạt con dấu số “{name}” ({subject})"),
}
