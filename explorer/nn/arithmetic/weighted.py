"""Weighted sums under a window: convolutions, forwards and backwards, and Resize."""

from __future__ import annotations

import numpy as np

from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.arithmetic.parts import Pass, Related, Unit, WeightedSum
from explorer.nn.arithmetic.reading import array_of, related
from explorer.nn.dependence.ends import Ends
from explorer.nn.dependence.moves import mixtures
from explorer.nn.dependence.table import dependence
from explorer.nn.relation import AxisByAxis
from explorer.nn.spec import INT, Array


def convolution(run: Pass, unit: Unit) -> WeightedSum:
    """Conv: the channels of the filter's group, each under its kernel slice."""
    channels, footprint = under_window(run, unit)
    return _summed(run, unit, channels, footprint, array_of(run, unit.node, 1)[unit.index[1]])


def transposed_convolution(run: Pass, unit: Unit) -> WeightedSum:
    """ConvTranspose: the channels of the group, each under the taps of its filter that fall on the unit."""
    filters, (channels, footprint) = array_of(run, unit.node, 1), under_window(run, unit)
    return _summed(run, unit, channels, footprint, filters[channels, unit.index[1] % filters.shape[1]])


def resized(run: Pass, unit: Unit) -> WeightedSum | Related:
    """Resize, Upsample along the last two axes: the elements nearby, mixed with the weights that the scales give."""
    node, index = unit.node, unit.index
    inputs = tuple(run.specs[name] if name else None for name in node.inputs)
    mixed = mixtures(Ends(node, inputs, 0, 0, run.specs[node.outputs[0]].shape))
    if mixed is None or len(mixed) < 3 or any(stretch.before != stretch.after for stretch, _ in mixed[:-2]):
        return related(run, unit)
    image, places, weights = array_of(run, node, 0), [], []
    for (_, table), at in zip(mixed[-2:], index[-2:], strict=True):
        used = np.flatnonzero(table.weights[:, at])
        places.append(table.places[used, at])
        weights.append(table.weights[used, at].astype(np.float64))
    plane = image[index[:-2]]
    footprint = Footprint(node.inputs[0], (image.ndim - 2, image.ndim - 1), tuple(places), plane.shape)
    return weighted_sum(plane[None], footprint, np.array(index[-3:-2], INT), np.outer(*weights)[None], None)


def under_window(run: Pass, unit: Unit) -> tuple[Array, Footprint]:
    """Return the channels (T,) that reach a unit, and where the window lies on their planes."""
    relation = dependence(unit.node, run.specs, 0)
    assert isinstance(relation, AxisByAxis)
    places: list[Array] = [np.arange(extent) for extent in relation.source]
    for link in relation.links:
        at = unit.index[link.output]
        places[link.input] = np.array([at]) if link.places is None else link.places[at]
    _, channels, *spatial = places
    axes: tuple[int | None, ...] = tuple(range(2, len(places)))
    extents = relation.source[2:]
    while len(spatial) < 2:
        axes, spatial, extents = (None, *axes), [np.zeros(1, INT), *spatial], (1, *extents)
    return channels, Footprint(unit.node.inputs[0], axes, tuple(spatial), extents)


def _summed(run: Pass, unit: Unit, channels: Array, footprint: Footprint, kernels: Array) -> WeightedSum:
    """Return the sum of a node's input under a window of kernel slices, one a channel, and its bias."""
    image = array_of(run, unit.node, 0)[unit.index[0]]
    planes = image[channels[0] : channels[-1] + 1].reshape(len(channels), *footprint.extents)
    shaped = kernels.reshape(len(channels), *map(len, footprint.places))
    return weighted_sum(planes, footprint, channels, shaped, _bias(run, unit))


def weighted_sum(
    planes: Array, footprint: Footprint, channels: Array, kernels: Array, bias: float | None
) -> WeightedSum:
    """Return the sum of what lies under a window on planes (T, ...), times kernel slices (T, *K)."""
    patches = patches_under(planes, footprint)
    products = patches.astype(np.float64) * kernels
    partials = products.reshape(len(products), -1).sum(axis=1)
    return WeightedSum(footprint, channels, patches, kernels, partials, bias)


def patches_under(planes: Array, footprint: Footprint) -> Array:
    """Return what lies under a window on planes (T, ...), (T, *K); 0 where it hangs over."""
    clipped = [np.clip(p, 0, n - 1) for p, n in zip(footprint.places, footprint.extents, strict=True)]
    found = planes[np.ix_(np.arange(len(planes)), *clipped)]
    return np.where(footprint.inside, found, 0).astype(planes.dtype)


def _bias(run: Pass, unit: Unit) -> float | None:
    """Return the number that a convolution's third input has for the unit's filter; None where there is none."""
    name = unit.node.inputs[2] if len(unit.node.inputs) > 2 else ""
    return float(run.activations[name][unit.index[1]]) if name else None
