"""Tables of the records of pupils, one file per record."""

from truongso.records.models.reports import (
    HomeroomRemark,
    ReportCase,
    ReportConfirmation,
    ReportFile,
    ReportSet,
    ReportVersion,
)

__all__ = [
    "HomeroomRemark",
    "ReportCase",
    "ReportConfirmation",
    "ReportFile",
    "ReportSet",
    "ReportVersion",
]
