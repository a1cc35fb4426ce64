"""A made-up school that has only its Excel files: 40 staff, 18 classes, 750 pupils, a timetable."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from truongso.demo import people as names

CLASSES = [f"{grade}{letter}" for grade, many in ((6, 5), (7, 5), (8, 4), (9, 4))
           for letter in "ABCDE"[:many]]  # fmt: skip
SIZES = [42] * 12 + [41] * 6
ADMIN = "Tạ Hoài Nam"
DEPARTMENTS = {
    "Tổ Toán – Tin": ("TOAN", "TIN", "CN"),
    "Tổ Khoa học tự nhiên": ("Vật lí", "Hóa học", "Sinh học"),
    "Tổ Ngữ văn – Giáo dục công dân": ("VAN", "GDCD", "GDDP"),
    "Tổ Lịch sử – Địa lí – Ngoại ngữ": ("Lịch sử", "Địa lí", "NN1"),
    "Tổ Nghệ thuật – Thể chất": ("Âm nhạc", "Mĩ thuật", "GDTC"),
}
OFFICE = "Tổ Văn phòng"
LESSONS = {
    "VAN": ("Ngữ văn", 4, 5), "TOAN": ("Toán", 4, 5), "NN1": ("Tiếng Anh", 3, 4),
    "GDCD": ("GDCD", 1, 1), "Lịch sử": ("Lịch sử", 2, 2), "Địa lí": ("Địa lí", 1, 1),
    "Vật lí": ("Vật lí", 2, 2), "Hóa học": ("Hóa học", 1, 1), "Sinh học": ("Sinh học", 1, 1),
    "CN": ("Công nghệ", 1, 1), "TIN": ("Tin học", 1, 1), "GDTC": ("GDTC", 2, 2),
    "Âm nhạc": ("Âm nhạc", 1, 1), "Mĩ thuật": ("Mĩ thuật", 1, 1), "GDDP": ("GDĐP", 1, 1),
}  # fmt: skip
"""Of each subject or strand: how the school writes it, periods a week, how many teach it."""
ACTIVITIES, ACTIVITY_PERIODS = "HĐTN", 3
POSTS = ("Kế toán", "Văn thư", "Thư viện", "Y tế học đường", "Bảo vệ", "Bảo vệ", "Thiết bị")
DAYS, PERIODS = 6, 5


@dataclass(frozen=True)
class Worker:
    """Somebody of the staff."""

    name: str
    sex: str
    born_on: date
    post: str
    department: str
    teaches: str = ""


@dataclass(frozen=True)
class Child:
    """A pupil."""

    name: str
    sex: str
    born_on: date
    moet_id: str
    citizen_id: str
    school_class: str


Slot = tuple[int, int]


class NewSchool:
    """Everything that stands in the school's files."""

    def __init__(self) -> None:
        self.dice = Random(40)
        self.taken: set[str] = {ADMIN}
        self.staff = self._staff()
        self.assignments = self._assignments()
        self.homerooms = self._homerooms()
        self.pupils = [child for name, size in zip(CLASSES, SIZES, strict=True)
                       for child in self._class(name, size)]  # fmt: skip
        self.timetable = self._timetable()

    def _name(self, sex: str) -> str:
        middle = names.BOYS_MIDDLE if sex == "m" else names.GIRLS_MIDDLE
        given = names.BOYS_GIVEN if sex == "m" else names.GIRLS_GIVEN
        while True:
            parts = (self.dice.choice(list(names.SURNAMES)), self.dice.choice(middle))
            name = " ".join((*parts, self.dice.choice(given)))
            if len(set(name.split())) == 3 and name not in self.taken:
                self.taken.add(name)
                return name

    def _worker(self, post: str, department: str, teaches: str = "", name: str = "") -> Worker:
        sex = "m" if name else self.dice.choice("fffm")
        born = date(1966, 1, 1) + timedelta(days=self.dice.randrange(30 * 365))
        return Worker(name or self._name(sex), sex, born, post, department, teaches)

    def _staff(self) -> list[Worker]:
        found = [
            self._worker("Hiệu trưởng", OFFICE),
            self._worker("Phó Hiệu trưởng", OFFICE),
            self._worker("Phó Hiệu trưởng", OFFICE),
            self._worker("Nhân viên CNTT", OFFICE, name=ADMIN),
            self._worker("Tổ trưởng tổ Văn phòng", OFFICE),
            *(self._worker(post, OFFICE) for post in POSTS[1:]),
        ]
        for department, taught in DEPARTMENTS.items():
            posts = iter(("Tổ trưởng", "Tổ phó"))
            found += [
                self._worker(next(posts, "Giáo viên"), department, subject)
                for subject in taught
                for _ in range(LESSONS[subject][2])
            ]
        return found

    def _assignments(self) -> dict[tuple[str, str], Worker]:
        """Who teaches what in which class: the classes of a subject are dealt out in turn."""
        found = {}
        for subject in LESSONS:
            teachers = [one for one in self.staff if one.teaches == subject]
            for place, name in enumerate(CLASSES):
                found[name, subject] = teachers[place % len(teachers)]
        return found

    def _homerooms(self) -> dict[str, Worker]:
        """Each class has one of its own teachers, nobody two."""
        free, found = set(self.staff), {}
        for name in CLASSES:
            mine = (one for (where, _), one in self.assignments.items() if where == name)
            found[name] = next(one for one in mine if one in free)
            free.discard(found[name])
        return found

    def _class(self, name: str, size: int) -> list[Child]:
        year = 2026 - 11 - (int(name[0]) - 6)
        found = []
        for _ in range(size):
            sex = self.dice.choice("mf")
            born = date(year, 1, 1) + timedelta(days=self.dice.randrange(365))
            number = len(self.taken)
            moet = f"31{year % 100:02}{number:06}"
            citizen = f"031{3 if sex == 'f' else 2}{year % 100 if year > 1999 else 0:02}{number:06}"
            if year > 1999:
                citizen = f"031{'3' if sex == 'f' else '2'}{year % 100:02}{number:06}"
            found.append(Child(self._name(sex), sex, born, moet, citizen, name))
        return found

    def _timetable(self) -> dict[tuple[str, Slot], str]:
        """The subject of every period of every class: nobody stands in two rooms at once.

        An edge colouring of classes and teachers along alternating paths (König).
        """
        here: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
        there: dict[str, dict[int, str]] = defaultdict(dict)
        for name, subject, teacher in self._lessons():
            free = next(c for c in range(DAYS * PERIODS) if c not in here[name])
            wish = next(c for c in range(DAYS * PERIODS) if c not in there[teacher])
            if free in there[teacher]:
                self._swap(here, there, teacher, free, wish)
            here[name][free] = (subject, teacher)
            there[teacher][free] = name
        return {
            (name, (slot % DAYS, slot // DAYS + 1)): subject
            for name, week in here.items()
            for slot, (subject, _) in week.items()
        }

    def _lessons(self) -> list[tuple[str, str, str]]:
        found = [
            (name, subject, self.assignments[name, subject].name)
            for (name, subject) in self.assignments
            for _ in range(LESSONS[subject][1])
        ]
        found += [
            (name, ACTIVITIES, self.homerooms[name].name)
            for name in CLASSES
            for _ in range(ACTIVITY_PERIODS)
        ]
        self.dice.shuffle(found)
        return found

    @staticmethod
    def _swap(
        here: dict[str, dict[int, tuple[str, str]]],
        there: dict[str, dict[int, str]],
        teacher: str,
        free: int,
        wish: int,
    ) -> None:
        """Make the period `free` at the class free at the teacher too."""
        path: list[tuple[str, str, int]] = []
        who, colour = teacher, free
        while colour in there[who]:
            name = there[who][colour]
            path.append((who, name, colour))
            other = wish if colour == free else free
            if other not in here[name]:
                break
            after = here[name][other][1]
            path.append((after, name, other))
            who = after
        moved = [(who, name, colour, here[name][colour][0]) for who, name, colour in path]
        for who, name, colour, _ in moved:
            del there[who][colour], here[name][colour]
        for who, name, colour, subject in moved:
            other = wish if colour == free else free
            there[who][other], here[name][other] = name, (subject, who)
