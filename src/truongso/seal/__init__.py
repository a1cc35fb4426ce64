"""Ký số: who sealed what, and whether the seal still holds."""
