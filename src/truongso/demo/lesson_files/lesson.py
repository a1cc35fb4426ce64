"""The content of a lesson plan in the form of appendix IV (Phụ lục IV) of dispatch 5512.

Source: dispatch 5512/BGDĐT-GDTrH of 18 Dec 2020, appendix IV; rule book 4.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from truongso.demo.lesson_files import phrases
from truongso.demo.lesson_files.paper import (
    Block,
    Head,
    Heading,
    Items,
    Paper,
    Para,
    Table,
    Title,
)
from truongso.demo.lesson_files.phrases import PhraseSet, Task
from truongso.demo.programmes import Lesson

PERIOD_MINUTES = 45
LONGEST_OPENING = 10
SHARES = {"lesson": (12, 48, 26), "review": (8, 40, 42), "test": (6, 84, 5)}
"""Parts of a hundred of the time for opening, new knowledge and practice; the rest: application."""

LEVELS_OF_MATRIX = ((40, 30, 30), (50, 30, 20), (40, 40, 20))


@dataclass(frozen=True, slots=True)
class Mend:
    """A sentence added to a part of the plan after the head's remark."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What a lesson plan is about. `lessons`: one lesson, or those of one topic.

    `classes`: the names of the classes it serves; `mends`: what a later version has more.
    """

    school: str
    department: str
    teacher: str
    subject: str
    subject_name: str
    grade: int
    classes: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    week_no: int
    monday: date
    written_on: date
    mends: tuple[Mend, ...] = ()


def lesson_plan(facts: LessonFacts) -> Paper:
    """Return the lesson plan (kế hoạch bài dạy) of these facts.

    Its sentences come from the subject's own bank and the lesson's knowledge points, drawn by
    teacher and lesson: two teachers' plans for the same lesson differ, the same facts give the same
    plan.
    """
    lesson = _joined(facts.lessons)
    dice = Random(f"{facts.teacher}/{facts.subject}/{facts.grade}/{lesson.no}/{lesson.title}")
    writer = _Writer(facts, lesson, phrases.set_for(facts.subject, lesson), dice)
    name = f"{lesson.title} – {facts.subject_name} {facts.grade}"
    return Paper(name, facts.teacher, facts.written_on, tuple(writer.blocks()))


def _joined(lessons: Sequence[Lesson]) -> Lesson:
    """Take the lessons of a topic together as one."""
    if len(lessons) == 1:
        return lessons[0]
    title = " – ".join(lesson.title for lesson in lessons)
    points = tuple(point for lesson in lessons for point in lesson.points[:2])
    return replace(
        lessons[0], title=title, points=points, periods=sum(lesson.periods for lesson in lessons)
    )


class _Writer:
    """Puts one lesson plan together, part by part, in the order of the form."""

    def __init__(self, facts: LessonFacts, lesson: Lesson, bank: PhraseSet, dice: Random) -> None:
        self.facts, self.lesson, self.bank, self.dice = facts, lesson, bank, dice
        self.words = phrases.words_of(lesson, facts.grade)
        self.in_table = Random(facts.teacher).random() < 0.35

    def blocks(self) -> Iterator[Block]:
        yield from self._head()
        yield from self._objectives()
        yield from self._equipment()
        yield Heading("III. TIẾN TRÌNH DẠY HỌC", 1)
        minutes = _minutes(self.lesson)
        yield Heading(f"Hoạt động 1: Mở đầu ({minutes[0]} phút)", 2)
        yield from self._activity(self.dice.choice(self.bank.opening), self.words)
        yield from self._mended("opening")
        yield from self._knowledge(minutes[1])
        yield Heading(f"Hoạt động 3: Luyện tập ({minutes[2]} phút)", 2)
        yield from self._practice()
        yield Heading(f"Hoạt động 4: Vận dụng ({minutes[3]} phút)", 2)
        yield from self._activity(self.dice.choice(self.bank.application), self.words)
        yield from self._mended("application")
        if self.lesson.kind != "test":
            yield Para(self.dice.choice(phrases.common()["support"]), "Phân hóa:")

    def _head(self) -> Iterator[Block]:
        facts, lesson = self.facts, self.lesson
        yield Head(
            (f"Trường: {facts.school}", f"Tổ: {facts.department.removeprefix('Tổ ')}"),
            ("Họ và tên giáo viên:", facts.teacher),
        )
        periods = f"Thời gian thực hiện: {lesson.periods} tiết"
        subject = f"Môn học/Hoạt động giáo dục: {facts.subject_name}; lớp: {_list(facts.classes)}"
        taught = f"Ngày soạn: {facts.written_on:%d/%m/%Y} – Tuần dạy: {facts.week_no}"
        week = f"(từ {facts.monday:%d/%m/%Y} đến {facts.monday + timedelta(days=5):%d/%m/%Y})"
        yield Title(f"TÊN BÀI DẠY: {lesson.title.upper()}", (subject, periods, f"{taught} {week}"))

    def _objectives(self) -> Iterator[Block]:
        common = phrases.common()
        aims = phrases.aims_for(self.facts.subject)
        yield Heading("I. MỤC TIÊU", 1)
        yield Heading("1. Về kiến thức", 2)
        yield Items(
            tuple(
                phrases.fill(self.dice.choice(aims), {"p": point}) for point in self.lesson.points
            )
        )
        yield Heading("2. Về năng lực", 2)
        general = phrases.draw(self.dice, common["general_skills"], 2, self.words)
        yield Items((*general, *phrases.draw(self.dice, self.bank.skills, 3, self.words)))
        yield Heading("3. Về phẩm chất", 2)
        yield Items(tuple(phrases.draw(self.dice, common["qualities"], 2, self.words)))
        yield from self._mended("objectives")

    def _equipment(self) -> Iterator[Block]:
        yield Heading("II. THIẾT BỊ DẠY HỌC VÀ HỌC LIỆU", 1)
        for lead, choices in (
            ("1. Giáo viên:", self.bank.teacher_equipment),
            ("2. Học sinh:", self.bank.pupil_equipment),
        ):
            yield Para(_sentence(phrases.fill(self.dice.choice(choices), self.words)), lead)
        yield from self._mended("equipment")

    def _knowledge(self, minutes: int) -> Iterator[Block]:
        kind, points = self.lesson.kind, self.lesson.points
        by_comments = phrases.assessed_by_comments(self.facts.subject)
        name = "Hình thành kiến thức mới"
        if kind == "review":
            name = "Hệ thống kiến thức"
        elif kind == "test":
            name = "Thực hiện nội dung đánh giá" if by_comments else "Làm bài kiểm tra"
        yield Heading(f"Hoạt động 2: {name} ({minutes} phút)", 2)
        if kind == "test":
            yield from self._activity(self.bank.knowledge[0], self.words)
            yield _criteria(points) if by_comments else _matrix(points, self.dice)
        else:
            yield from self._knowledge_points()
        yield from self._mended("knowledge")

    def _knowledge_points(self) -> Iterator[Block]:
        first, *others = self.bank.knowledge
        tasks = [first, *self.dice.sample(others, len(others))]
        for place, point in enumerate(self.lesson.points):
            yield Heading(f"2.{place + 1}. {_capital(point)}", 3)
            yield from self._activity(tasks[place % len(tasks)], self.words | {"p": point})

    def _practice(self) -> Iterator[Block]:
        task, tasks = self.dice.choice(self.bank.practice), []
        if task.lists_tasks:
            tasks = phrases.tasks(self.facts.subject, self.lesson, self.words, self.dice)
        yield from self._activity(task, self.words, tuple(tasks))
        yield from self._mended("practice")

    def _activity(
        self, task: Task, words: Mapping[str, str], tasks: tuple[str, ...] = ()
    ) -> Iterator[Block]:
        yield Para(phrases.fill(task.aim, words), "a) Mục tiêu:")
        yield Para(phrases.fill(task.content, words), "b) Nội dung:")
        if tasks:
            yield Items(tasks)
        product = phrases.fill(task.product, words)
        yield Para(product, "c) Sản phẩm:")
        yield Para("", "d) Tổ chức thực hiện:")
        steps = self._steps(task, words)
        if self.in_table:
            did = "\n".join(f"{lead} {text}" for lead, text in steps)
            header = ("Hoạt động của giáo viên và học sinh", "Dự kiến sản phẩm")
            yield Table((3, 2), header, ((did, product),))
        else:
            yield Items(tuple(f"{lead} {text}" for lead, text in steps))

    def _steps(self, task: Task, words: Mapping[str, str]) -> list[tuple[str, str]]:
        form = phrases.common()["form"][task.form]
        rest = [
            phrases.fill(self.dice.choice(form[part]), words)
            for part in ("carry_out", "report", "conclude")
        ]
        leads = (
            "Giao nhiệm vụ:",
            "Thực hiện nhiệm vụ:",
            "Báo cáo, thảo luận:",
            "Kết luận, nhận định:",
        )
        return list(zip(leads, [phrases.fill(task.assign, words), *rest], strict=True))

    def _mended(self, place: str) -> Iterator[Block]:
        for mend in self.facts.mends:
            if mend.place == place:
                yield Para(phrases.fill(mend.text, self.words), "Bổ sung sau góp ý:")


def _matrix(points: Sequence[str], dice: Random) -> Table:
    """The test's matrix (ma trận đề): contents by levels, in hundredths, adding up to 100."""
    levels = dice.choice(LEVELS_OF_MATRIX)
    count = len(points)
    rows = []
    for place, point in enumerate(points):
        shares = [level // count + (place < level % count) for level in levels]
        rows.append((_capital(point), *(f"{share}%" for share in shares), f"{sum(shares)}%"))
    rows.append(("Tổng", *(f"{level}%" for level in levels), "100%"))
    header = ("Nội dung", "Nhận biết", "Thông hiểu", "Vận dụng", "Tổng")
    return Table((4, 2, 2, 2, 2), header, tuple(rows), frozenset({1, 2, 3, 4}))


def _criteria(points: Sequence[str]) -> Table:
    """The criteria of a test without scores (tiêu chí đánh giá Đạt, Chưa đạt)."""
    reached = "Thực hiện đúng yêu cầu, chủ động, có thể giải thích cách làm."
    missed = "Còn lúng túng hoặc sai nhiều, cần giáo viên và bạn hỗ trợ."
    rows = tuple((_capital(point), reached, missed) for point in points)
    return Table((3, 3, 3), ("Nội dung", "Đạt", "Chưa đạt"), rows)


def _minutes(lesson: Lesson) -> tuple[int, int, int, int]:
    total = lesson.periods * PERIOD_MINUTES
    opening, knowledge, practice = (total * share // 100 for share in SHARES[lesson.kind])
    opening = min(opening, LONGEST_OPENING)
    return opening, knowledge, practice, total - opening - knowledge - practice


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return _capital(text).rstrip(".") + "."
