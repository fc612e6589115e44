"""What the command line asks of the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from explorer.session.state import Theme


@dataclass(frozen=True)
class Launch:
    """Options of one start of the window.

    Attributes
    ----------
    image
        Picture to open; None for the empty window.
    net
        Name of a bundled net or preset, or path of a file; empty for the default.
    layer
        Node or value name of the layer to select; empty for the first convolution.
    slice
        Depth slice to select.
    screenshot
        PNG to write once the activations are shown, before leaving; None to stay open.
    size
        Width and height of the window, logical pixels; None for those of the last start.
    theme
        Colours of the window; None for those of the last start.
    fresh
        Whether to begin with an empty window, whatever was open last.
    trace
        JSON file to write the times of all frames to; None for none.
    """

    image: Path | None = None
    net: str = ""
    layer: str = ""
    slice: int = 0
    screenshot: Path | None = None
    size: tuple[int, int] | None = None
    theme: Theme | None = None
    fresh: bool = False
    trace: Path | None = None
