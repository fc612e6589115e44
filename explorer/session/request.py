"""What the session wants of the worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer.session.state import Fit
from explorer.sources.picture import Picture


@dataclass(frozen=True)
class Source:
    """A file, or a picture from elsewhere, as of one opening: the same file opened again is read again."""

    origin: Path | Picture
    opening: int


@dataclass(frozen=True)
class Request:
    """To the worker: all that is wanted, whether or not some of it is there already.

    Attributes
    ----------
    net
        An ONNX file; None for no net yet.
    picture
        An image file, or a picture that was pasted; None for no picture yet.
    """

    net: Source | None = None
    picture: Source | None = None
    fit: Fit = "crop"
