"""Views of the seal room."""
