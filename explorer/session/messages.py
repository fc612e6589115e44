"""The whole traffic between worker, session and window: a closed list of frozen messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from explorer.session.request import Request
from explorer.session.shown import Computed, Loaded
from explorer.sources.picture import Picture

MessageKind: TypeAlias = Literal["error", "note", "info", "bug"]
Part: TypeAlias = Literal["net", "picture", "changes", "edits", "forward"]


@dataclass(frozen=True)
class Message:
    """One sentence for the message bar or a toast.

    Attributes
    ----------
    kind
        ``"error"`` stays until it is dismissed or something is computed, ``"note"`` until something else is opened,
        ``"info"`` goes by itself, ``"bug"`` opens a dialog with ``report``.
    text, hint
        One sentence, and what to do about it; the hint may be empty.
    report
        Text to copy into a bug report; empty unless ``kind`` is ``"bug"``.
    path
        The file that was written; None where none was.
    """

    kind: MessageKind
    text: str
    hint: str = ""
    report: str = ""
    path: Path | None = None


@dataclass(frozen=True)
class Busy:
    """What the worker is at; ``text`` is empty when it is idle."""

    text: str = ""

    def __bool__(self) -> bool:
        """Return whether the worker is at something."""
        return bool(self.text)


@dataclass(frozen=True)
class Progress:
    """From the worker: what it is at now."""

    text: str


@dataclass(frozen=True)
class Opened:
    """From the worker: what a request names is read; the forward pass comes next if there are a net and a picture."""

    request: Request
    loaded: Loaded | None
    picture: Picture | None


@dataclass(frozen=True)
class Finished:
    """From the worker: the forward pass is done."""

    request: Request
    computed: Computed


@dataclass(frozen=True)
class Failed:
    """From the worker: something that the user can put right, and which part of the request it concerns."""

    request: Request
    part: Part
    text: str
    hint: str


@dataclass(frozen=True)
class Crashed:
    """From the worker: a bug, with the traceback to report."""

    text: str
    report: str = field(repr=False)


@dataclass(frozen=True)
class Saved:
    """From the worker: what has become of a file that it was to write."""

    message: Message


@dataclass(frozen=True)
class Idle:
    """From the worker: nothing was pending after ``last``, the job that it finished."""

    last: object


Report: TypeAlias = Progress | Opened | Finished | Failed | Saved | Crashed | Idle
