"""Ký số: keys for signing, who sealed what, and whether the seal holds."""
