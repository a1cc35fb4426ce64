"""Sentences about papers that are signed."""

from django.utils.translation import gettext_noop

SEALING = {
    "seal.batch_opened": gettext_noop("bắt đầu ký {count} văn bản bằng khóa “{key}”"),
    "seal.batch_resumed": gettext_noop("nhập lại mã để ký tiếp {count} văn bản"),
    "seal.batch_ended": gettext_noop("kết thúc lần ký: {signed}/{count} văn bản đã ký"),
    "seal.signed": gettext_noop("ký “{title}” ở ô {role}"),
    "seal.not_signed": gettext_noop("chưa ký được “{title}” ({code})"),
    "seal.archived": gettext_noop("đóng dấu thời gian lưu trữ cho “{title}”, đến {until}"),
}
