"""What a school report says of a pupil: compiled from the closed gradebook, as plain facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from truongso.foundation.tenancy import InSchool
from truongso.gradebook import wording
from truongso.gradebook.queries.results import Line
from truongso.records.queries.reports import ClassReports, fingerprint
from truongso.roster.models import ClassMember, Org, Pupil, PupilDetail
from truongso.rules import school_report as rules
from truongso.rules.circular import Level
from truongso.rules.closing import Period
from truongso.rules.exemptions import Mode
from truongso.rules.honours import Honour
from truongso.rules.promotion import Decision
from truongso.rules.subjects import LAST_GRADE

Facts = dict[str, Any]
SEXES = {"m": "Nam", "f": "Nữ"}
HONOURS = {Honour.XUAT_SAC: "Học sinh Xuất sắc", Honour.GIOI: "Học sinh Giỏi"}
PERSON = {
    "name": "Họ và tên",
    "sex": "Giới tính",
    "born_on": "Ngày sinh",
    "birthplace": "Nơi sinh",
    "ethnicity": "Dân tộc",
    "policy_group": "Đối tượng",
    "residence": "Chỗ ở hiện tại",
    "father": "Họ và tên cha",
    "father_job": "Nghề nghiệp của cha",
    "mother": "Họ và tên mẹ",
    "mother_job": "Nghề nghiệp của mẹ",
    "guardian": "Họ và tên người giám hộ",
    "code": "Mã học sinh",
    "moet_id": "Mã định danh",
}
CELLS = {
    "first": "học kì I",
    "second": "học kì II",
    "year": "cả năm",
    "retest": "đánh giá lại",
    "comment": "nhận xét",
    "teachers": "giáo viên",
}
UNDECIDED = {
    Decision.RETEST: "Đánh giá lại trong hè",
    Decision.SUMMER_CONDUCT: "Rèn luyện trong hè",
    Decision.RETEST_AND_SUMMER_CONDUCT: "Đánh giá lại và rèn luyện trong hè",
    Decision.INCOMPLETE: "Chưa đủ dữ liệu",
    Decision.PRINCIPAL: "Hiệu trưởng quyết định",
}
"""Always in Vietnamese: they stand on paper."""
RESULTS = {"conduct": "rèn luyện", "learning": "học tập", "absent": "buổi nghỉ"}
OTHERS = {
    "honour": "Khen thưởng",
    "summer": "Rèn luyện trong hè",
    "remark": "Nhận xét của giáo viên chủ nhiệm",
}
PERIODS = {
    "first": "Học kì I",
    "second": "Học kì II",
    "year": "Cả năm",
    "after": "Sau đánh giá lại",
}


def compiled(
    owner: InSchool, org: Org, reports: ClassReports, only: UUID | None = None
) -> dict[UUID, Facts]:
    """Return what the report of each pupil says, or of one; without versions and signatures."""
    lines = [line for line in reports.results.lines if only in (None, line.pupil_id)]
    ids = [line.pupil_id for line in lines]
    pupils = Pupil.objects.of(owner).in_bulk(ids)
    history = _history(owner, org, ids, reports.row.year.starts_on)
    return {
        line.pupil_id: {
            "year": reports.row.year.code,
            "school_class": reports.row.name,
            "grade": reports.row.grade,
            "person": person_of(pupils[line.pupil_id], reports.details.get(line.pupil_id)),
            "history": history.get(line.pupil_id, []),
            "lines": [_line(reports, line, code) for code in rules.labels()],
            "results": _results(line),
            "decision": _decision(line),
            "honour": HONOURS[line.result.honour] if line.result.honour else "",
            "summer": _level(line.pupil.summer),
            "remark": _remark(reports, line),
        }
        for line in lines
    }


def all_fingerprint(found: Mapping[UUID, Facts]) -> str:
    """Return the fingerprint of everything the reports of a class say."""
    return fingerprint({str(pupil_id): facts for pupil_id, facts in found.items()})


def person_of(pupil: Pupil, detail: PupilDetail | None) -> Facts:
    """Return the page of the pupil."""

    def said(name: str) -> str:
        return str(getattr(detail, name, "") or "")

    return {
        "name": pupil.full_name,
        "sex": SEXES.get(pupil.sex, ""),
        "born_on": f"{pupil.born_on:%d/%m/%Y}",
        "birthplace": said("birthplace"),
        "ethnicity": said("ethnicity"),
        "policy_group": said("policy_group"),
        "residence": said("residence") or said("address"),
        "father": said("father_name"),
        "father_job": said("father_job"),
        "mother": said("mother_name"),
        "mother_job": said("mother_job"),
        "guardian": said("guardian_name"),
        "code": pupil.code,
        "moet_id": pupil.moet_id,
    }


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what two states of a report say differently: where, before, after."""
    before, after = dict(_leaves(old)), dict(_leaves(new))
    return [
        (place, before.get(place, ""), after.get(place, ""))
        for place in dict.fromkeys([*before, *after])
        if before.get(place, "") != after.get(place, "")
    ]


def _leaves(facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, label in PERSON.items():
        yield label, str(facts["person"].get(name, ""))
    for line in facts["lines"]:
        for name, label in CELLS.items():
            yield f"{line['label']}, {label}", str(line[name])
    for period, of in PERIODS.items():
        for name, label in RESULTS.items():
            yield f"{of}, {label}", str(facts["results"][period].get(name, ""))
    yield "Kết quả cuối năm", str(facts["decision"]["text"])
    for name, label in OTHERS.items():
        yield label, str(facts[name])


def _history(
    owner: InSchool, org: Org, ids: list[UUID], until: date
) -> dict[UUID, list[list[str]]]:
    """The classes of each pupil in this school, year by year, to the year of the report."""
    rows = ClassMember.objects.of(owner).filter(
        pupil_id__in=ids, school_class__extra=False, school_class__year__starts_on__lte=until
    )
    asked = rows.order_by("school_class__year__starts_on", "since").values_list(
        "pupil_id", "school_class__year__code", "school_class__name"
    )
    found: dict[UUID, dict[str, list[str]]] = {}
    for pupil_id, year, name in asked:
        found.setdefault(pupil_id, {})[year] = [year, name, org.name, org.place]
    return {pupil_id: list(years.values()) for pupil_id, years in found.items()}


def _line(reports: ClassReports, line: Line, code: str) -> Facts:
    left_out = line.beside.modes.get(code, Mode.NORMAL).left_out
    said = [one.by.full_name for one in reports.confirmed_by(code)]
    marks = [wording.mark(line.mark(code, period)) for period in Period]
    first, second, year = ("Miễn", "Miễn", "Miễn") if left_out else marks
    return {
        "label": rules.labels()[code],
        "first": first,
        "second": second,
        "year": year,
        "retest": wording.mark(line.beside.retests.get(code)),
        "comment": reports.comments.get(line.pupil_id, {}).get(code, ""),
        "teachers": ", ".join(dict.fromkeys(said)),
    }


def _results(line: Line) -> Facts:
    found: Facts = {}
    for name, period in (("first", Period.FIRST), ("second", Period.SECOND)):
        absent = line.beside.absent.get(int(period))
        found[name] = _period(line.conduct(period), line.learning(period), absent)
    found["year"] = _period(
        line.conduct(Period.YEAR), line.learning(Period.YEAR), line.pupil.absent
    )
    again = line.result.retested
    found["after"] = {
        "conduct": _level(line.pupil.summer),
        "learning": _level(again.level if again else None),
        "absent": "",
    }
    return found


def _period(conduct: Level | None, learning: Level | None, absent: int | None) -> Facts:
    return {
        "conduct": _level(conduct),
        "learning": _level(learning),
        "absent": "" if absent is None else str(absent),
    }


def _level(found: Level | None) -> str:
    return "" if found is None else Level(found).label


def _decision(line: Line) -> Facts:
    """Which of the form's lines holds, and its words."""
    decision = line.result.decision
    after = line.result.retested is not None or line.pupil.summer is not None
    up = "Hoàn thành chương trình trung học cơ sở"
    if line.grade != LAST_GRADE:
        up = f"Được lên lớp {line.grade + 1}"
    match decision:
        case Decision.PROMOTED:
            return {"kind": "after" if after else "up", "text": up}
        case Decision.REPEAT:
            last = line.grade == LAST_GRADE
            text = "Không hoàn thành chương trình" if last else "Không được lên lớp"
            return {"kind": "stays", "text": text}
    return {"kind": "open", "text": UNDECIDED[decision]}


def _remark(reports: ClassReports, line: Line) -> str:
    found = reports.remarks.get(line.pupil_id)
    return found.text if found else ""
