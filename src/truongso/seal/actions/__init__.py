"""Actions of the seal room."""
