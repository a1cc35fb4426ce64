"""What the list of who approves electronic records says.

Source: Decision 20/QĐ-THCS of 21 Aug 2025, appendix (its columns are these).
"""

from collections.abc import Iterable
from datetime import datetime

from truongso.documents.kinds.common import heading
from truongso.roster.models import Org

KIND = "approval_list"
LINES = [
    {
        "name": "Giáo viên chủ nhiệm",
        "post": "",
        "tasks": [
            "Nhận xét, ký duyệt vào sổ chủ nhiệm; sổ điểm và học bạ điện tử của học sinh lớp được"
            " phân công theo năm học"
        ],
    },
    {
        "name": "Giáo viên bộ môn",
        "post": "",
        "tasks": [
            "Nộp kế hoạch giáo dục, kế hoạch bài dạy; nhận xét, ký duyệt vào học bạ điện tử đối với"
            " môn của mình ở lớp được phân công giảng dạy theo năm học"
        ],
    },
]


def facts(
    org: Org,
    people: Iterable[tuple[str, str, list[str]]],
    principal: str,
    fingerprint: str,
    year: str,
    *,
    at: datetime,
) -> dict[str, object]:
    """Return the facts of the list. `people`: name, post, tasks."""
    listed = [{"name": name, "post": post, "tasks": tasks} for name, post, tasks in people]
    return heading(org, at) | {
        "about": f"(Kèm theo Hướng dẫn quản lý, sử dụng hồ sơ điện tử, năm học {year})",
        "people": [*listed, *LINES],
        "principal": principal,
        "print": f"Dấu vân của bảng phân quyền: {fingerprint[:16]}",
    }
