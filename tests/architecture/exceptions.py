"""Acts that leave a step of the spine out, each with its reason. A reason that is no longer needed
fails the test as well: this list only ever says what is so.
"""

OWN_ACCOUNT = "one's own account: everybody has it over his own and nobody over another's"
OWN_NOTICES = "one's own notices and calendar: they concern nobody else"
OWN_UPLOADS = "one's own uploads: they concern nobody else until they are used"
OWN_DUTY = "the right is the duty that is lent or was lent: asked of the database and held here"
PART = "part of the act that calls it, which asks the gate and writes the journal"
SILENT = "nothing is decided: bytes and marks on their way, which the next step's line tells of"

WITHOUT_GATE = {
    "truongso.access.actions.accounts.change_password": OWN_ACCOUNT,
    "truongso.access.actions.accounts.choose_language": OWN_ACCOUNT,
    "truongso.access.actions.accounts.end_other_sessions": OWN_ACCOUNT,
    "truongso.access.actions.accounts.end_session": OWN_ACCOUNT,
    "truongso.access.actions.accounts.sign_out": OWN_ACCOUNT,
    "truongso.access.actions.delegations.delegate": OWN_DUTY,
    "truongso.access.actions.delegations.revoke": OWN_DUTY,
    "truongso.audit.exporting.export": "below the gate: asks the same table by `right_to_export`",
    "truongso.documents.actions.upkeep.let_go": PART,
    "truongso.documents.actions.uploads.discard": OWN_UPLOADS,
    "truongso.documents.actions.uploads.open_upload": OWN_UPLOADS,
    "truongso.documents.actions.uploads.receive": OWN_UPLOADS,
    "truongso.documents.actions.uploads.take": PART,
    "truongso.notices.actions.end_feed": OWN_NOTICES,
    "truongso.notices.actions.make_feed": OWN_NOTICES,
    "truongso.notices.actions.mark_mailed": "below the gate: the mail job marks what it has sent",
    "truongso.notices.actions.read": OWN_NOTICES,
    "truongso.notices.actions.read_all": OWN_NOTICES,
}

WITHOUT_JOURNAL = {
    "truongso.documents.actions.blobs.adopt": SILENT,
    "truongso.documents.actions.blobs.end": SILENT,
    "truongso.documents.actions.blobs.reserve": SILENT,
    "truongso.documents.actions.upkeep.ask_again": SILENT,
    "truongso.documents.actions.upkeep.let_go": PART,
    "truongso.documents.actions.uploads.open_upload": SILENT,
    "truongso.documents.actions.uploads.receive": SILENT,
    "truongso.documents.actions.uploads.take": PART,
    "truongso.notices.actions.mark_mailed": SILENT,
    "truongso.notices.actions.read": SILENT,
    "truongso.notices.actions.read_all": SILENT,
}

WITHOUT_WRITE = {
    "truongso.audit.exporting.export": "changes nothing: its line in the journal is its only write",
}

OUTSIDE_ACTIONS = {
    "truongso.audit.exporting.export": "an act beside the writing of the workbook it returns",
}
