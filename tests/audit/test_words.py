"""Every verb that the program writes into the journal can be told in a sentence."""

import ast
from pathlib import Path

from tests.environment import ROOT
from truongso.audit import words

SOURCE = ROOT / "src" / "truongso"


def verbs_in(path: Path) -> set[str]:
    """The verbs a module can write: texts "room.past_tense" near a Deed or in a table of verbs."""
    tree = ast.parse(path.read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Deed") and node.args:
            found |= {
                each.value
                for each in ast.walk(node.args[0])
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return found


def test_every_verb_has_its_sentence() -> None:
    written = {
        verb: path.name for path in SOURCE.rglob("*.py") for verb in verbs_in(path) if "." in verb
    }
    assert len(written) > 20
    missing = {verb: name for verb, name in written.items() if verb not in words.SENTENCES}
    assert not missing, f"words for the journal are missing (audit/words.py): {missing}"


def test_every_sentence_belongs_to_a_group() -> None:
    assert {verb.partition(".")[0] for verb in words.SENTENCES} <= words.GROUPS.keys()
