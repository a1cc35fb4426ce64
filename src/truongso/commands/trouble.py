"""What an operator can mend: shown as one line on stderr instead of a trace."""


class Trouble(RuntimeError):
    """Something is not as it must be here; the text says what, and what to do."""
