"""Tests of Trường Số."""
