"""What the user has chosen: one frozen value, replaced on every step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypeVar

Scope: TypeAlias = Literal["layer", "slice"]
Colormap: TypeAlias = Literal["signed", "grey", "viridis"]
Fit: TypeAlias = Literal["crop", "pad", "stretch"]
Crop: TypeAlias = tuple[float, float, float, float]
"""Top, left, bottom, right of a box, in pixels of the picture."""
Theme: TypeAlias = Literal["system", "light", "dark"]

SCOPES: tuple[Scope, ...] = ("layer", "slice")
COLORMAPS: tuple[Colormap, ...] = ("signed", "grey", "viridis")
FITS: tuple[Fit, ...] = ("crop", "pad", "stretch")
THEMES: tuple[Theme, ...] = ("system", "light", "dark")

_Choice = TypeVar("_Choice")


def following(choices: tuple[_Choice, ...], chosen: _Choice) -> _Choice:
    """Return the choice after the one that is chosen, the first after the last."""
    return choices[(choices.index(chosen) + 1) % len(choices)]


SMALLEST_TILE = 48
LARGEST_TILE = 192


@dataclass(frozen=True)
class Cell:
    """One unit of a layer's volume: its depth slice, row and column, from 0."""

    slice: int
    y: int
    x: int


@dataclass(frozen=True)
class ViewState:
    """The one selection and how it is shown.

    Attributes
    ----------
    net
        Name of the net; empty before one is open.
    picture
        Name of the picture; empty before one is open.
    layer
        Value name of the selected layer; empty before there is one.
    slice
        Selected depth slice of the layer.
    pinned
        Row and column of the cell that was clicked.
    hovered
        The cell under the pointer.
    scope
        What one colour scale spans.
    colormap
        Palette of the activations.
    fit
        How a picture of another shape meets the net's input.
    tile
        Least width of a captioned tile, logical pixels.
    columns
        Tiles in a row of the grid, as it is laid out now.
    zoomed
        Whether the selected slice fills the centre in place of the grid.
    theme
        Colours of the window; ``"system"`` follows the desktop.
    dark
        Whether the window is dark now.
    """

    net: str = ""
    picture: str = ""
    layer: str = ""
    slice: int = 0
    pinned: tuple[int, int] | None = None
    hovered: Cell | None = None
    scope: Scope = "layer"
    colormap: Colormap = "signed"
    fit: Fit = "crop"
    tile: int = 96
    columns: int = 8
    zoomed: bool = False
    theme: Theme = "system"
    dark: bool = False

    crop
        The part of the picture that was chosen by hand; None for what ``fit`` chooses.
    @property
    def cell(self) -> Cell | None:
        """The cell to read out: the hovered one, else the pinned one."""
        if self.hovered is not None or self.pinned is None:
            return self.hovered
        return Cell(self.slice, *self.pinned)


PASSING = ("hovered", "columns", "theme", "dark")
"""What undo leaves as it is: the pointer, the layout, and the look of the window."""

_UNTOUCHED = ViewState()


def lasting(state: ViewState) -> ViewState:
    """Return the state without what is passing."""
    return passing_of(_UNTOUCHED, state)


def passing_of(now: ViewState, state: ViewState) -> ViewState:
    """Return ``state`` with what is passing as it is ``now``."""
    return replace(state, **{name: getattr(now, name) for name in PASSING})
    crop: Crop | None = None
