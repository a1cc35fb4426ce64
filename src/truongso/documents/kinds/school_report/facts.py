"""What a school report (học bạ) says.

Source: Circular 22/2021/TT-BGDĐT, form of the school report of lower secondary school; rule book
6.2 (its pages and labels as they are since 1 July 2025: ward and city, no district).
"""

from collections.abc import Mapping
from datetime import datetime

from truongso.documents.kinds.common import heading
from truongso.roster.models import Org

KIND = "school_report"
GUIDE = [
    "Học bạ ghi kết quả học tập và rèn luyện của học sinh theo từng năm học; nhà trường quản lí,"
    " bảo quản và trả cho học sinh khi chuyển trường hoặc hoàn thành chương trình.",
    "Giáo viên môn học ghi điểm trung bình môn, kết quả đánh giá và nhận xét sự tiến bộ của học"
    " sinh; xác nhận phần môn học của mình.",
    "Giáo viên chủ nhiệm tổng hợp kết quả từ sổ theo dõi và đánh giá học sinh đã chốt, ghi nhận xét"
    " và xác nhận.",
    "Hiệu trưởng (hoặc phó hiệu trưởng được ủy quyền) duyệt và phát hành.",
    "Học bạ đã phát hành không bị sửa trực tiếp: mỗi lần sửa theo đề nghị được đồng ý tạo thành một"
    " bản mới, ghi rõ bản cũ mà nó thay thế.",
]


def facts(org: Org, told: Mapping[str, object], *, at: datetime) -> dict[str, object]:
    """Return the facts of a school report. `told` is what was compiled for the pupil: person,
    history, lines, results, decision, remark, version, signed.
    """
    return heading(org, at) | {"guide": GUIDE} | dict(told)
