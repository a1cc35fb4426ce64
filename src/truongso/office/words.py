"""Words of the office: why an account is withdrawn."""

from django.utils.translation import gettext_noop

REASONS = {
    "fault": gettext_noop("Tài khoản bị lỗi"),
    "job_change": gettext_noop("Thay đổi công việc"),
    "transfer": gettext_noop("Chuyển công tác"),
    "leaves": gettext_noop("Nghỉ hưu, thôi việc"),
    "misuse": gettext_noop("Sử dụng không đúng quy định"),
    "other": gettext_noop("Lí do khác"),
}
"""The Vietnamese stands on papers; pages translate it."""
