"""The file of each version in the story, made when it is asked for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from truongso.demo import school
from truongso.demo.calendar import DemoYear
from truongso.demo.lesson_files import (
    LessonFacts,
    Paper,
    PlanFacts,
    SchoolPlanFacts,
    activity_plan,
    as_docx,
    as_pdf,
    lesson_plan,
    school_plan,
    teacher_plan,
    teaching_plan,
)
from truongso.demo.people import CLASS_SIZES
from truongso.demo.programmes import programme
from truongso.demo.story.acting import PRINCIPAL, lessons_of
from truongso.demo.story.due import HEADS
from truongso.demo.story.shapes import Deed, Story, StoryPaper, Version
from truongso.foundation.days import local_day
from truongso.rules.authority import Duty
from truongso.rules.subjects import subjects

PLANS: dict[str, Callable[[PlanFacts], Paper]] = {
    "teaching_plan": teaching_plan,
    "activity_plan": activity_plan,
    "teacher_plan": teacher_plan,
}


def file_of(
    story: Story, key: str, version_no: int, year: DemoYear, *, font_dir: Path, font: str = "Tinos"
) -> bytes:
    """Return the file of a version, of the kind its name says (.pdf or .docx).

    `font_dir`: where the fonts for PDF lie. Never fork after the first PDF was made.
    """
    paper = story.papers[key]
    version = paper.versions[version_no - 1]
    made_on = next(
        local_day(step.at)
        for step in story.steps
        if step.paper == key and step.version == version_no and step.deed is Deed.DRAFT
    )
    content = content_of(paper, version, year, made_on)
    if version.file_name.endswith(".docx"):
        return as_docx(content)
    return as_pdf(content, font_dir=font_dir, font=font)


def content_of(paper: StoryPaper, version: Version, year: DemoYear, made_on: date) -> Paper:
    """Return what stands in a version of a paper, made on a day."""
    if paper.kind == "school_plan":
        author, principal = _name(paper.author), _name(PRINCIPAL)
        return school_plan(SchoolPlanFacts(year, author, principal, made_on))
    if paper.kind in PLANS:
        return PLANS[paper.kind](_plan_facts(paper, version, year, made_on))
    return lesson_plan(_lesson_facts(paper, version, year, made_on))


def _lesson_facts(
    paper: StoryPaper, version: Version, year: DemoYear, made_on: date
) -> LessonFacts:
    if paper.grade is None or paper.week_no is None:
        raise ValueError(f"{paper.key} is not a lesson plan")
    name = subjects()[paper.subject].name
    return LessonFacts(
        school=school.bodies()[-1].short_name,
        department=school.departments()[paper.department].name,
        teacher=_name(paper.author),
        subject=paper.subject,
        subject_name=f"{name} (dạy thêm)" if paper.extra_class else name,
        grade=paper.grade,
        classes=paper.classes,
        lessons=tuple(lessons_of(paper)),
        week_no=paper.week_no,
        monday=year.week(paper.week_no).monday,
        written_on=made_on,
        mends=version.mends,
    )


def _plan_facts(paper: StoryPaper, version: Version, year: DemoYear, made_on: date) -> PlanFacts:
    if paper.grade is None:
        raise ValueError(f"{paper.key} is of no grade")
    sizes = dict(zip(school.CLASSES, CLASS_SIZES, strict=True))
    of_grade = [name for name in school.CLASSES if name.startswith(str(paper.grade))]
    classes = paper.classes or tuple(of_grade)
    head = ("Tổ trưởng", _name(HEADS[paper.department]))
    other = ("Hiệu trưởng", _name(PRINCIPAL))
    if paper.kind == "teacher_plan":
        other = ("Giáo viên", _name(paper.author))
    return PlanFacts(
        department=school.departments()[paper.department].name,
        department_key=paper.department,
        author=_name(paper.author),
        subject=paper.subject,
        grade=paper.grade,
        programme=programme(paper.subject, paper.grade) if paper.subject else None,
        classes=classes,
        pupil_count=sum(sizes[name] for name in classes),
        teacher_count=_teacher_count(paper),
        year=year.code,
        written_on=made_on,
        signers=(head, other),
        strand=paper.strand,
        notes=tuple(mend.text for mend in version.mends),
    )


def _teacher_count(paper: StoryPaper) -> int:
    """How many teach the subject in the grade; all teachers of the department without a subject."""
    if not paper.subject:
        return sum(
            person.department == paper.department and Duty.TEACHER in person.duties
            for person in school.staff().values()
        )
    teaching = {
        each.staff
        for each in school.assignments()
        if each.subject == paper.subject and each.school_class.startswith(str(paper.grade))
    }
    return len(teaching)


def _name(login: str) -> str:
    return school.staff()[login].full_name
