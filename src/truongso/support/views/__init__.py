"""The doors of support."""
