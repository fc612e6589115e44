"""What the user has chosen: one frozen value, replaced on every step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, TypeVar, get_args

from explorer.nn.arithmetic import order
from explorer.render.colour import Colormap, Colouring
from explorer.session.column import Column
from explorer.session.pointed import Cell, Number, Pixel, Pointed
from explorer.sources.fit import Fit

Scope: TypeAlias = Literal["slice", "layer", "block", "net", "locked"]
"""What one colour scale spans: a map, a layer, a convolution with what belongs to it, or all of the net."""
Crop: TypeAlias = tuple[float, float, float, float]
"""Top, left, bottom, right of a box, in pixels of the picture."""
Theme: TypeAlias = Literal["system", "light", "dark"]

Side: TypeAlias = Literal["a", "b", "difference"]
"""What is shown of a comparison: what is open, what is pinned, or the first minus the second."""
PanelName: TypeAlias = Literal["layers", "input", "map", "workings"]
Tab: TypeAlias = Literal["arithmetic", "channels", "column", "histogram", "shapes"]
"""What the panel "workings" shows."""
Counted: TypeAlias = Literal["values", "weights"]
"""What a histogram is of: the values of a layer, or the weights of its filters."""

SCOPES: tuple[Scope, ...] = get_args(Scope)
GAMMAS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
FITS: tuple[Fit, ...] = get_args(Fit)
THEMES: tuple[Theme, ...] = get_args(Theme)
TABS: tuple[Tab, ...] = get_args(Tab)
COUNTED: tuple[Counted, ...] = get_args(Counted)
TermOrder: TypeAlias = order.Order
TERM_ORDERS: tuple[TermOrder, ...] = get_args(TermOrder)

Order: TypeAlias = Literal["index", "maximum", "mean", "variance", "contribution"]

ORDERS: tuple[Order, ...] = get_args(Order)
PAGES = (0, 16, 64, 256)
"""Slices on a page; 0 for all of them."""
Played: TypeAlias = Literal["maps", "places"]
"""What can be played through: the maps of a layer, or the places of a map."""
SPEEDS = (1, 2, 4, 8, 15, 30)
"""How many are played in a second."""

_Choice = TypeVar("_Choice")


def following(choices: tuple[_Choice, ...], chosen: _Choice) -> _Choice:
    """Return the choice after the one that is chosen, the first after the last."""
    return choices[(choices.index(chosen) + 1) % len(choices)]


SMALLEST_TILE = 48
LARGEST_TILE = 192


@dataclass(frozen=True)
class Folds:
    """Which blocks of layers the strip shows as one tile.

    Attributes
    ----------
    all
        Whether those that ``turned`` does not name are folded.
    turned
        Those that are the other way, by the value name of their last layer.
    """

    all: bool = False
    turned: tuple[str, ...] = ()

    def __contains__(self, block: str) -> bool:
        """Return whether a block is folded."""
        return self.all != (block in self.turned)

    def turning(self, block: str) -> Folds:
        """Return the folds with one block the other way."""
        return Folds(self.all, tuple(sorted(set(self.turned) ^ {block})))


@dataclass(frozen=True)
class Limits:
    """The ends of the colour scale that a layer of a net, by value name, is kept at."""

    net: str
    layer: str
    low: float
    high: float


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
    only_b
        Value name of the layer that is selected of what is pinned, where what is open has none like it; else empty.
    slice
        Selected depth slice of the layer.
    pinned
        Row and column of the cell that was clicked.
    picked
        The pixel of the input that was clicked; None where a cell was clicked last.
    pointed_at
        What is under the pointer, wherever in the window that is.
    scope
        What one colour scale spans.
    colormap
        Palette of the activations.
    gamma
        Power of the distance from zero in it, one of ``GAMMAS``.
    marked
        Whether values beyond the scale have a colour of their own.
    limits
        The scales of the layers that were shown since they are locked.
    fit
        How a picture of another shape meets the net's input.
    crop
        The part of the picture that was chosen by hand; None for what ``fit`` chooses.
    tile
        Least width of a captioned tile, logical pixels.
    columns
        Tiles in a row of the grid, as it is laid out now.
    zoomed
        Whether the selected slice fills the centre in place of the grid.
    over_picture
        Whether it is laid over the picture there.
    order
        By what the slices stand in the grid, the largest first.
    page
        How many slices are shown at a time; 0 for all of them.
    playing, speed
        What is played through, and how many a second; None for nothing.
    kept_columns
        Depth columns that are kept to be compared.
    before
        The layer, by value name, and the slice that were selected before this layer was.
    folds
        Which blocks of layers the strip shows as one tile.
    search
        What is looked for among the layers; None while nothing is.
    strip_height
        Height that the user gave the strip where there are branches, logical pixels; 0 for what suits the window.
    theme
        Colours of the window; ``"system"`` follows the desktop.
    dark
        Whether the window is dark now.
    hidden
        Panels that are put away.
    tab
        What the panel "workings" shows.
    terms
        By what the terms of a sum stand in the workings: the largest first, or as the input has them.
    unrounded
        Whether numbers of the arithmetic are shown in all their digits.
    unfolded
        Whether all of them are shown, where there are many.
    counted, logarithmic
        What the histogram is of, and whether a step up in it is ten times as many.
    side
        What is shown of a comparison, while something is pinned for one.
    """

    net: str = ""
    picture: str = ""
    layer: str = ""
    only_b: str = ""
    slice: int = 0
    pinned: tuple[int, int] | None = None
    picked: Pixel | None = None
    pointed_at: Pointed | None = None
    scope: Scope = "layer"
    colormap: Colormap = "signed"
    gamma: float = 1.0
    marked: bool = False
    limits: tuple[Limits, ...] = ()
    fit: Fit = "crop"
    crop: Crop | None = None
    tile: int = 96
    columns: int = 8
    zoomed: bool = False
    over_picture: bool = False
    order: Order = "index"
    page: int = 0
    playing: Played | None = None
    speed: int = 4
    kept_columns: tuple[Column, ...] = ()
    before: tuple[str, int] | None = None
    folds: Folds = Folds()
    search: str | None = None
    strip_height: int = 0
    theme: Theme = "system"
    dark: bool = False
    hidden: tuple[PanelName, ...] = ("workings",)
    tab: Tab = "arithmetic"
    terms: TermOrder = "contribution"
    unfolded: bool = False
    unrounded: bool = False
    counted: Counted = "values"
    logarithmic: bool = False
    side: Side = "a"

    def slice_of(self, count: int) -> int:
        """Return the selected slice of a layer that has so many: the nearest there is."""
        return min(self.slice, count - 1)

    @property
    def colours(self) -> Colouring:
        """The colours of the activations."""
        return Colouring(self.colormap, self.gamma, self.marked)

    def limits_of(self, layer: str) -> Limits | None:
        """Return the scale that a layer, by value name, is kept at; None where it is kept at none."""
        return next((kept for kept in self.limits if (kept.net, kept.layer) == (self.net, layer)), None)

    @property
    def hovered(self) -> Cell | None:
        """The cell of the selected layer under the pointer, or to which the number under it belongs."""
        at = self.pointed_at
        return at if isinstance(at, Cell) else at.cell if isinstance(at, Number) else None

    @property
    def touched(self) -> Pixel | None:
        """The pixel of the input under the pointer."""
        return self.pointed_at if isinstance(self.pointed_at, Pixel) else None

    @property
    def elsewhere(self) -> Pointed | None:
        """What is under the pointer, unless that is a cell of the selected layer."""
        return None if self.hovered is not None else self.pointed_at

    @property
    def cell(self) -> Cell | None:
        """The cell to read out: the hovered one, else the pinned one, unless it is a pixel that is looked at."""
        if self.hovered is not None or self.pinned is None or self.touched is not None:
            return self.hovered
        return Cell(self.slice, *self.pinned)

    @property
    def pixel(self) -> Pixel | None:
        """The pixel to read out: the one under the pointer, else the picked one, unless it is a cell."""
        return None if self.hovered is not None else self.touched or self.picked


PASSING = (
    "pointed_at",
    "search",
    "columns",
    "playing",
    "speed",
    "strip_height",
    "theme",
    "dark",
    "hidden",
    "tab",
    "terms",
    "unfolded",
    "unrounded",
    "counted",
    "logarithmic",
    "side",
)
"""What undo leaves as it is: the pointer, the search, the comparison, and the layout and look of the window."""

_UNTOUCHED = ViewState()


def at_rest(state: ViewState) -> ViewState:
    """Return the state with nothing under the pointer, nothing searched for and nothing played."""
    return replace(state, pointed_at=None, search=None, playing=None)


def lasting(state: ViewState) -> ViewState:
    """Return the state without what is passing."""
    return passing_of(_UNTOUCHED, state)


def passing_of(now: ViewState, state: ViewState) -> ViewState:
    """Return ``state`` with what is passing as it is ``now``."""
    return replace(state, **{name: getattr(now, name) for name in PASSING})
