"""Doors of the access room, one file per question."""
