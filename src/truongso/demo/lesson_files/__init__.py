"""Make the files of the demo school: real plans in Word and PDF, in the forms of dispatch 5512."""

from truongso.demo.lesson_files.lesson import LessonFacts, Mend, lesson_plan
from truongso.demo.lesson_files.page import as_pdf
from truongso.demo.lesson_files.paper import Paper
from truongso.demo.lesson_files.plans import PlanFacts, activity_plan, teacher_plan, teaching_plan
from truongso.demo.lesson_files.school_plan import SchoolPlanFacts, school_plan
from truongso.demo.lesson_files.word import as_docx

__all__ = [
    "LessonFacts",
    "Mend",
    "Paper",
    "PlanFacts",
    "SchoolPlanFacts",
    "activity_plan",
    "as_docx",
    "as_pdf",
    "lesson_plan",
    "school_plan",
    "teacher_plan",
    "teaching_plan",
]
