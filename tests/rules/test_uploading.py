"""Who hands in for a lesson, and what one file may hold."""

from uuid import UUID

from truongso.rules.subjects import GRADES, subjects
from truongso.rules.uploading import Unit, Uploader, check_unit, check_uploader

ME, OTHER = UUID(int=1), UUID(int=2)


def codes(subject: str, who: Uploader, *, extra: bool = False) -> list[str]:
    unit = Unit(subjects()[subject], 6, extra, ("Bài 1",), ("Chủ đề 1",))
    return [violation.code for violation in check_uploader(unit, who)]


def test_a_teacher_hands_in_for_what_he_teaches() -> None:
    assert codes("TOAN", Uploader(ME, teaches=True)) == []
    assert codes("TOAN", Uploader(ME, teaches=False)) == ["plan.not_your_lesson"]


def test_in_an_integrated_subject_only_the_named_teacher_hands_in() -> None:
    assert codes("KHTN", Uploader(ME, teaches=True, named=ME)) == []
    assert codes("KHTN", Uploader(ME, teaches=True, named=OTHER)) == ["plan.not_the_uploader"]
    assert codes("KHTN", Uploader(ME, teaches=True)) == ["plan.no_uploader"]
    assert codes("KHTN", Uploader(ME, teaches=False, named=ME)) == ["plan.not_your_lesson"]


def test_an_extra_class_has_one_teacher_so_nobody_is_named() -> None:
    assert codes("KHTN", Uploader(ME, teaches=True), extra=True) == []


def test_a_file_holds_one_lesson_or_one_topic() -> None:
    assert list(check_unit(["Chủ đề 1"])) == []
    assert list(check_unit([""])) == []
    assert list(check_unit(["Chủ đề 1", "Chủ đề 1"])) == []
    for topics in (["Chủ đề 1", "Chủ đề 2"], ["", ""], ["Chủ đề 1", ""]):
        assert [v.code for v in check_unit(topics)] == ["plan.lessons_not_one_topic"]


def test_the_compulsory_periods_add_up_to_the_programmes_totals() -> None:
    totals = [sum(s.periods_in(grade) for s in subjects().values()) for grade in GRADES]
    assert totals == [1015, 1015, 1032, 1032]
