"""What a page of the tour is: where it leads, and its words, in which every number is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from explorer.nn.filters import Filters
from explorer.nn.sizes import Slide
from explorer.nn.spec import Array, Shape
from explorer.nn.summary import LayerSummary
from explorer.render.numbers import three_digits
from explorer.session.address import Address
from explorer.session.shown import Computed, Loaded
from explorer.session.state import Scope, Tab
from explorer.session.strip.layers import Layer, find_layer

_TIED = str.maketrans({" ": "\N{NO-BREAK SPACE}", "/": "/\N{WORD JOINER}"})
_LINE = 40
"""Letters of the longest formula that is not broken."""

Figure: TypeAlias = int | float | str
Figures: TypeAlias = Mapping[str, Figure]


@dataclass(frozen=True)
class Scene:
    """What a page sets the program to.

    Attributes
    ----------
    net
        Name of a bundled net or preset.
    picture
        File name of a bundled picture.
    address
        What is selected, ``"conv2:7@3,4"``.
    tab
        What the panel below the maps shows; None where it is put away.
    scope
        What one colour scale spans.
    slides
        Whether the net's fully connected layers slide over the whole picture, and the selected map is laid over it.
    """

    net: str
    picture: str
    address: str
    tab: Tab | None = None
    scope: Scope = "layer"
    slides: bool = False


@dataclass(frozen=True, eq=False)
class Stage:
    """A scene with its forward pass, as pages read figures from it.

    Attributes
    ----------
    at
        What the scene's address names.
    """

    computed: Computed
    at: Address

    @property
    def loaded(self) -> Loaded:
        """The net."""
        return self.computed.loaded

    def layer(self, title: str) -> Layer:
        """Return a layer by its title."""
        return find_layer(self.loaded.layers, title)

    def summary(self, title: str) -> LayerSummary:
        """Return a layer in numbers."""
        return self.loaded.summaries[title]

    def slide(self, title: str) -> Slide:
        """Return how a layer's window slides along the columns of its input."""
        return self.summary(title).slides[-1]

    def shape(self, title: str) -> Shape:
        """Return depth, height and width of a layer's volume."""
        return self.loaded.fields.volume(self.layer(title).value)

    def volume(self, title: str) -> Array:
        """Return a layer's volume, float32 (D, H, W)."""
        return self.computed.measures.volume(self.layer(title).value)

    def filters(self, title: str) -> Filters:
        """Return the filters of a layer."""
        found = self.loaded.filters_of(self.layer(title))
        assert found is not None
        return found[1]


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes
    ----------
    title
        The question that it answers.
    template
        Two to four sentences with the names of figures in place of all numbers.
    figures
        Computes these.
    """

    title: str
    scene: Scene
    template: str = field(repr=False)
    figures: Callable[[Stage], Figures] = field(repr=False)

    def words(self, stage: Stage) -> str:
        """Return the sentences with their numbers."""
        return self.template.format_map({name: _spelled(figure) for name, figure in self.figures(stage).items()})


def _spelled(figure: Figure) -> str:
    """Return a figure as it is printed; a formula that is not long stays on one line."""
    if isinstance(figure, float):
        return three_digits(figure)
    text = str(figure)
    return text.translate(_TIED) if len(text) <= _LINE else text
