"""Compares what the drill's log says with what the installation has kept.

Acknowledged: a person was told so, and the log had it on the disk. Lost: acknowledged and not
there. Doubled: there more often than it was asked for. Invented: there, and nobody asked. Torn:
there in part. Unknown: there, though no answer ever came (allowed).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.drills.diary import Attempt, Diary
from tests.drills.kept import Kept

HANDED_IN, WITHDRAWN = "planning.plan_handed_in", "planning.plan_withdrawn"
DECIDED = {"duyet": "planning.plan_approved", "tra-lai": "planning.plan_returned"}


@dataclass
class Report:
    """The counts of a drill, and a sentence for each thing that is wrong."""

    attempts: int = 0
    acked: int = 0
    present: int = 0
    unknown: int = 0
    lost: list[str] = field(default_factory=list)
    dup: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    chain_breaks: list[str] = field(default_factory=list)
    jobs_lost: list[str] = field(default_factory=list)
    jobs_twice: list[str] = field(default_factory=list)
    recovery_s: list[float] = field(default_factory=list)

    @property
    def wrong(self) -> dict[str, list[str]]:
        """Everything that must be empty and is not."""
        lists = {name: value for name, value in vars(self).items() if isinstance(value, list)}
        return {name: value for name, value in lists.items() if value and name != "recovery_s"}

    def __str__(self) -> str:
        counts = {
            name: len(value) if isinstance(value, list) else value
            for name, value in vars(self).items()
            if name != "recovery_s"
        }
        order = ("attempts", "acked", "present", "lost", "dup", "invented", "torn", "unknown")
        names = [*order, *(name for name in counts if name not in order)]
        slowest, middle = max(self.recovery_s, default=0), _middle(self.recovery_s)
        told = " ".join(f"{name}={counts[name]}" for name in names)
        return f"{told} recovery_s={middle:.1f}/{slowest:.1f} (median/max)"


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0


def examine(diary: Diary, kept: Kept) -> Report:
    """Return what has become of everything that was tried."""
    report = Report()
    present = {
        "open": _is_there,
        "piece": _has_come,
        "ready": _was_accepted,
        "hand_in": _batch_is_there,
        "version": _version_is_there,
        "drafts": _were_handed_in,
        "withdraw": _was_withdrawn,
        "delete": _is_deleted,
        "discard": _is_discarded,
        "decide": _is_decided,
        "undo": _is_undone,
    }
    sent = {a.answer["upload"]: a["sha256"] for a in diary.of("open") if a.answer}
    for attempt in diary.attempts:
        there = present[attempt.act](attempt, kept)
        if attempt.act == "ready" and there:
            upload = kept.uploads.get(attempt["upload"])
            there = upload is None or upload.sha256 == sent[upload.id]
        report.attempts += 1
        report.acked += attempt.acknowledged
        report.present += attempt.acknowledged and there
        report.unknown += there and not attempt.acknowledged
        if attempt.acknowledged and not there:
            report.lost.append(f"{attempt.act} {attempt.facts} {attempt.answer}")
    report.lost += _too_few(diary, kept)
    report.dup += _doubled(diary, kept)
    report.invented += _invented(diary, kept)
    report.jobs_lost += kept.jobs_left
    report.jobs_twice += _jobs_twice(kept)
    return report


Present = Callable[[Attempt, Kept], bool]


def _is_there(attempt: Attempt, kept: Kept) -> bool:
    if attempt.answer is None:
        return any(upload.name == attempt["name"] for upload in kept.uploads.values())
    upload = attempt.answer["upload"]
    return upload in kept.uploads or _gone_by_wish(upload, kept)


def _gone_by_wish(upload: str, kept: Kept) -> bool:
    """Thrown away by its owner; or its draft was deleted, which takes the upload along."""
    return kept.told["documents.upload_discarded", upload] > 0 or (
        upload not in kept.uploads and kept.told["documents.upload_accepted", upload] > 0
    )


def _has_come(attempt: Attempt, kept: Kept) -> bool:
    upload = kept.uploads.get(attempt["upload"])
    reaches = attempt.answer["received"] if attempt.answer else attempt["reaches"]
    if upload is None:
        return _gone_by_wish(attempt["upload"], kept)
    return upload.received >= reaches


def _was_accepted(attempt: Attempt, kept: Kept) -> bool:
    upload = kept.uploads.get(attempt["upload"])
    accepted = kept.told["documents.upload_accepted", attempt["upload"]] > 0
    return accepted and (upload is None or upload.state in ("ready", "used"))


def _batch_is_there(attempt: Attempt, kept: Kept) -> bool:
    plans = kept.batches.get(attempt["batch"])
    return plans is not None and (attempt.answer is None or plans == attempt.answer["plans"])


def _version_is_there(attempt: Attempt, kept: Kept) -> bool:
    upload = kept.uploads.get(attempt["upload"])
    version = kept.versions.get((attempt["plan"], attempt["seen"] + 1))
    if upload is None or version is None:
        return attempt["plan"] not in kept.plans and bool(
            kept.told["planning.draft_deleted", attempt["plan"]]
        )
    return version[0] == upload.file


def _were_handed_in(attempt: Attempt, kept: Kept) -> bool:
    return all(kept.lines(HANDED_IN, plan, no) for plan, no in attempt["plans"])


def _was_withdrawn(attempt: Attempt, kept: Kept) -> bool:
    return kept.lines(WITHDRAWN, attempt["plan"], attempt["no"]) > 0


def _is_deleted(attempt: Attempt, kept: Kept) -> bool:
    told = kept.told["planning.draft_deleted", attempt["plan"]]
    return told > 0 and attempt["plan"] not in kept.plans


def _is_discarded(attempt: Attempt, kept: Kept) -> bool:
    told = kept.told["documents.upload_discarded", attempt["upload"]]
    return told > 0 and attempt["upload"] not in kept.uploads


def _is_decided(attempt: Attempt, kept: Kept) -> bool:
    return any(decision.batch == attempt["batch"] for decision in kept.decisions)


def _is_undone(attempt: Attempt, kept: Kept) -> bool:
    return any(d.undone for d in kept.decisions if d.batch == attempt["batch"])


def _handings(diary: Diary, *, acknowledged: bool) -> Counter[tuple[str, int]]:
    """How often each version was handed in, as far as the log knows of the plan."""
    found: Counter[tuple[str, int]] = Counter()
    for one in diary.of("drafts"):
        if one.acknowledged or not acknowledged:
            found.update((plan, no) for plan, no in one["plans"])
    for one in diary.of("version"):
        if not one["draft"] and (one.acknowledged or not acknowledged):
            found[one["plan"], one["seen"] + 1] += 1
    for one in diary.of("hand_in"):
        if one.answer and not one["draft"]:
            found.update((plan, 1) for plan in one.answer["plans"])
    return found


def _too_few(diary: Diary, kept: Kept) -> Iterator[str]:
    """Acts that may be repeated are counted: at least as many as were acknowledged."""
    withdrawn = Counter((a["plan"], a["no"]) for a in diary.of("withdraw") if a.acknowledged)
    for verb, asked in ((HANDED_IN, _handings(diary, acknowledged=True)), (WITHDRAWN, withdrawn)):
        for (plan, no), count in asked.items():
            if kept.lines(verb, plan, no) < count:
                yield f"{verb} {plan} {no}: {kept.lines(verb, plan, no)} of {count}"


def _doubled(diary: Diary, kept: Kept) -> Iterator[str]:
    names = Counter(upload.name for upload in kept.uploads.values())
    yield from (f"upload {name}" for name, count in names.items() if count > 1)
    files = Counter(file for file, _ in kept.versions.values())
    yield from (f"versions with file {file}" for file, count in files.items() if count > 1)
    decided = Counter((d.batch, d.submission) for d in kept.decisions)
    yield from (f"decisions {key}" for key, count in decided.items() if count > 1)
    withdrawn = Counter((a["plan"], a["no"]) for a in diary.of("withdraw"))
    asked = _handings(diary, acknowledged=False)
    for plan, lines in kept.of_plans.items():
        for verb, most in ((HANDED_IN, asked), (WITHDRAWN, withdrawn)):
            counted = Counter(line.version for line in lines if line.verb == verb)
            for no, count in counted.items():
                if count > most[plan, no]:
                    yield f"{verb} {plan} {no}: {count}, asked {most[plan, no]} times"


def _invented(diary: Diary, kept: Kept) -> Iterator[str]:
    asked = {kind: {a["batch"] for a in diary.of(kind)} for kind in ("hand_in", "decide", "undo")}
    names = {attempt["name"] for attempt in diary.of("open")}
    yield from (f"batch {one}" for one in kept.batches if one not in asked["hand_in"])
    for decision in kept.decisions:
        if decision.batch not in asked["decide"]:
            yield f"decision {decision.id}"
        if decision.undone and decision.batch not in asked["undo"]:
            yield f"undoing of {decision.id}"
    yield from (f"upload {u.id}" for u in kept.uploads.values() if u.name not in names)
    used = {u.file for u in kept.uploads.values()}
    yield from (f"file {file}" for file, _ in kept.versions.values() if file not in used)


def _jobs_twice(kept: Kept) -> Iterator[str]:
    for (verb, thing), count in kept.told.items():
        if verb in ("documents.upload_accepted", "documents.rendition_kept") and count > 1:
            yield f"{verb} {thing}: {count} times"
    for decision in kept.decisions:
        if decision.notices != (0 if decision.undone else 1):
            yield f"decision {decision.id}: {decision.notices} notices"
