"""Which inputs a weight is multiplied with, and how many weights there would be if none were shared."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from explorer.nn.arithmetic.parts import Pass
from explorer.nn.dependence.table import dependence
from explorer.nn.graph import Node
from explorer.nn.relation import NOWHERE, AxisByAxis
from explorer.nn.spec import Array

_PLANAR = 4
"""Axes of an image of planes."""


@dataclass(frozen=True, eq=False)
class Shared:
    """One weight over the whole map.

    Attributes
    ----------
    value, channel
        The map that the weight is laid on: a channel of a value.
    inputs
        bool (H, W), the elements of that map that it multiplies, each for one unit of the filter's map.
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
        Of one filter; there is one bias or none.
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
    """Return what a weight of a filter is multiplied with.

    Parameters
    ----------
    tap
        Which weight: kernel slice, row and column.

    Returns
    -------
    Shared or None
        None where the node is no Conv or ConvTranspose with one or two spatial axes.
    """
    if node.operator not in ("Conv", "ConvTranspose") or run.specs[node.inputs[0]].rank > _PLANAR:
        return None
    relation = dependence(node, run.specs, 0)
    assert isinstance(relation, AxisByAxis)
    along = {link.input: link.places for link in relation.links if link.places is not None}
    channel = int(along[1][filter_, tap[0]]) if 1 in along else tap[0]
    extents = relation.source[2:]
    places = [along[axis][:, at] for axis, at in zip(range(2, len(relation.source)), tap[-len(extents) :], strict=True)]
    inside = [place[(place >= 0) & (place < extent)] for place, extent in zip(places, extents, strict=True)]
    inputs = np.zeros(extents, bool)
    inputs[np.ix_(*inside)] = True
    units = math.prod(int((place != NOWHERE).sum()) for place in places)
    padded = units - math.prod(map(len, inside))
    return Shared(node.inputs[0], channel, inputs.reshape(-1, extents[-1]), units, padded)


def counts(run: Pass, node: Node) -> Counts | None:
    """Return the parameters of a Conv with and without sharing; None for other nodes."""
    if node.operator != "Conv":
        return None
    filters, *taps = run.specs[node.inputs[1]].shape
    biases = int(len(node.inputs) > 2 and bool(node.inputs[2]))
    return Counts(math.prod(taps), biases, filters, math.prod(run.specs[node.outputs[0]].shape[2:]))
