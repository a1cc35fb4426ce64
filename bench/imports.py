"""How fast 50,000 pupils come in, beside a floor: the same reading and a COPY into a bare table.

Run as `python -m bench.imports [rows]`; it uses the database server of the tests.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from itertools import count, cycle, islice
from random import Random

import django
import xlsxwriter

from tests import databases, environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongso.config.settings")
django.setup()

from django.db import connection  # noqa: E402

from tests.conftest import schema_fingerprint  # noqa: E402
from tests.office.tables import begun, run_of  # noqa: E402
from tests.school import NOW, found  # noqa: E402
from truongso.demo.people import pupils  # noqa: E402
from truongso.documents import tables  # noqa: E402
from truongso.foundation.actor import system_actor  # noqa: E402
from truongso.office.actions import imports, imports_written  # noqa: E402
from truongso.office.importing import steps  # noqa: E402
from truongso.roster.models import Pupil, PupilDetail  # noqa: E402

ROWS = 50_000
HEADS = [
    "STT", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp",
    "Số định danh cá nhân", "Dân tộc", "Nơi sinh", "Địa chỉ thường trú", "Họ tên cha", "Họ tên mẹ",
]  # fmt: skip
CLASSES = ("6A", "6B", "7A")


def rows_of(many: int) -> Iterator[list[str]]:
    """Invented pupils: the names of the demo school, other days and numbers."""
    dice = Random(7)
    drafts = cycle(pupils(2026))
    for number in islice(count(1), many):
        draft = next(drafts)
        born = date(2011, 1, 1) + timedelta(days=dice.randrange(1400))
        citizen = f"031{2 if draft.sex == 'm' else 3}{born.year % 100:02}{number:06}"
        sex = "Nam" if draft.sex == "m" else "Nữ"
        place = "xã Bình Minh, thành phố Hải Phòng"
        yield [
            str(number), f"31{number:08}", draft.full_name, f"{born:%d/%m/%Y}", sex,
            CLASSES[number % 3], citizen, "Kinh", "Hải Phòng", place, draft.full_name,
            draft.full_name,
        ]  # fmt: skip


def workbook(many: int) -> bytes:
    """The file."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("HS")
        for place, row in enumerate([HEADS, *rows_of(many)]):
            sheet.write_row(place, 0, row)
    return out.getvalue()


@contextmanager
def timed(name: str, many: int) -> Iterator[None]:
    """Say how long something took."""
    begin = time.perf_counter()
    yield
    took = time.perf_counter() - begin
    print(f"{name:<44}{took:8.2f} s {many / took:10.0f} rows/s", flush=True)


def floor(content: bytes, many: int) -> None:
    """Read the file with the same reader; COPY the cells into a table without keys or walls."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        with timed("floor: read the file (guarded)", many):
            [sheet] = tables.read(file, "hs.xlsx")
    names = ", ".join(f"c{place} text" for place in range(len(HEADS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE bare ({names})")
        with (
            timed("floor: COPY into a bare table", many),
            cursor.copy("COPY bare FROM STDIN") as copy,
        ):
            for row in sheet.rows[1:]:
                copy.write_row(row)
        cursor.execute("DROP TABLE bare")


def measure(many: int) -> None:
    """Time each step of an import, and of the same file again."""
    content = workbook(many)
    print(f"{many:,} pupils, {len(HEADS)} columns, {len(content) / 1e6:.1f} MB")
    with found() as school:
        floor(content, many)
        system = system_actor(school.id, "bench")
        for name in ("first", "again"):
            run_id = begun(school, "pupils", content, name=f"{name}.xlsx", who="Nam")
            mapping = run_of(school, run_id).mapping
            day = run_of(school, run_id).from_day
            imports.choose(
                actor=school.actor("Nam"), run_id=run_id, mapping=mapping, from_day=day,
                options={}, now=NOW,
            )  # fmt: skip
            with timed(f"{name}: dry run (read, compare, keep lines)", many):
                steps.check(system, run_id, at=NOW)
            counts = run_of(school, run_id).counts
            print({key: value for key, value in counts.items() if value})
            if name == "first":
                imports.confirm(actor=school.actor("Nam"), run_id=run_id, past_wrong=False, now=NOW)
                with timed("first: import, one transaction", many):
                    imports_written.write(actor=system, run_id=run_id, now=NOW)
                assert Pupil.objects.of(school).count() == many
                assert PupilDetail.objects.of(school).count() == many


def main(run: Callable[[int], None] = measure) -> None:
    """Measure in a database of its own."""
    assert environment.CLUSTER
    name = databases.clone(schema_fingerprint(), "bench")
    databases.use(name)
    try:
        run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    finally:
        databases.drop(name)


if __name__ == "__main__":
    main()
