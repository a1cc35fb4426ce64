"""Functions of the rule book that need no source, each with its reason; see `exceptions`."""

LOOKS_UP = "looks up or counts what the data say; the data name their source"
READS = "reads a dated table of `parameters/`, which names its source"
SHOWS = "how a value is read or shown, not what is allowed"

WITHOUT_SOURCE = {
    "truongso.rules.calendar.Break.covers": LOOKS_UP,
    "truongso.rules.calendar.TeachingWeek.saturday": LOOKS_UP,
    "truongso.rules.calendar.TeachingWeek.sunday": LOOKS_UP,
    "truongso.rules.calendar.week_of": LOOKS_UP,
    "truongso.rules.grants.act_names": READS,
    "truongso.rules.intake.shown_size": SHOWS,
    "truongso.rules.intake.suffix_of": SHOWS,
    "truongso.rules.matching.match": "a guess that the teacher confirms, not a rule",
    "truongso.rules.matching.score": "a guess that the teacher confirms, not a rule",
    "truongso.rules.policy.LegalBasis.in_force": LOOKS_UP,
    "truongso.rules.policy.Policy.correction_open_hours": LOOKS_UP,
    "truongso.rules.policy.Policy.adjustment_mode": LOOKS_UP,
    "truongso.rules.policy.Policy.both_remedies": LOOKS_UP,
    "truongso.rules.policy.Policy.late_policy": LOOKS_UP,
    "truongso.rules.policy.Policy.max_file_bytes": LOOKS_UP,
    "truongso.rules.policy.Policy.second_factor": LOOKS_UP,
    "truongso.rules.policy.Policy.weeks_ahead": LOOKS_UP,
    "truongso.rules.policy.RecordKind.in_force": LOOKS_UP,
    "truongso.rules.policy.SchoolRule.accepts": LOOKS_UP,
    "truongso.rules.policy.bases_on": LOOKS_UP,
    "truongso.rules.policy.kinds_on": LOOKS_UP,
    "truongso.rules.policy.legal_bases": READS,
    "truongso.rules.policy.policy_with": LOOKS_UP,
    "truongso.rules.policy.record_kinds": READS,
    "truongso.rules.policy.school_rules": READS,
    "truongso.rules.rollover.Change.promoted": LOOKS_UP,
    "truongso.rules.rollover.Change.retained": LOOKS_UP,
    "truongso.rules.rollover.next_name": "a name that is proposed, and chosen by a person",
    "truongso.rules.rollover.usual": "what is proposed, and chosen by a person",
    "truongso.rules.scores.Comment.label": SHOWS,
    "truongso.rules.subjects.subjects": READS,
    "truongso.rules.years.YearDates.code": LOOKS_UP,
    "truongso.rules.years.year_later": "a day that is proposed, and chosen by a person",
}
