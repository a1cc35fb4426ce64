"""A copy of a school in which nobody real is left, for showing and for practice."""
