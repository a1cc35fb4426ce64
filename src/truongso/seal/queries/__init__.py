"""Queries of the seal room."""
