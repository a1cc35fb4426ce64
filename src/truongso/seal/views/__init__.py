"""Pages of the seal room."""
