"""What is wrong in a design, and where."""

from __future__ import annotations

from explorer.errors import ExplorerError


class DesignError(ExplorerError):
    """A line that makes no net.

    Parameters
    ----------
    line
        Its number, from 1.
    message
        What is wrong, one sentence without the line's number.
    hint
        What would fit; may be empty.
    """

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.line = line
