"""Trường Số: what a Vietnamese school records, approves and can prove."""

__version__ = "0.1.0"
