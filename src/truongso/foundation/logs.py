"""Log lines: one line each, no control characters, no personal data by habit (ids, not names)."""

import logging

from truongso.foundation.text import CONTROL


class OneLine(logging.Formatter):
    """A record as one line: time, level, logger, message; line breaks become spaces."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text; a traceback keeps its lines, indented."""
        record.message = record.getMessage()
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {record.message}"
        line = CONTROL.sub("?", line.replace("\r", " ").replace("\n", " "))
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line += "\n" + "\n".join(f"    {CONTROL.sub('?', part)}" for part in trace.split("\n"))
        return line
