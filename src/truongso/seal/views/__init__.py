"""Doors of the seal room."""
