"""Results from marks: the worked pupil of the rule book, what is missing, who moved."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.gradebook.results_scene import E, behave, fill, taught_by_lan, worked
from tests.gradebook.scenes import NOW, page, pupils, save
from tests.school import TODAY, School
from truongso.audit.models import JournalEntry
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.tenancy import acting_in
from truongso.gradebook.actions import modes
from truongso.gradebook.actions.conduct import Said, enter_conduct
from truongso.gradebook.actions.deciding import Cell
from truongso.gradebook.models import Conduct, SheetLine
from truongso.gradebook.queries import results
from truongso.gradebook.queries.results import ClassResults, Line
from truongso.office.queries.results import school_class
from truongso.roster.models import Pupil
from truongso.rules.circular import Level
from truongso.rules.closing import Period
from truongso.rules.exemptions import Mode
from truongso.rules.honours import Honour
from truongso.rules.promotion import Decision

FIRST, SECOND, YEAR = Period


@pytest.fixture
def known(school: School) -> list[Pupil]:
    """The pupils of 6A; Lan teaches them everything."""
    found = [pupil for pupil in pupils(school) if pupil.status == "studying"]
    taught_by_lan(school)
    return found


def of_class(school: School, name: str = "6A") -> ClassResults:
    row = school_class(school, school.classes[name].id)
    return results.of_class(school, row, TODAY)


def line(school: School, pupil: Pupil) -> Line:
    return next(one for one in of_class(school).lines if one.pupil_id == pupil.id)


def test_the_worked_pupil_of_the_rule_book(school: School, known: list[Pupil]) -> None:
    worked(school, known[0])
    behave(school, known[:1])
    found = line(school, known[0])
    for code, (_, _, *averages) in E.items():
        assert [found.mark(code, period) for period in Period] == averages
    assert [found.learning(period) for period in Period] == [Level.KHA, Level.TOT, Level.TOT]
    assert found.result.honour is Honour.GIOI
    assert found.result.decision is Decision.PROMOTED
    assert all(found.complete(period) for period in Period)
    told = [(one.code, one.params.get("have")) for one in found.reasons(YEAR)]
    assert ("honour.gioi", 2) in told


def test_what_is_missing_is_named_and_gives_no_result(school: School, known: list[Pupil]) -> None:
    fill(school, known[:2], terms=(1,))
    where = page(school, "TIN", "6A", 1)
    save(school, Cell(known[0].id, "ck", "", 1, "Vào nhầm"), where=where)
    found = line(school, known[0])
    assert found.lacking(FIRST) == ["TIN"]
    assert found.learning(FIRST) is None
    assert not found.complete(FIRST)
    other = line(school, known[1])
    assert other.lacking(FIRST) == []
    assert other.learning(FIRST) is Level.TOT
    assert not other.complete(FIRST)  # no conduct yet
    assert len(other.lacking(SECOND)) == len(of_class(school).subjects)
    assert other.result.decision is Decision.INCOMPLETE


def test_conduct_is_entered_by_the_homeroom_teacher_and_changes_are_told(
    school: School, known: list[Pupil]
) -> None:
    where, first = school.classes["6A"].id, known[0]

    def enter(who: str, level: Level, version: int | None = None) -> int:
        said = {first.id: Said(level, 2, "Ngoan", version)}
        return enter_conduct(actor=school.actor(who), class_id=where, term=1, said=said, now=NOW)

    with pytest.raises(NotAllowed):
        enter("Dũng", Level.TOT)
    assert enter("Lan", Level.TOT, 0) == 1
    assert enter("Lan", Level.TOT) == 0
    assert enter("Sơn", Level.KHA, 1) == 1
    with pytest.raises(RuleBroken, match=r"conduct\.stale"):
        enter("Lan", Level.DAT, 1)
    row = Conduct.objects.of(school).get(pupil=first)
    assert (row.level, row.version, row.by_id) == (Level.KHA, 2, school.staff["Sơn"].id)
    rows = JournalEntry.objects.filter(school_id=school.id, verb="gradebook.conduct_entered")
    told = [json.loads(one.payload)["changes"] for one in rows.order_by("id")]
    assert told == [[[first.code, None, "Tốt; 2"]], [[first.code, "Tốt; 2", "Khá; 2"]]]


def test_conduct_of_another_class_or_of_a_summer_not_due_is_refused(
    school: School, known: list[Pupil]
) -> None:
    other = Pupil.objects.of(school).get(places__school_class=school.classes["7A"])
    call = {"actor": school.actor("Sơn"), "class_id": school.classes["6A"].id, "now": NOW}
    with pytest.raises(RuleBroken, match="not_in_class"):
        enter_conduct(term=1, said={other.id: Said(Level.TOT, 0)}, **call)
    with pytest.raises(RuleBroken, match="summer_not_due"):
        enter_conduct(term=3, said={known[0].id: Said(Level.TOT, None)}, **call)
    with pytest.raises(RuleBroken, match="no_term"):
        enter_conduct(term=4, said={known[0].id: Said(Level.TOT, None)}, **call)


def grant(school: School, pupil: Pupil, subject: str, mode: Mode, term: int = 0) -> None:
    modes.grant_mode(
        actor=school.actor("Sơn"),
        class_id=school.classes["6A"].id,
        pupil_id=pupil.id,
        subject=subject,
        term=term,
        mode=mode,
        reason="Giấy xác nhận khuyết tật",
        now=NOW,
    )


def test_an_exempt_subject_takes_no_mark_and_counts_nowhere(
    school: School, known: list[Pupil]
) -> None:
    grant(school, known[0], "TIN", Mode.EXEMPT)
    where = page(school, "TIN", "6A", 2)
    answer = save(school, (known[0], "tx1", "8"), where=where)
    assert [one["code"] for one in answer["refused"]] == ["gradebook.exempt"]
    assert "TIN" not in line(school, known[0]).lacking(FIRST)
    assert "TIN" in line(school, known[1]).lacking(FIRST)
    grant(school, known[0], "TIN", Mode.NORMAL)
    assert save(school, (known[0], "tx1", "8"), where=where)["saved"] == 1
    assert not SheetLine.objects.of(school).filter(exempt=True).exists()


def test_an_individual_plan_is_for_the_principal_to_judge(
    school: School, known: list[Pupil]
) -> None:
    fill(school, known[:1])
    behave(school, known[:1])
    grant(school, known[0], "TOAN", Mode.INDIVIDUAL_PLAN)
    found = line(school, known[0])
    assert found.result.decision is Decision.PRINCIPAL
    assert found.doubtful
    with pytest.raises(RuleBroken, match="only_practice"):
        grant(school, known[0], "TOAN", Mode.PRACTICE_EXEMPT)
    with pytest.raises(RuleBroken, match="whole_year"):
        grant(school, known[0], "TIN", Mode.EXEMPT, term=1)


def test_retests_are_entered_only_where_they_are_due(school: School, known: list[Pupil]) -> None:
    fill(school, known[:1], score="4,9")
    behave(school, known[:1], Level.DAT)
    found = line(school, known[0])
    assert found.result.decision is Decision.RETEST
    assert len(found.result.retests) == 8

    def enter(subject: str, text: str, who: str = "Sơn") -> None:
        modes.enter_retest(
            actor=school.actor(who),
            class_id=school.classes["6A"].id,
            pupil_id=known[0].id,
            subject=subject,
            text=text,
            now=NOW,
        )

    with pytest.raises(RuleBroken, match=r"retest\.not_due"):
        enter("GDTC", "Đ")
    with pytest.raises(RuleBroken, match=r"retest\.a_mark"):
        enter("TOAN", "v")
    with pytest.raises(RuleBroken, match=r"score\.unpointed"):
        enter("TOAN", "65")
    with pytest.raises(NotAllowed):
        enter("TOAN", "6,5", who="Lan")
    for code in found.result.retests[:5]:
        enter(code, "5")
    assert line(school, known[0]).result.decision is Decision.RETEST
    enter(found.result.retests[5], "5")
    assert line(school, known[0]).result.decision is Decision.PROMOTED
    enter(found.result.retests[5], "")
    assert line(school, known[0]).result.decision is Decision.RETEST


def test_who_moved_to_another_class_brings_his_results(school: School, known: list[Pupil]) -> None:
    fill(school, known[:1], terms=(1,))
    place = known[0].places.of(school).get()
    place.school_class = school.classes["6B"]
    place.save()
    found = next(one for one in of_class(school, "6B").lines if one.pupil_id == known[0].id)
    assert found.learning(FIRST) is Level.TOT
    every = {one.row.name: one for one in results.of_school(school, school.year, TODAY)}
    assert known[0].id not in [one.pupil_id for one in every["6A"].lines]
    again = next(one for one in every["6B"].lines if one.pupil_id == known[0].id)
    assert again.marks == found.marks


def statements(read: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        read()
    sent = [one["sql"] for one in seen.captured_queries]
    return [sql for sql in sent if sql.startswith(("SELECT", "(SELECT", "DECLARE"))]


def test_a_class_and_a_school_are_read_in_few_statements(
    school: School, known: list[Pupil]
) -> None:
    fill(school, known)
    behave(school, known)
    row = school_class(school, school.classes["6A"].id)
    of_one = statements(lambda: results.of_class(school, row, TODAY))
    with acting_in(school.id):
        of_all = statements(lambda: list(results.of_school(school, school.year, TODAY)))
    assert (len(of_one), len(of_all)) == (6, 7)
    # A join of tables the database has not counted yet was ten thousand times the work.
    assert not [sql for sql in of_one + of_all if " JOIN " in sql]
    [first] = [one for one in results.of_school(school, school.year, TODAY) if one.row.name == "6A"]
    assert [one.learning(YEAR) for one in first.lines] == [Level.TOT] * len(known)
    assert first.lines == of_class(school).lines
