"""Whatever can be refused or journalled has its sentence, and every sentence gets its values."""

import ast
import re
from string import Formatter

from tests.architecture.sayings import Saying, deeds, sayings
from tests.architecture.tree import modules
from truongso.audit import words
from truongso.rules.messages import SENTENCES

PASSED_ON = {
    "truongso.seal.views.checking._said",
    "truongso.seal.views.papers._told",
    "truongso.commands.given.Bad.__init__",
    "truongso.commands.given.whole",
    "truongso.access.views.delegations._sentences",
    "truongso.gradebook.actions.correction_cells.read_cells",
    "truongso.documents.inspection.report.Refused.__init__",
    "truongso.documents.inspection.report.Report.note",
    "truongso.documents.inspection.report.Report.refuse",
    "truongso.documents.inspector.inspect",
    "truongso.documents.inspector.refusals",
    "truongso.documents.pictures.developed",
    "truongso.documents.queries.violations",
    "truongso.documents.tables._refusal",
    "truongso.foundation.asked.Asked._wrong",
    "truongso.gradebook.queries.anomalies.anomalies",
    "truongso.gradebook.queries.score_files.said",
    "truongso.gradebook.wording.told",
    "truongso.office.importing.queries.refusal",
    "truongso.office.importing.queries.said",
    "truongso.rules.school_report._of_pupil",
    "truongso.rules.scores.objection",
    "truongso.seal.actions.authority.take_root",
    "truongso.seal.actions.school_seal._check_source",
    "truongso.seal.providers.drawn",
    "truongso.seal.providers.opened",
    "truongso.seal.providers.prove",
    "truongso.seal.trust.stamper",
}
"""Where a code that was made elsewhere is only handed on."""
OF_A_FILE = re.compile(r"truongso\.documents\.(inspection|inspector|intake)\b")
"""The name of a file is added when its findings are read back (`documents.queries.violations`)."""
HANDED_DOWN = {
    "truongso.audit.operating.tell_everyone",
    "truongso.documents.actions.renditions._record",
    "truongso.planning.actions.review._deed",
    "truongso.retention.actions.deciding._deed",
}
"""Where a verb that was chosen elsewhere is only handed on."""
IRREGULAR = {
    "begun",
    "chosen",
    "done",
    "given",
    "kept",
    "left",
    "made",
    "read",
    "reset",
    "set",
    "taken",
    "undone",
    "withdrawn",
}
SAID = list(sayings())
DONE = list(deeds())


def places_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def lacking(saying: Saying, sentences: dict[str, str]) -> dict[str, set[str]]:
    """What the sentences of a saying need and are not given there."""
    given = saying.values | ({"name"} if OF_A_FILE.match(saying.place) else set())
    needs = {code: places_in(sentences[code]) - given for code in saying.codes or ()}
    return {code: names for code, names in needs.items() if names}


def constants() -> set[str]:
    """Every text in the program outside the sentences themselves."""
    return {
        node.value
        for module in modules().values()
        if ".messages" not in module.name and module.name != "truongso.audit.words"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_finds_where_codes_are_made() -> None:
    assert len(SAID) > 200
    assert {saying.place for saying in SAID if saying.codes is None} == PASSED_ON


def test_every_code_has_its_sentence() -> None:
    without = {
        code: saying.place
        for saying in SAID
        for code in saying.codes or ()
        if code not in SENTENCES
    }
    assert without == {}


def test_every_sentence_gets_its_values() -> None:
    told = [saying for saying in SAID if saying.codes]
    assert {saying.place: found for saying in told if (found := lacking(saying, SENTENCES))} == {}


def test_every_sentence_is_said_somewhere() -> None:
    assert SENTENCES.keys() - constants() == set()


def test_every_sentence_is_one_and_speaks_to_a_teacher() -> None:
    for code, sentence in SENTENCES.items():
        assert sentence.endswith("."), code
        assert not re.search(r"\b(bạn|quý vị|anh/chị)\b", sentence, re.IGNORECASE), code
        assert sentence == re.sub(r"\s+", " ", sentence).strip(), code


def test_every_verb_of_the_journal_has_its_sentence_with_its_values() -> None:
    assert len(DONE) > 30
    assert {deed.place for deed in DONE if deed.codes is None} == HANDED_DOWN
    told = [deed for deed in DONE if deed.codes]
    unknown = {c: deed.place for deed in told for c in deed.codes or () if c not in words.SENTENCES}
    assert unknown == {}
    assert {deed.place: found for deed in told if (found := lacking(deed, words.SENTENCES))} == {}


def test_every_sentence_of_the_journal_is_used() -> None:
    assert words.SENTENCES.keys() - constants() == set()


def test_verbs_of_the_journal_tell_what_has_been_done_in_which_room() -> None:
    for verb in words.SENTENCES:
        room, _, thing = verb.partition(".")
        assert room in words.GROUPS, verb
        parts = thing.split("_")
        assert any(part.endswith("ed") or part in IRREGULAR for part in parts), verb
