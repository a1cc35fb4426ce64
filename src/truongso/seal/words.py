"""What is said of keys on pages."""

from django.utils.translation import gettext_noop

from truongso.rules.signing import KeyState, Kind, Why

KINDS = {
    Kind.SCHOOL.value: gettext_noop("Khóa nội bộ của trường"),
    Kind.PKCS12.value: gettext_noop("Tệp chứng thư (.p12, .pfx)"),
    Kind.PKCS11.value: gettext_noop("Thiết bị ký nối với máy chủ"),
    Kind.CSC.value: gettext_noop("Dịch vụ ký số từ xa"),
}
STATES = {
    KeyState.WAITING.value: gettext_noop("Chờ hiệu trưởng kích hoạt"),
    KeyState.ACTIVE.value: gettext_noop("Đang dùng"),
    KeyState.REVOKED.value: gettext_noop("Đã thu hồi"),
}
REASONS = {
    Why.LOST.value: gettext_noop("Lộ mã hoặc mất khóa"),
    Why.SUPERSEDED.value: gettext_noop("Thay bằng khóa mới"),
    Why.LEFT.value: gettext_noop("Thôi công tác hoặc thôi nhiệm vụ"),
    Why.ENDED.value: gettext_noop("Không dùng nữa"),
    Why.OTHER.value: gettext_noop("Lí do khác"),
}
