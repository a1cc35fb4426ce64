"""Tables of the gradebook, one file per question."""

from truongso.gradebook.models.corrections import (
    Correction,
    CorrectionCell,
    CorrectionEvidence,
)
from truongso.gradebook.models.diary import DiaryCheck, MarkExplanation
from truongso.gradebook.models.files import ScoreFile, ScoreFilePage
from truongso.gradebook.models.phrases import Phrase
from truongso.gradebook.models.results import AssessmentMode, Conduct, Retest, TermResult
from truongso.gradebook.models.sheets import (
    COMMENT_BIT,
    EVERYTHING,
    MOST_COLUMNS,
    LockDeed,
    MarkChange,
    SavedBatch,
    Sheet,
    SheetLine,
    TermBook,
)

__all__ = [
    "COMMENT_BIT",
    "EVERYTHING",
    "MOST_COLUMNS",
    "AssessmentMode",
    "Conduct",
    "Correction",
    "CorrectionCell",
    "CorrectionEvidence",
    "DiaryCheck",
    "LockDeed",
    "MarkChange",
    "MarkExplanation",
    "Phrase",
    "Retest",
    "SavedBatch",
    "ScoreFile",
    "ScoreFilePage",
    "Sheet",
    "SheetLine",
    "TermBook",
    "TermResult",
]
