"""What the worker hands over: a net that is open, and a forward pass that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph
from explorer.nn.spec import Spec
from explorer.session.messages import Request

if TYPE_CHECKING:
    from explorer.sources.fit import Fitted
    from explorer.sources.picture import Picture


@dataclass(frozen=True, eq=False)
class Loaded:
    """A net that is open.

    Attributes
    ----------
    name
        Its name in the window.
    specs
        Of every value, for the shape in which a picture of no particular size would be fed.
    """

    path: Path
    name: str
    graph: Graph
    specs: Mapping[str, Spec] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Computed:
    """A forward pass that is done.

    Attributes
    ----------
    run
        Number of the pass, from 1.
    fitted
        The pixels that were fed.
    milliseconds
        Wall time of the whole pass.
    """

    run: int
    request: Request
    loaded: Loaded
    picture: Picture
    fitted: Fitted
    activations: Activations = field(repr=False)
    milliseconds: float
