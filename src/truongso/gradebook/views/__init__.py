"""Doors of the gradebook, one file per question."""
