"""Reads of the records of pupils."""
