"""A class at the end of its year, in bulk: marks, comments, conduct; its results closed."""

from tests.gradebook.results_scene import taught_by_lan
from tests.gradebook.scenes import pupils
from tests.school import NOW, School
from truongso.foundation.ids import new_id
from truongso.gradebook.actions.closing import close_class
from truongso.gradebook.models import Conduct, Sheet, SheetLine
from truongso.records.actions.report_remarks import Typed, save_remarks
from truongso.roster.models import Pupil, PupilDetail
from truongso.rules import marks
from truongso.rules.circular import Level, circular_on
from truongso.rules.closing import Period
from truongso.rules.columns import columns_for
from truongso.rules.subjects import subjects

KNOWN = {
    "birthplace": "Hải Phòng",
    "ethnicity": "Kinh",
    "residence": "Phường Bình Minh, thành phố Hải Phòng",
    "father_name": "Nguyễn Văn Ba",
    "father_job": "Kĩ sư",
    "mother_name": "Trần Thị Tư",
}


def closed_year(school: School) -> list[Pupil]:
    """Everybody of 6A has 8,5 and Đ everywhere, a comment in each subject, conduct Tốt; closed."""
    found = [pupil for pupil in pupils(school) if pupil.status == "studying"]
    taught_by_lan(school)
    row, circular = school.classes["6A"], circular_on(school.year.starts_on)
    for code, subject in subjects().items():
        size = len(columns_for(code, 6, circular))
        mark = marks.PASSED if subject.assessed_by == "comments" else 85
        for term in (1, 2):
            sheet = Sheet.objects.create(
                id=new_id(),
                school_id=school.id,
                year=school.year,
                school_class=row,
                subject=code,
                term=term,
                locks=(1 << size) - 1,
            )
            SheetLine.objects.bulk_create(
                SheetLine(
                    id=new_id(),
                    school_id=school.id,
                    sheet=sheet,
                    pupil=pupil,
                    marks=[mark] * size,
                    versions=[1] * size,
                    average=mark,
                    comment=f"{subject.short}: có tiến bộ, cần phát huy ở học kì sau.",
                    locks=(1 << size) - 1,
                    locked_marks=[mark] * size,
                )
                for pupil in found
            )
    behaved(school, found)
    described(school, found)
    close_class(actor=school.actor("Sơn"), class_id=row.id, period=Period.YEAR, reason="", now=NOW)
    return found


def behaved(school: School, found: list[Pupil]) -> None:
    """Conduct Tốt and two half days in both terms."""
    Conduct.objects.bulk_create(
        Conduct(
            id=new_id(),
            school_id=school.id,
            year=school.year,
            pupil=pupil,
            term=term,
            level=Level.TOT,
            absent=2,
            by=school.staff["Lan"],
            at=NOW,
        )
        for pupil in found
        for term in (1, 2)
    )


def described(school: School, found: list[Pupil]) -> None:
    """Nothing is missing in anybody's profile."""
    PupilDetail.objects.of(school).filter(pupil__in=found).delete()
    PupilDetail.objects.bulk_create(
        PupilDetail(id=new_id(), school_id=school.id, pupil=pupil, **KNOWN) for pupil in found
    )


def remarked(school: School, found: list[Pupil], text: str = "Ngoan, chăm học.") -> None:
    """Lan writes the same remark for everybody."""
    save_remarks(
        actor=school.actor("Lan"),
        class_id=school.classes["6A"].id,
        typed=[Typed(pupil.id, text, 0) for pupil in found],
        now=NOW,
    )
