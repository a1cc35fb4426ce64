"""The pupils of the demo school: drawn from name lists by a fixed seed, so nobody real is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from truongso.demo.school import CLASSES, ExtraClass
from truongso.rules.subjects import FIRST_GRADE

SEED = 20180632
CLASS_SIZES = (40, 41, 39, 40, 42, 40, 38, 41, 40, 39, 41, 38, 40, 42, 39, 40)
"""Pupils of the classes 6A to 9D: 640 in all, 38 to 42 in each."""

AGE_IN_FIRST_GRADE = 11
PROVINCE_CODE = "31"

SURNAMES = {
    "Nguyễn": 34, "Trần": 11, "Lê": 9, "Phạm": 8, "Hoàng": 5, "Vũ": 5, "Đặng": 4, "Bùi": 4,
    "Đỗ": 4, "Ngô": 3, "Phan": 2, "Dương": 2, "Đào": 2, "Đinh": 2, "Lương": 1, "Mai": 1,
    "Trịnh": 1, "Cao": 1, "Tạ": 1, "Đoàn": 1, "Lưu": 1, "Vương": 1, "Hà": 1, "Tống": 1,
}  # fmt: skip
BOYS_MIDDLE = (
    "Gia", "Minh", "Đức", "Quang", "Hoàng", "Tuấn", "Anh", "Bảo", "Duy", "Hải", "Nhật", "Thành",
    "Xuân", "Quốc", "Văn", "Trung", "Đình", "Hữu", "Khánh", "Mạnh", "Tiến", "Việt",
)  # fmt: skip
BOYS_GIVEN = (
    "An", "Bách", "Bảo", "Cường", "Duy", "Dũng", "Dương", "Đạt", "Đăng", "Đức", "Hải", "Hiếu",
    "Hiển", "Hưng", "Huy", "Khang", "Khánh", "Khoa", "Khôi", "Kiên", "Lâm", "Long", "Lộc", "Minh",
    "Nam", "Nghĩa", "Nguyên", "Nhân", "Phát", "Phong", "Phúc", "Quân", "Quang", "Quốc", "Sơn",
    "Tài", "Thái", "Thành", "Thắng", "Thiện", "Thịnh", "Tiến", "Toàn", "Trí", "Trung", "Trường",
    "Tuấn", "Tùng", "Việt", "Vinh", "Vũ", "Vương",
)  # fmt: skip
GIRLS_MIDDLE = (
    "Ngọc", "Thu", "Khánh", "Phương", "Minh", "Thảo", "Hà", "Bảo", "Quỳnh", "Thanh",
    "Mai", "Diệu", "Hồng", "Kim", "Tường", "Gia", "Hoài", "Lan", "Mỹ", "Như", "Bích",
)  # fmt: skip
GIRLS_GIVEN = (
    "An", "Anh", "Ánh", "Bình", "Chi", "Châu", "Diệp", "Dung", "Duyên", "Giang", "Hà", "Hân",
    "Hạnh", "Hiền", "Hoa", "Hoài", "Huyền", "Hương", "Khánh", "Khuê", "Lam", "Lan", "Liên", "Linh",
    "Loan", "Ly", "Mai", "My", "Nga", "Ngân", "Ngọc", "Nguyệt", "Nhi", "Nhung", "Như", "Oanh",
    "Phương", "Quỳnh", "Tâm", "Thảo", "Thơ", "Thu", "Thư", "Thủy", "Tiên", "Trà", "Trang", "Trâm",
    "Trúc", "Uyên", "Vân", "Vy", "Yến",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PupilDraft:
    """A pupil: `sex` is "m" or "f", the code has ten digits."""

    code: str
    full_name: str
    sex: str
    born_on: date
    school_class: str


def pupils(first_year: int) -> list[PupilDraft]:
    """Return the 640 pupils of a school year that begins in `first_year`, class by class.

    The same year gives the same pupils. No two of a class share a full name. Born in the year that
    fits the grade; about one in forty a year older.
    """
    dice = Random(SEED)
    drafts: list[PupilDraft] = []
    for name, size in zip(CLASSES, CLASS_SIZES, strict=True):
        born = first_year - AGE_IN_FIRST_GRADE - (int(name[0]) - FIRST_GRADE)
        taken: set[str] = set()
        while len(taken) < size:
            sex = "m" if dice.random() < 0.51 else "f"
            full_name = invented_name(dice, sex)
            if full_name in taken:
                continue
            taken.add(full_name)
            year = born - (dice.random() < 1 / 40)
            day = date(year, 1, 1) + timedelta(days=dice.randrange(365))
            code = f"{PROVINCE_CODE}{year % 100:02}{100_000 + len(drafts) * 7:06}"
            drafts.append(PupilDraft(code, full_name, sex, day, name))
    return drafts


def members(extra: ExtraClass, everybody: Sequence[PupilDraft]) -> list[PupilDraft]:
    """Return the pupils of an extra class: every so-manieth of the classes it takes pupils from."""
    chosen_from = [pupil for pupil in everybody if pupil.school_class in extra.of]
    return [chosen_from[place * len(chosen_from) // extra.count] for place in range(extra.count)]


def invented_name(dice: Random, sex: str) -> str:
    """Return a name as they are built: surname, one or two middle names, given name."""
    surname = dice.choices(list(SURNAMES), list(SURNAMES.values()))[0]
    middles, givens = (BOYS_MIDDLE, BOYS_GIVEN) if sex == "m" else (GIRLS_MIDDLE, GIRLS_GIVEN)
    while True:
        middle = [dice.choice(middles) for _ in range(2 if dice.random() < 0.12 else 1)]
        words = [surname, *middle, dice.choice(givens)]
        if len(set(words)) == len(words):
            return " ".join(words)
