"""The bench's own arithmetic, and that it can be asked for help. No figure is ever a test."""

import random
import re
import subprocess
import sys

import pytest

from bench.copies import ID, renamed_id
from bench.recorded import Recorded, Scene, heard
from bench.report import PROGRAM, Samples, as_plain, figures, growths, table, tenths
from tests.environment import ROOT


def samples(arm: str, schools: int, *times: list[float], rates: tuple[float, ...] = ()) -> Samples:
    cpu = [10.0 * schools**0.5, 20.0] if rates else []
    return Samples("board", arm, schools, 10, 2048, times, rates, cpu[: len(times)])


MEASURED = [
    samples(PROGRAM, 1, [40.0, 42.0, 44.0], [80.0, 84.0, 90.0], rates=(50.0, 30.0, 40.0)),
    samples("floor", 1, [4.0, 4.2, 9.0], [8.0, 8.4, 8.5]),
    samples(PROGRAM, 200, [42.0], [84.0], rates=(40.0,)),
    samples("floor", 200, [8.4], [8.4]),
]


def test_a_ratio_compares_what_was_measured_in_the_same_round() -> None:
    lines = figures(MEASURED)
    assert [line.times_floor for line in lines] == pytest.approx([1, 10, 1, 7.5])


def test_rates_are_those_of_one_and_of_several_clients() -> None:
    line = figures(MEASURED)[0]
    assert line.middle == 62.0
    assert line.rate_one == pytest.approx(1000 / 62)
    assert line.rate == 40.0
    assert figures(MEASURED)[1].rate is None


def test_growth_is_told_from_the_fewest_schools_to_the_most() -> None:
    program, floor = growths(MEASURED)
    assert (program.what, program.arm, program.ratio) == ("board", PROGRAM, pytest.approx(1))
    assert floor.ratio == pytest.approx(1.5)
    assert floor.low <= floor.ratio <= floor.high
    assert floor.cpu is None
    assert program.cpu is not None
    assert program.cpu[1] == pytest.approx((200**0.5 + 1) / 2)
    assert growths(MEASURED[:2]) == []


def test_tenths_of_few_are_the_least_and_the_most() -> None:
    assert tenths([3.0, 1.0, 2.0]) == [1.0, 3.0]
    assert tenths([float(number) for number in range(101)])[::8] == [10.0, 90.0]


def test_the_table_has_a_line_for_each_thing_measured() -> None:
    lines, growth = figures(MEASURED), growths(MEASURED)
    told = table(lines, growth)
    assert len([line for line in told.splitlines() if line.startswith("board")]) == 6
    assert "7.5" in told
    assert set(as_plain(lines, growth, MEASURED)) == {"figures", "growth", "samples"}


def test_a_copied_id_is_another_of_the_same_moment() -> None:
    old = b"01a20dd4-702a-7745-804b-e0ae8154f03f"
    new = renamed_id(old, random.Random(1))
    assert re.fullmatch(ID, new)
    assert new != old
    assert new[:15] == old[:15]
    assert new[14:15] == b"7"
    assert new[19:20] == b"8"


def test_a_scene_survives_being_told() -> None:
    one = Recorded(7, "key", "/duyet/", (("batch", "b"),), 12, ("SELECT 1",))
    scene = Scene(*([one] for _ in range(11)), upload_floor=[(one, one)])
    assert heard(scene.told()) == scene


def test_says_what_it_can_be_asked() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bench", "--help"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert told.returncode == 0, told.stderr
    assert "--pooling" in told.stdout
