"""Pages of the schedule and of the proposals."""
