"""Which papers are owed: lesson plans of a week, education plans of the year."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from random import Random

from truongso.demo import school
from truongso.demo.calendar import DemoYear
from truongso.demo.programmes import Lesson, Programme, extra_programme, programme
from truongso.demo.story.shapes import StoryPaper
from truongso.rules.deadlines import lesson_plan_due
from truongso.rules.subjects import GRADES, subjects

TOPIC_SHARE = 0.3
"""How often a teacher puts lessons of one topic and week into one file."""

GROUP_LEADERS = {
    "TOAN": "lan.nn",
    "TIN": "lan.nn",
    "KHTN": "dung.tv",
    "CN": "dung.tv",
    "GDTC": "hung.cm",
    "VAN": "oanh.pk",
    "GDCD": "oanh.pk",
    "NN1": "tu.dc",
    "LSDL": "khanh.hq",
    "NT": "vy.an",
    "HDTN": "binh.dn",
    "GDDP": "binh.dn",
}
"""Who hands in the department's teaching plan of a subject: the group leader, or the head."""

HEADS = {"TN": "hoa.dq", "XH": "binh.dn"}
DEPUTIES = {"TN": "minh.vq", "XH": "yen.nh"}

Load = tuple[str, str, int, str]  # author, subject, grade, extra class


def lesson_plans_of_week(year: DemoYear, week_no: int) -> Iterator[StoryPaper]:
    """Yield the lesson plans owed for the lessons that begin in a week, without versions.

    Of an integrated subject only by the one named to hand in, for all classes of the grade.
    """
    for (author, subject, grade, extra), classes in _loads().items():
        taught = extra_programme(extra) if extra else programme(subject, grade)
        begun = [lesson for lesson in taught.lessons if lesson.first_week == week_no]
        for lessons in _by_file(author, taught, begun):
            numbers = tuple(lesson.no for lesson in lessons)
            place = extra or f"{subject}-{grade}"
            yield StoryPaper(
                key=f"lesson/{author}/{place}/{'+'.join(map(str, numbers))}",
                kind="extra_lesson_plan" if extra else "lesson_plan",
                author=author,
                subject=subject,
                grade=grade,
                department=school.staff()[author].department,
                extra_class=extra,
                lessons=numbers,
                classes=classes,
                week_no=week_no,
                due_on=lesson_plan_due(year.week(week_no)),
            )


def education_plans() -> Iterator[StoryPaper]:
    """Yield the education plans of the year, without versions: school, departments, teachers."""
    yield StoryPaper("school", "school_plan", "thu.lm")
    for key, department in school.departments().items():
        for subject in department.subjects:
            author = GROUP_LEADERS[subject]
            for grade in GRADES:
                name = f"teaching/{subject}-{grade}"
                yield StoryPaper(name, "teaching_plan", author, subject, grade, department=key)
        for grade in GRADES:
            name = f"activity/{key}-{grade}"
            yield StoryPaper(name, "activity_plan", HEADS[key], grade=grade, department=key)
    yield from _teacher_plans()


def _teacher_plans() -> Iterator[StoryPaper]:
    taught: dict[tuple[str, str, int, str], list[str]] = defaultdict(list)
    for each in school.assignments():
        if each.school_class in school.CLASSES:
            grade = int(each.school_class[0])
            taught[each.staff, each.subject, grade, each.strand].append(each.school_class)
    for (author, subject, grade, strand), classes in taught.items():
        yield StoryPaper(
            key=f"teacher/{author}/{subject}-{grade}",
            kind="teacher_plan",
            author=author,
            subject=subject,
            grade=grade,
            strand=strand,
            department=school.staff()[author].department,
            classes=tuple(classes),
        )


def _loads() -> dict[Load, tuple[str, ...]]:
    """Who hands in lesson plans for what, and the classes they serve."""
    loads: dict[Load, list[str]] = defaultdict(list)
    extras = {extra.name: extra for extra in school.extra_classes()}
    for each in school.assignments():
        if each.school_class in extras:
            grade = extras[each.school_class].grade
            loads[each.staff, each.subject, grade, each.school_class] = [each.school_class]
        elif not subjects()[each.subject].integrated:
            grade = int(each.school_class[0])
            loads[each.staff, each.subject, grade, ""].append(each.school_class)
    for (subject, grade), author in school.uploaders().items():
        served = [name for name in school.CLASSES if name.startswith(str(grade))]
        loads[author, subject, grade, ""] = served
    return {load: tuple(classes) for load, classes in loads.items()}


def _by_file(author: str, taught: Programme, lessons: list[Lesson]) -> Iterator[list[Lesson]]:
    """Lessons that share a file: one each, at times those of one topic and kind together."""
    for (topic, kind), group in groupby(lessons, key=lambda lesson: (lesson.topic, lesson.kind)):
        together = list(group)
        dice = Random(f"{author}/{taught.subject}/{taught.grade}/{topic}")
        if kind == "lesson" and len(together) == 2 and dice.random() < TOPIC_SHARE:
            yield together
        else:
            yield from ([lesson] for lesson in together)
