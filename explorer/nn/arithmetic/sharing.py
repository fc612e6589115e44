"""Which inputs a weight is multiplied with, and how many weights there would be if none were shared."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.nn.arithmetic.parts import Pass
from explorer.nn.graph import Node
from explorer.nn.spec import Array


@dataclass(frozen=True, eq=False)
class Shared:
    """One weight over the whole map (F5).

    Attributes
    ----------
    value, channel
        The map that the weight is laid on: a channel of a value.
    inputs
        bool (H, W), the elements of that map that it multiplies, each for one unit of the output map.
    units
        How many units of the filter's map share it.
    padded
        For how many of them it lies in the padding, and multiplies a zero.
    """

    value: str
    channel: int
    inputs: Array = field(repr=False)
    units: int
    padded: int


@dataclass(frozen=True)
class Counts:
    """The parameters of a convolution, as they are and as they would be.

    Attributes
    ----------
    weights, biases
        Of one filter.
    filters, units
        How many filters there are, and how many units each one's map has.
    """

    weights: int
    biases: int
    filters: int
    units: int

    @property
    def shared(self) -> int:
        """Parameters of the layer, one set for each map."""
        return (self.weights + self.biases) * self.filters

    @property
    def unshared(self) -> int:
        """Parameters that the layer would have, were there one set for each unit."""
        return self.shared * self.units


def shared_weight(run: Pass, node: Node, filter_: int, tap: tuple[int, int, int]) -> Shared | None:
    """Return what the weight at ``tap``, its channel within the kernel, row and column, is multiplied with.

    None where the node is no Conv with one or two spatial axes.
    """


def counts(run: Pass, node: Node) -> Counts | None:
    """Return the parameters of a Conv with and without sharing; None for other nodes."""
