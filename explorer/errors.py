"""The errors a user can cause, each one sentence with a hint; anything else that is raised is a bug."""

from __future__ import annotations


class ExplorerError(Exception):
    """Something that the user can put right.

    Parameters
    ----------
    message
        One sentence, without a full stop, naming the offending value.
    hint
        What to do about it, without a full stop; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return message and hint on one line."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class NetError(ExplorerError):
    """A net that cannot be read, checked or run."""


class ImageError(ExplorerError):
    """An image that cannot be read, or does not suit the net."""


class InputError(ExplorerError):
    """A tensor that does not suit the net's inputs."""


class UsageError(ExplorerError):
    """A name, number or path that the user gave and that leads nowhere."""


class FileError(ExplorerError):
    """A file or folder that cannot be read or written."""
