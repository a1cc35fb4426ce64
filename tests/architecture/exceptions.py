"""Acts that leave a step of the spine out, each with its reason.

A reason that is no longer needed fails the test as well: these lists only ever say what is so.
"""

OWN_ACCOUNT = "one's own account: everybody has it over his own and nobody over another's"
OWN_NOTICES = "one's own notices and calendar: they concern nobody else"
OWN_PHRASES = "one's own phrases for comments: they concern nobody else"
OWN_STEPS = "one's own first steps: they concern nobody else"
OWN_UPLOADS = "one's own uploads: they concern nobody else until they are used"
OWN_DUTY = "the right is the duty that is lent or was lent: asked of the database and held here"
PART = "part of the act that calls it, which asks the gate and writes the journal"
BEFORE_IMPORT = "nothing of the school's changes before an import is confirmed, which is journalled"
SILENT = "nothing is decided: bytes and marks on their way, which the next step's line tells of"

TRACE = "a trace of reading: its line in the journal is all it writes"

WITHOUT_GATE = {
    "truongso.access.actions.accounts.change_password": OWN_ACCOUNT,
    "truongso.access.actions.accounts.choose_language": OWN_ACCOUNT,
    "truongso.access.actions.accounts.end_other_sessions": OWN_ACCOUNT,
    "truongso.access.actions.accounts.end_session": OWN_ACCOUNT,
    "truongso.access.actions.accounts.sign_out": OWN_ACCOUNT,
    "truongso.access.actions.factors.add_passkey": OWN_ACCOUNT,
    "truongso.access.actions.factors.enrol_app": OWN_ACCOUNT,
    "truongso.access.actions.factors.new_recovery_codes": OWN_ACCOUNT,
    "truongso.access.actions.factors.remove_factor": OWN_ACCOUNT,
    "truongso.access.actions.proving.prove": OWN_ACCOUNT,
    "truongso.access.actions.delegations.delegate": OWN_DUTY,
    "truongso.access.actions.delegations.revoke": OWN_DUTY,
    "truongso.audit.exporting.export": "below the gate: asks the same table by `right_to_export`",
    "truongso.documents.actions.upkeep.let_go": PART,
    "truongso.documents.actions.uploads.discard": OWN_UPLOADS,
    "truongso.documents.actions.uploads.open_upload": OWN_UPLOADS,
    "truongso.documents.actions.uploads.receive": OWN_UPLOADS,
    "truongso.documents.actions.uploads.take": PART,
    "truongso.documents.actions.blobs.keep_made": PART,
    "truongso.notices.actions.end_feed": OWN_NOTICES,
    "truongso.notices.actions.make_feed": OWN_NOTICES,
    "truongso.notices.actions.mark_mailed": "below the gate: the mail job marks what it has sent",
    "truongso.notices.actions.read": OWN_NOTICES,
    "truongso.notices.actions.read_all": OWN_NOTICES,
    "truongso.office.actions.opening.confirm_account": OWN_ACCOUNT,
    "truongso.gradebook.actions.phrases.change_phrases": OWN_PHRASES,
    "truongso.support.actions.steps.put_card_away": OWN_STEPS,
    "truongso.support.actions.steps.tick": OWN_STEPS,
}

NOT_OF_A_YEAR = "writes nothing that belongs to a school year"
PERSONAL = "a person's own account, notices or uploads, which outlast every year"
BYTES = "files and their renditions, which belong to no year; whoever uses them asks the wall"
SIGNING = "a signature on a paper whose facts are frozen: it may come after the year is closed"
OUTLASTS = "people, departments and groups, which outlast every year"
SPARES = "leaves places and teaching of closed years as they were"
TRACES = ("read_pupil", "read_staff", "take_out_class", "take_out_pupils")
NEVER_RECORDS = (
    "removes from a closed year only what never became a record: docs/decisions/retention"
)
SCORE_EXPORTS = ("export_mine", "export_page")
REPORTS_READ = ("open_paper", "take_out")
AMENDED_LATER = (
    "an issued report may turn out wrong years later: a new version is added, nothing is rewritten"
)
SCORE_FILES = (
    "score_files.begin",
    "score_files.keep_reading",
    "score_files.recheck",
    "score_files.refuse",
    "score_files_left.discard",
    "score_files_left.forget",
)
WITHOUT_YEAR = {
    "truongso.gradebook.actions.phrases.change_phrases": PERSONAL,
    "truongso.retention.actions.proposing.propose": NOT_OF_A_YEAR,
    **{
        f"truongso.seal.actions.{act}": NOT_OF_A_YEAR
        for act in (
            "authority.found_authority",
            "authority.keep_house",
            "authority.take_root",
            "own_keys.add_key",
            "own_keys.try_key",
            "revoking.revoke_key",
            "school_seal.activate_school_seal",
            "school_seal.create_school_seal",
        )
    },
    "truongso.retention.actions.deciding.approve": NOT_OF_A_YEAR,
    "truongso.retention.actions.deciding.keep": NOT_OF_A_YEAR,
    "truongso.retention.actions.deciding.think_again": NOT_OF_A_YEAR,
    "truongso.retention.actions.executing.remove_batch": NEVER_RECORDS,
    **{
        f"truongso.support.actions.{act}": NOT_OF_A_YEAR
        for act in (
            "requests.ask",
            "requests.close",
            "requests.reopen",
            "requests.reply",
            "steps.put_card_away",
            "steps.tick",
        )
    },
    **{
        f"truongso.access.actions.accounts.{act}": PERSONAL
        for act in (
            "change_password",
            "choose_language",
            "end_other_sessions",
            "end_session",
            "sign_out",
        )
    },
    **{
        f"truongso.notices.actions.{act}": PERSONAL
        for act in ("end_feed", "make_feed", "mark_mailed", "read", "read_all")
    },
    **{
        f"truongso.documents.actions.{act}": BYTES
        for act in (
            "blobs.adopt",
            "blobs.end",
            "blobs.reserve",
            "renditions.fail_rendition",
            "renditions.keep_rendition",
            "renditions.lack_converter",
            "upkeep.ask_again",
            "upkeep.expire",
            "upkeep.let_go",
            "uploads.discard",
            "uploads.open_upload",
            "uploads.receive",
            "uploads.take",
            "verdicts.admit",
            "verdicts.refuse",
        )
    },
    **{
        f"truongso.access.actions.{act}": PERSONAL
        for act in (
            "factors.add_passkey",
            "factors.enrol_app",
            "factors.new_recovery_codes",
            "factors.remove_factor",
            "proving.prove",
            "resets.reset_factor",
        )
    },
    **{
        f"truongso.office.actions.{act}": PERSONAL
        for act in (
            "closing.lift_suspension",
            "closing.suspend_account",
            "closing.withdraw_account",
            "opening.confirm_account",
            "opening.issue_slips",
            "opening.open_accounts",
        )
    },
    **{
        f"truongso.office.actions.imports.{act}": BEFORE_IMPORT
        for act in (
            "begin",
            "choose",
            "decide",
            "give_up",
            "keep_layout",
            "keep_lines",
            "refuse",
        )
    },
    **{f"truongso.gradebook.actions.{act}": BEFORE_IMPORT for act in SCORE_FILES},
    **{f"truongso.gradebook.actions.score_exports.{act}": TRACE for act in SCORE_EXPORTS},
    **{f"truongso.records.actions.report_downloads.{act}": TRACE for act in REPORTS_READ},
    **{
        f"truongso.records.actions.report_cases.{act}": AMENDED_LATER
        for act in ("agree", "ask", "refuse")
    },
    "truongso.records.actions.report_files.keep_paper": BYTES,
    **{f"truongso.office.actions.reading.{act}": TRACE for act in TRACES},
    **{
        f"truongso.office.actions.{act}": OUTLASTS
        for act in (
            "departments.save_department",
            "departments.save_group",
            "pupils.save_pupil",
            "staff.add_staff",
            "staff.save_staff",
        )
    },
    "truongso.documents.actions.blobs.keep_made": BYTES,
    **{
        f"truongso.seal.actions.{act}": SIGNING
        for act in (
            "archiving.keep_archived",
            "batches.end_batch",
            "batches.fail_line",
            "batches.forget_secrets",
            "batches.keep_signature",
            "batches.note_signed",
            "batches.open_batch",
            "batches.resume_batch",
        )
    },
    "truongso.access.actions.delegations.delegate": NOT_OF_A_YEAR,
    "truongso.access.actions.delegations.revoke": NOT_OF_A_YEAR,
    "truongso.access.actions.duties.name_group_leader": NOT_OF_A_YEAR,
    "truongso.access.actions.giving.end_duty": NOT_OF_A_YEAR,
    "truongso.access.actions.giving.name_emergency_admin": NOT_OF_A_YEAR,
    "truongso.access.actions.rights.confirm_rights": NOT_OF_A_YEAR,
    "truongso.office.actions.approving.draw_up_approval_list": NOT_OF_A_YEAR,
    "truongso.office.actions.exports.export": "changes nothing: its line in the journal is all",
    "truongso.office.actions.moves.undo_move": SPARES,
    "truongso.office.actions.staff.end_work": SPARES,
    "truongso.audit.exporting.export": NOT_OF_A_YEAR,
    "truongso.office.actions.settings.set_rule": "a rule of the school counts from a day on",
    "truongso.office.actions.year_opening.open_year": "closes the old year: locks both itself",
    "truongso.planning.actions.reminders.remind": "only tells people what the open year owes",
    "truongso.gradebook.actions.correction_ends.confirm": "a yes to minutes outlasts the year",
    "truongso.gradebook.actions.correction_ends.end_by_time": (
        "locks what was opened while the year was open: nothing of it stays half done"
    ),
    "truongso.gradebook.actions.diary.export": "changes nothing: its line in the journal is all",
    "truongso.gradebook.actions.exporting.take_out_results": TRACE,
    "truongso.gradebook.actions.warning.warn_of_locks": "only tells people what the open year owes",
}
"""Acts that do not ask the wall of the year: what they write belongs to none."""

WITHOUT_JOURNAL = {
    "truongso.documents.actions.blobs.adopt": SILENT,
    "truongso.documents.actions.blobs.end": SILENT,
    "truongso.documents.actions.blobs.reserve": SILENT,
    "truongso.documents.actions.blobs.keep_made": PART,
    "truongso.seal.actions.batches.forget_secrets": SILENT,
    "truongso.seal.actions.batches.note_signed": SILENT,
    "truongso.documents.actions.upkeep.ask_again": SILENT,
    "truongso.documents.actions.upkeep.let_go": PART,
    "truongso.documents.actions.uploads.open_upload": SILENT,
    "truongso.documents.actions.uploads.receive": SILENT,
    "truongso.documents.actions.uploads.take": PART,
    "truongso.notices.actions.mark_mailed": SILENT,
    "truongso.office.actions.imports.choose": BEFORE_IMPORT,
    "truongso.office.actions.imports.decide": BEFORE_IMPORT,
    "truongso.office.actions.imports.keep_layout": BEFORE_IMPORT,
    "truongso.office.actions.imports.keep_lines": BEFORE_IMPORT,
    "truongso.office.actions.imports.refuse": BEFORE_IMPORT,
    **{
        f"truongso.gradebook.actions.score_files.{act}": BEFORE_IMPORT
        for act in ("keep_reading", "recheck", "refuse")
    },
    "truongso.notices.actions.read": SILENT,
    "truongso.notices.actions.read_all": SILENT,
    "truongso.support.actions.steps.put_card_away": "how one's own home page looks",
}

WITHOUT_WRITE = {
    **{f"truongso.records.actions.report_downloads.{act}": TRACE for act in REPORTS_READ},
    **{f"truongso.gradebook.actions.score_exports.{act}": TRACE for act in SCORE_EXPORTS},
    "truongso.gradebook.actions.diary.export": "changes nothing: its line in the journal is all",
    "truongso.gradebook.actions.exporting.take_out_results": TRACE,
    "truongso.office.actions.reading.read_pupil": TRACE,
    "truongso.office.actions.reading.read_staff": TRACE,
    "truongso.office.actions.reading.take_out_class": TRACE,
    "truongso.office.actions.reading.take_out_pupils": TRACE,
    "truongso.office.actions.exports.export": "changes nothing: its line in the journal is all",
    "truongso.audit.exporting.export": "changes nothing: its line in the journal is its only write",
}

OUTSIDE_ACTIONS = {
    "truongso.audit.exporting.export": "an act beside the writing of the workbook it returns",
}
