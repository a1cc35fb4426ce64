"""The verb `truongso assess`: results by the circular for cases given as JSON.

Reads nothing but its input: no database, no settings, no clock. The format stands in EXCHANGE.md.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TextIO

from truongso.commands import cases, given
from truongso.commands.trouble import Trouble
from truongso.rules.assessment import YearResult, assess
from truongso.rules.circular import AdjustmentMode, Circular, Level, circular_on
from truongso.rules.explaining import explain
from truongso.rules.messages import SENTENCES
from truongso.rules.promotion import Decision
from truongso.rules.results import Judged
from truongso.rules.scores import plain
from truongso.rules.verdict import Reason

NEWEST = date(9999, 1, 1)
"""By default the newest rules that are known."""
SHAPE = ("term1", "term2", "year", "after_retest")


def add_verbs(verbs: Any) -> None:
    """Add the verb to the parser."""
    verb = verbs.add_parser(
        "assess",
        help="tính kết quả học tập, rèn luyện, lên lớp theo Thông tư 22/2021/TT-BGDĐT",
        description=(
            "Đọc danh sách ca (JSON) từ đầu vào chuẩn, in kết quả (JSON) ra đầu ra chuẩn. Mã kết"
            " thúc: 0 đã trả lời mọi ca (ca sai có “error”), 2 đầu vào không đọc được."
        ),
    )
    verb.add_argument("--on", type=_day, metavar="NGÀY", help="theo quy định của ngày này")
    modes = [mode.value for mode in AdjustmentMode]
    verb.add_argument("--adjustment", choices=modes, default=modes[0], help="khoản 3 Điều 9")
    verb.add_argument("--one-remedy", action="store_true", help="cả hai Chưa đạt: không thi lại")
    verb.add_argument("--explain", action="store_true", help="thêm lý do thành câu tiếng Việt")
    verb.set_defaults(run=_assess)


def _assess(args: argparse.Namespace) -> int:
    try:
        circular = circular_on(
            args.on or NEWEST, adjustment=args.adjustment, both_remedies=not args.one_remedy
        )
    except LookupError:
        raise Trouble(f"Không có quy định đánh giá nào cho ngày {args.on}.") from None
    found = read(sys.stdin.buffer.read())
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    write(answers(found, circular=circular, explained=args.explain), sys.stdout)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày dạng 2026-09-05") from None


def read(raw: bytes) -> list[object]:
    """Return the cases of an input. Raises Trouble when it is not a list in JSON."""
    try:
        found = given.loaded(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Trouble(f"Đầu vào không phải UTF-8 (byte thứ {error.start + 1}).") from None
    except json.JSONDecodeError as error:
        where = f"dòng {error.lineno}, cột {error.colno}"
        raise Trouble(f"Đầu vào không phải JSON ({where}).") from None
    except RecursionError:
        raise Trouble("Đầu vào không phải JSON dùng được: lồng nhau quá sâu.") from None
    if not isinstance(found, list):
        raise Trouble("Đầu vào phải là một danh sách JSON các ca ([...]).")
    return found


def answers(
    found: Iterable[object], *, circular: Circular, explained: bool = False
) -> Iterator[dict[str, object]]:
    """Yield the answer to each case, in order; a bad one has `error` with its place."""
    seen: set[str | int] = set()
    for index, case in enumerate(found):
        name: str | int | None = None
        try:
            name = cases.id_of(case, index)
            cases.once(name, index, seen)
            read_case = cases.read_case(case, circular=circular)
            answer = _answer(read_case, circular, explained=explained)
        except given.Bad as bad:
            wrong = bad.violation
            said = SENTENCES[wrong.code].format_map(wrong.params)
            place = f"{wrong.at}: " if wrong.at else ""
            answer = {"error": f"{place}{said}", "at": wrong.at, "code": wrong.code}
        yield {"id": name, **answer}


def _answer(case: cases.Case, circular: Circular, *, explained: bool) -> dict[str, object]:
    result = assess(case.pupil, circular=circular)
    why = [*case.notes, *explain(case.pupil, result, grade=case.grade, circular=circular)]
    conduct = case.pupil.conduct
    principal = result.decision is Decision.PRINCIPAL
    answer: dict[str, object] = {
        "subjects": _subjects(case, result),
        "term1": {"learning": _learning(result.first), "conduct": _level(conduct[0])},
        "term2": {"learning": _learning(result.second), "conduct": _level(conduct[1])},
        "year": {"learning": _learning(result.year), "conduct": _level(result.conduct)},
        "decision": (Decision.INCOMPLETE if principal else result.decision).value,
        "honour": result.honour.value if result.honour else None,
        "reasons": list(dict.fromkeys(f"{r.at}.{r.code}" if r.at else r.code for r in why)),
    }
    if explained:
        answer["explanations"] = [_said(reason) for reason in why]
    return answer


def _subjects(case: cases.Case, result: YearResult) -> dict[str, dict[str, str | None]]:
    """Every subject in the order of the case; one the pupil is exempt from has nothing."""
    found: dict[str, dict[str, str | None]] = {}
    pupil, retests = case.pupil, result.retests
    for each, average in zip(pupil.scored, result.averages, strict=True):
        after = each.retest if each.code in retests else None
        marks = (each.first, each.second, average, after)
        found[each.code] = dict(
            zip(SHAPE, (None if m is None else plain(m) for m in marks), strict=True)
        )
    for one, mark in zip(pupil.commented, result.comments, strict=True):
        said = (one.first, one.second, mark, one.retest if one.code in retests else None)
        found[one.code] = dict(
            zip(SHAPE, (None if m is None else m.value for m in said), strict=True)
        )
    return {code: found.get(code, dict.fromkeys(SHAPE)) for code in case.codes}


def _learning(judged: Judged | None) -> str | None:
    return judged.level.code if judged else None


def _level(level: Level | None) -> str | None:
    return None if level is None else level.code


def _said(reason: Reason) -> dict[str, str]:
    text = SENTENCES[reason.code].format_map(reason.params)
    return {"code": reason.code, "at": reason.at, "text": text}


def write(found: Iterable[dict[str, object]], out: TextIO) -> None:
    """Write a list in JSON, a case a line."""
    separator = "[\n"
    for one in found:
        out.write(separator + _line(one))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def _line(one: dict[str, object]) -> str:
    text = json.dumps(one, ensure_ascii=False)
    # A lone surrogate in an id cannot be written in UTF-8; escaped it comes back as it was.
    return text if text.isascii() or _writable(text) else json.dumps(one)


def _writable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
