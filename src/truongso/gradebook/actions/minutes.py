"""The minutes of a correction (biên bản sửa chữa dữ liệu), drawn up when its cells are locked."""

from collections.abc import Sequence
from datetime import datetime

from truongso.access.words import DUTY_NAMES
from truongso.documents import papers, shelf
from truongso.documents.kinds.common import Party
from truongso.documents.kinds.correction_minutes import facts as kind
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.gradebook.models import Correction, CorrectionCell, CorrectionEvidence
from truongso.gradebook.queries import corrections as queries
from truongso.roster import queries as roster
from truongso.rules import marks
from truongso.rules.authority import Duty
from truongso.rules.corrections import Evidence
from truongso.rules.gradebook import title_of

EVIDENCE_NAMES = {
    Evidence.GRADEBOOK_PAGE.value: "Trang sổ điểm cá nhân",
    Evidence.TEST_PAPER.value: "Bài kiểm tra của học sinh",
}


def draw_up(
    actor: Actor, case: Correction, cells: Sequence[CorrectionCell], now: datetime
) -> Paper:
    """Draw the minutes up under the next number. Joins the caller's act."""
    org, told = roster.school_org(actor), _told(actor, case, cells)
    leader = case.decided_by.full_name if case.decided_by else ""
    people = {
        "leader": Party(leader, _post(case)),
        "requester": Party(case.asked_by.full_name, "Giáo viên bộ môn", case.asked_by.code),
    }
    return papers.draw_up(
        actor,
        kind.KIND,
        case.asked_by_id,
        lambda number: kind.facts(org, number, people, told, at=now),
        at=now,
    )


def moment(at: datetime) -> str:
    """Return a moment as papers say it."""
    return f"{local(at):%H:%M ngày %d/%m/%Y}"


def _told(actor: Actor, case: Correction, cells: Sequence[CorrectionCell]) -> kind.Told:
    sheet, columns = case.sheet, queries.columns_of(case.sheet)
    titles = {key: title_of(column) for key, column in columns.items()}
    done = [cell for cell in cells if cell.changed_at]
    rows = CorrectionEvidence.objects.of(actor).filter(correction=case).order_by("kind", "pk")
    files = shelf.facts(actor, [row.file_id for row in rows])
    path = "sửa dữ liệu nhập sai" if case.entered_wrongly else "sửa điểm"
    last = max((cell.changed_at for cell in done if cell.changed_at), default=case.asked_at)
    return kind.Told(
        case=f"số {case.no}, năm học {sheet.school_class.year.code} ({path})",
        page=(
            f"Môn {queries.subject_of(sheet).name}, lớp {sheet.school_class.name},"
            f" học kì {sheet.term}"
        ),
        reason=case.reason,
        asked=f"{case.asked_by.full_name}, lúc {moment(case.asked_at)}",
        consent=_consent(case),
        changed=f"{case.asked_by.full_name}, xong lúc {moment(last)}",
        cells=[
            (
                cell.pupil.full_name,
                cell.pupil.code,
                titles[cell.column],
                marks.shown(cell.old) or "(trống)",
                marks.shown(cell.new) or "(trống)",
            )
            for cell in done
        ],
        left=[
            f"{cell.pupil.full_name}, {titles[cell.column]}"
            for cell in cells
            if not cell.changed_at
        ],
        derived=_derived(done),
        evidence=[
            (EVIDENCE_NAMES[row.kind], files[row.file_id].name, files[row.file_id].sha256)
            for row in rows
        ],
    )


def _derived(done: Sequence[CorrectionCell]) -> list[tuple[str, str, str]]:
    """Each pupil's result before the first change and after the last one, where it differs."""
    found: dict[str, tuple[str, int | None, int | None]] = {}
    for cell in sorted(done, key=lambda cell: (cell.changed_at or cell.id, cell.mask)):
        known = found.get(str(cell.pupil_id))
        before = known[1] if known else cell.average_before
        found[str(cell.pupil_id)] = (cell.pupil.full_name, before, cell.average_after)
    return [
        (name, marks.shown(before) or "chưa có", marks.shown(after) or "chưa có")
        for name, before, after in found.values()
        if before != after
    ]


def _consent(case: Correction) -> str:
    if case.decided_by is None or case.decided_at is None:
        return "–"
    return f"{case.decided_by.full_name} ({_post(case)}), lúc {moment(case.decided_at)}"


def _post(case: Correction) -> str:
    post = DUTY_NAMES[Duty(case.decided_duty)]
    return f"thay mặt {post} {case.decided_for}" if case.decided_for else post
