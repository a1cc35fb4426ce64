"""Writes of the access room, one file per question."""
