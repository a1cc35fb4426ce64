"""Reads of the gradebook, one file per question."""
