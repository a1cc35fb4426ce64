"""NHẬT KÝ: what was done, by whom, in whose name, for ever."""
