"""Measurements: how fast the heavy work is, beside a floor measured in the same run."""
