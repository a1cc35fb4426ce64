"""Reads of the planning room, one file per question."""
