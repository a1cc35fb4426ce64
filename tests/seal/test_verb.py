"""`truongso verify`: behind the walls, in words and in JSON, with an exit status for scripts."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.seal.papers import Signed
from tests.seal.pki import NOW
from truongso.commands.main import main
from truongso.seal.verifying.facts import Result
from truongso.seal.verifying.sandbox import checked


def test_a_signed_paper_is_told_in_words(
    paper: Signed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, root = tmp_path / "a.pdf", tmp_path / "root.pem"
    root.write_bytes(paper.house.root.public_bytes(Encoding.PEM))
    file.write_bytes(paper.lasting)
    assert main(["verify", str(file), "--trust", str(root)]) == 0
    told = capsys.readouterr().out
    for words in ("Kết luận: Hợp lệ", "Nguyễn Ngọc Lan", "có dấu thời gian", "nguyên vẹn"):
        assert words in told
    file.write_bytes(paper.lasting + b"\n")
    assert main(["verify", str(file), "--trust", str(root), "--json"]) == 2
    plain = json.loads(capsys.readouterr().out)
    assert plain["result"] == "indeterminate"
    assert [one["code"] for one in plain["remarks"]] == ["verify.tail_unsigned"]
    assert main(["verify", str(file), "--trust", str(file)]) == 2
    assert "không phải chứng thư" in capsys.readouterr().err


def test_hostile_files_end_in_a_verdict(paper: Signed) -> None:
    evil = paper.lasting[:20_000] + b"(" * 300_000 + paper.lasting[20_000:]
    deep = b"%PDF-1.7\n1 0 obj\n" + b"[" * 400_000 + b"\nendobj\nstartxref\n9\n%%EOF"
    for file in (evil, deep):
        found = checked(file, roots=paper.house.roots, crls=[paper.crl], at=NOW)
        assert found.result is Result.INDETERMINATE
        assert found.signatures == ()
