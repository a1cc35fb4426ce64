"""Every sentence a rule or an error can say, in Vietnamese, one per code.

Each sentence says where, what, and how to mend it. Values in braces come from the violation's
params. English lies in the catalogue (the Vietnamese sentence is its key).
"""

from truongso.rules.messages import (
    assessment,
    authority,
    calendar,
    core,
    documents,
    duties,
    gradebook,
    imports,
    people,
    planning,
    results,
    retention,
    school_reports,
    sealing,
    signing,
    support,
    verifying,
    years,
)

SENTENCES: dict[str, str] = {
    **core.SENTENCES,
    **authority.SENTENCES,
    **calendar.SENTENCES,
    **documents.SENTENCES,
    **duties.SENTENCES,
    **gradebook.SENTENCES,
    **planning.SENTENCES,
    **assessment.SENTENCES,
    **results.SENTENCES,
    **people.SENTENCES,
    **imports.SENTENCES,
    **support.SENTENCES,
    **years.SENTENCES,
    **retention.SENTENCES,
    **verifying.SENTENCES,
    **signing.SENTENCES,
    **sealing.SENTENCES,
    **school_reports.SENTENCES,
}
