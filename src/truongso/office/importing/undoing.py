"""Taking back what a run wrote: what stands in the way, and putting every row back as it was.

Part of the act that calls it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from truongso.access.models import DutyHeld
from truongso.foundation.tenancy import InSchool
from truongso.office.importing.traces import ORDER, Model, marks_of
from truongso.office.models import ImportRun, ImportTrace

THINGS = {
    "roster.Pupil": gettext_noop("học sinh"),
    "roster.PupilDetail": gettext_noop("hồ sơ học sinh"),
    "roster.PupilMove": gettext_noop("biến động"),
    "roster.ClassMember": gettext_noop("chỗ trong lớp"),
    "roster.SchoolClass": gettext_noop("lớp"),
    "roster.Staff": gettext_noop("cán bộ"),
    "roster.StaffDetail": gettext_noop("hồ sơ cán bộ"),
    "roster.Department": gettext_noop("tổ"),
    "roster.TeachingAssignment": gettext_noop("phân công"),
    "roster.TimetableVersion": gettext_noop("thời khóa biểu"),
    "roster.TimetableSlot": gettext_noop("tiết của thời khóa biểu"),
    "roster.Programme": gettext_noop("chương trình"),
    "roster.ProgrammeLesson": gettext_noop("bài"),
    "access.DutyHeld": gettext_noop("nhiệm vụ chủ nhiệm"),
}
USES = {
    "roster.ClassMember": gettext_noop("đã xếp lớp"),
    "roster.PupilMove": gettext_noop("đã có biến động"),
    "roster.YearResult": gettext_noop("đã có kết quả năm học"),
    "roster.TeachingAssignment": gettext_noop("đã có phân công giảng dạy"),
    "roster.TimetableSlot": gettext_noop("đã có trong thời khóa biểu"),
    "roster.Programme": gettext_noop("đã có chương trình riêng"),
    "roster.SubjectGroup": gettext_noop("đã có nhóm chuyên môn"),
    "roster.Staff": gettext_noop("đã có thêm người"),
    "access.Account": gettext_noop("đã có tài khoản"),
    "access.DutyHeld": gettext_noop("đã được giao nhiệm vụ"),
    "access.Delegation": gettext_noop("đã được ủy quyền"),
    "planning.Plan": gettext_noop("đã có kế hoạch bài dạy"),
}


@dataclass(slots=True)
class Written:
    """The rows of one table that a run wrote: mark after it, and what they said before."""

    model: Model
    marks: dict[UUID, int | None] = field(default_factory=dict)
    before: dict[UUID, str] = field(default_factory=dict)

    @property
    def made(self) -> list[UUID]:
        """The rows that the run made."""
        return [row for row in self.marks if row not in self.before]

    @property
    def changed(self) -> list[UUID]:
        """The rows that were there before and still are."""
        return [row for row in self.before if self.marks[row] is not None]

    @property
    def removed(self) -> list[UUID]:
        """The rows that the run removed."""
        return [row for row in self.before if self.marks[row] is None]


def written_by(run: ImportRun) -> list[Written]:
    """Return what a run wrote, table by table in the order in which rows go; [] when not kept."""
    by_table = {model._meta.db_table: Written(model) for model in ORDER}
    for trace in ImportTrace.objects.of(run).filter(run=run):
        one = by_table[trace.table]
        for text, mark, before in trace.rows:
            row = UUID(text)
            one.marks[row] = mark
            if before is not None:
                one.before[row] = before
    return [one for one in by_table.values() if one.marks]


def may_be_undone(run: ImportRun) -> bool:
    """Tell whether what the run wrote is still kept."""
    rows = ImportTrace.objects.of(run).filter(run=run)
    return run.state == ImportRun.State.DONE and rows.exists()


def homerooms_touched(owner: InSchool, written: list[Written]) -> set[UUID]:
    """Return whose homeroom duties would go or come back."""
    ids = [row for one in written if one.model is DutyHeld for row in one.marks]
    return {*DutyHeld.objects.of(owner).filter(pk__in=ids).values_list("staff_id", flat=True)}


def in_the_way(owner: InSchool, written: list[Written]) -> list[str]:
    """Hold the rows, and return in words what was done with them since the run."""
    ours = {one.model: {*one.marks} for one in written}
    return [*_touched(owner, written), *_built_on(owner, written, ours)]


def _touched(owner: InSchool, written: list[Written]) -> Iterator[str]:
    # Children first, as the acts by hand do: a place in a class before the pupil it points at.
    for one in written:
        now = marks_of(owner, one.model, [*one.marks], hold=True)
        if others := sum(now.get(row) != mark for row, mark in one.marks.items()):
            yield _said(others, one.model, _("đã sửa sau khi nhập"))


def _built_on(
    owner: InSchool, written: list[Written], ours: dict[Model, set[UUID]]
) -> Iterator[str]:
    for one in reversed(written):
        if not (made := one.made):
            continue
        for user, key in _users(one.model):
            rows = user._default_manager.filter(
                **{"school_id": owner.school_id, f"{key}__in": made}
            ).exclude(pk__in=ours.get(user, ()))
            if count := rows.values(key).distinct().count():
                use = _(USES.get(user._meta.label, gettext_noop("đã được dùng ở nơi khác")))
                yield _said(count, one.model, use)


def _users(model: Model) -> Iterator[tuple[Model, str]]:
    """The tables that point at rows of this one, each with its key."""
    for one in model._meta.get_fields(include_hidden=True):
        if isinstance(one, models.ManyToOneRel):
            yield one.related_model, one.field.attname


def _said(count: int, model: Model, use: str) -> str:
    return f"{count} {_(THINGS[model._meta.label])} {use}"


def put_back(owner: InSchool, written: list[Written]) -> dict[str, int]:
    """Remove what was made, put back what was changed and removed; returns how many of each."""
    for one in written:
        _remove(owner, one.model, one.made)
        _restore(owner, one)
    for one in reversed(written):
        _bring_back(one)
    return {
        "made": sum(len(one.made) for one in written),
        "changed": sum(len(one.changed) for one in written),
        "removed": sum(len(one.removed) for one in written),
    }


def _remove(owner: InSchool, model: Model, ids: list[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM "{model._meta.db_table}" WHERE school_id = %s AND id = ANY(%s)',  # noqa: S608
            [owner.school_id, ids],
        )


def _restore(owner: InSchool, one: Written) -> None:
    if not one.changed:
        return
    table = one.model._meta.db_table
    names = [f.column for f in one.model._meta.local_fields if f.column not in ("id", "school_id")]
    sets = ", ".join(f'"{name}" = b."{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" t SET {sets}'  # noqa: S608
            f' FROM json_populate_recordset(NULL::"{table}", %s::json) b'
            " WHERE t.school_id = %s AND t.id = b.id",
            [_told(one, one.changed), owner.school_id],
        )


def _bring_back(one: Written) -> None:
    if not one.removed:
        return
    table = one.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" SELECT *'  # noqa: S608
            f' FROM json_populate_recordset(NULL::"{table}", %s::json)',
            [_told(one, one.removed)],
        )


def _told(one: Written, ids: list[UUID]) -> str:
    return json.dumps([json.loads(one.before[row]) for row in ids])
