"""What an installation has kept, read past every wall when nobody is at work any more."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import psycopg

UPLOADS = (
    "SELECT u.id::text, u.name, u.size, u.received, u.state, u.file_id::text, b.sha256"
    " FROM documents_upload u"
    " LEFT JOIN documents_storedfile f ON f.school_id = u.school_id AND f.id = u.file_id"
    " LEFT JOIN documents_blob b ON b.school_id = f.school_id AND b.id = f.blob_id"
)
PLANS = "SELECT id::text, state, latest_no, in_force_no FROM planning_plan"
VERSIONS = "SELECT plan_id::text, no, file_id::text, handed_in_at FROM planning_planversion"
BATCHES = "SELECT id::text, answer FROM planning_handin"
SUBMISSIONS = "SELECT id::text, subject_id::text, version_no, state FROM approvals_submission"
DECISIONS = (
    "SELECT d.id::text, d.submission_id::text, d.batch_id::text, d.outcome, u.id IS NOT NULL,"
    " (SELECT count(*) FROM approvals_remark r"
    "   WHERE r.school_id = d.school_id AND r.decision_id = d.id),"
    " (SELECT count(*) FROM notices_notice n"
    "   WHERE n.school_id = d.school_id AND n.about = 'decision:' || d.id)"
    " FROM approvals_decision d"
    " LEFT JOIN approvals_undoing u ON u.school_id = d.school_id AND u.decision_id = d.id"
)
LINES = "SELECT verb, target, payload FROM audit_journalentry ORDER BY id"
LOOSE = (
    "SELECT id::text FROM planning_plan p WHERE NOT EXISTS (SELECT 1 FROM planning_planlesson l"
    " WHERE l.school_id = p.school_id AND l.plan_id = p.id) OR NOT EXISTS (SELECT 1 FROM"
    " planning_planclass c WHERE c.school_id = p.school_id AND c.plan_id = p.id)"
)
JOBS_LEFT = (
    "SELECT task_name || ' ' || status::text FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing', 'failed')"
    " AND task_name IN ('documents.check', 'documents.convert', 'documents.clear')"
)
FILES_WAITING = "SELECT id::text FROM documents_storedfile WHERE rendition = 'waiting'"
UNSEALED = (
    "SELECT id::text FROM audit_journalentry e WHERE NOT EXISTS"
    " (SELECT 1 FROM audit_journallink l WHERE l.school_id = e.school_id AND l.id = e.id)"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload's row and the fingerprint of the file that was made of it."""

    id: str
    name: str
    size: int
    received: int
    state: str
    file: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision's row, whether it was undone, how many remarks and notices hang on it."""

    id: str
    submission: str
    batch: str
    outcome: str
    undone: bool
    remarks: int
    notices: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal about one plan."""

    verb: str
    version: int
    before: str | None
    after: str | None


@dataclass
class Kept:
    """Everything an examination looks at."""

    uploads: dict[str, Upload]
    plans: dict[str, tuple[str, int, int | None]]
    versions: dict[tuple[str, int], tuple[str, bool]]
    batches: dict[str, list[str]]
    submissions: dict[str, tuple[str, int, str]]
    decisions: list[Decision]
    of_plans: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    loose: list[str] = field(default_factory=list)
    jobs_left: list[str] = field(default_factory=list)

    def lines(self, verb: str, plan: str, no: int) -> int:
        """How many lines tell of this act on this version of a plan."""
        return sum(one.verb == verb and one.version == no for one in self.of_plans[plan])


def read(link: psycopg.Connection[Any]) -> Kept:
    """Read what is there."""
    kept = Kept(
        uploads={row[0]: Upload(*row) for row in link.execute(UPLOADS)},
        plans={row[0]: row[1:] for row in link.execute(PLANS)},
        versions={
            (plan, no): (file, handed_in is not None)
            for plan, no, file, handed_in in link.execute(VERSIONS)
        },
        batches={row[0]: row[1]["plans"] for row in link.execute(BATCHES)},
        submissions={row[0]: row[1:] for row in link.execute(SUBMISSIONS)},
        decisions=[Decision(*row) for row in link.execute(DECISIONS)],
        loose=[row[0] for row in link.execute(LOOSE)],
        jobs_left=[str(row[0]) for row in link.execute(JOBS_LEFT)],
    )
    kept.jobs_left += [f"no PDF yet {row[0]}" for row in link.execute(FILES_WAITING)]
    kept.jobs_left += [f"not sealed {row[0]}" for row in link.execute(UNSEALED)]
    kept.jobs_left += [
        f"not checked {u.id}" for u in kept.uploads.values() if u.state == "checking"
    ]
    for verb, target, payload in link.execute(LINES):
        kind, _, thing = target.partition(":")
        kept.told[verb, thing] += 1
        if kind == "plan" and verb != "planning.plan_opened":
            facts = json.loads(payload)
            state = next((c for c in facts["changes"] if c[0] == "state"), (None, None, None))
            line = Line(verb, facts["facts"].get("version", 0), state[1], state[2])
            kept.of_plans[thing].append(line)
    return kept
