"""Pages and calls of the planning room, one file per question."""
