"""Drills: the whole installation, hurt in ways that happen, and what it has kept afterwards."""
