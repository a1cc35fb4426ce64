"""Reads of the seal room."""
