"""How results are named on pages and in files; subjects in a sentence by their short names."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongso.foundation.errors import sentence
from truongso.rules import marks
from truongso.rules.circular import Level
from truongso.rules.closing import Period
from truongso.rules.honours import Honour
from truongso.rules.promotion import Decision
from truongso.rules.scores import shown
from truongso.rules.subjects import LAST_GRADE, subjects
from truongso.rules.verdict import Reason, Violation

LEVELS = {
    Level.TOT: gettext_lazy("Tốt"),
    Level.KHA: gettext_lazy("Khá"),
    Level.DAT: gettext_lazy("Đạt"),
    Level.CHUA_DAT: gettext_lazy("Chưa đạt"),
}
DECISIONS = {
    Decision.PROMOTED: gettext_lazy("Được lên lớp"),
    Decision.RETEST: gettext_lazy("Đánh giá lại trong hè"),
    Decision.SUMMER_CONDUCT: gettext_lazy("Rèn luyện trong hè"),
    Decision.RETEST_AND_SUMMER_CONDUCT: gettext_lazy("Đánh giá lại và rèn luyện trong hè"),
    Decision.REPEAT: gettext_lazy("Không được lên lớp"),
    Decision.INCOMPLETE: gettext_lazy("Chưa đủ dữ liệu"),
    Decision.PRINCIPAL: gettext_lazy("Hiệu trưởng quyết định"),
}
HONOURS = {
    Honour.XUAT_SAC: gettext_lazy("Học sinh Xuất sắc"),
    Honour.GIOI: gettext_lazy("Học sinh Giỏi"),
}
PERIODS = {
    Period.FIRST: gettext_lazy("Học kì 1"),
    Period.SECOND: gettext_lazy("Học kì 2"),
    Period.YEAR: gettext_lazy("Cả năm"),
}
PLACES = {
    "term1": gettext_lazy("Học kì 1"),
    "term2": gettext_lazy("Học kì 2"),
    "year": gettext_lazy("Cả năm"),
    "summer": gettext_lazy("Trong hè"),
}
SLUGS = {Period.FIRST: "1", Period.SECOND: "2", Period.YEAR: "ca-nam"}


def level(found: Level | None) -> str:
    """Return a level in words; "" where there is none."""
    return "" if found is None else str(LEVELS[Level(found)])


def decision(found: Decision, grade: int) -> str:
    """Return a decision in words; in grade 9 whoever goes up has completed the programme."""
    if found is Decision.PROMOTED and grade == LAST_GRADE:
        return _("Hoàn thành chương trình")
    return str(DECISIONS[found])


def honour(found: Honour | None) -> str:
    """Return a title in words; "" where there is none."""
    return "" if found is None else str(HONOURS[found])


def mark(code: int | None) -> str:
    """Return a subject's result as a report shows it: "8,0", "Đ"."""
    if code is None:
        return ""
    return marks.shown(code) if code >= marks.FAILED else shown(code)


def short(code: str) -> str:
    """Return the short name of a subject; its code where it is not of the programme."""
    known = subjects().get(code)
    return _(known.short) if known else code


def names(codes: Iterable[str]) -> str:
    """Return the short names of subjects in a row."""
    return ", ".join(map(short, codes))


def told(reason: Reason) -> str:
    """Return the sentence of a reason, its subjects by their short names."""
    params = dict(reason.params)
    for key in ("subjects", "subject"):
        if isinstance(said := params.get(key), str):
            params[key] = names(one.strip() for one in said.split(",") if one.strip())
    return sentence(Violation(reason.code, reason.at, params))
