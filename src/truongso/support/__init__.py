"""HỖ TRỢ: help on every page, asking the school's admin, first steps for each duty."""
