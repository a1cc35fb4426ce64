"""Papers that are made here: a folder each, with its page and the facts it says."""
