"""The demo school: invented people, real work."""
