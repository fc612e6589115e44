"""Pictures to the tensor that a net takes."""

from __future__ import annotations

import math

from explorer.errors import InputError, UsageError
from explorer.nn.graph import Graph, GraphInput
from explorer.nn.spec import Array, Shape
from explorer.session.numbers import extents
from explorer.session.state import Crop
from explorer.sources.crop import Framing
from explorer.sources.feed import FOUR, feed
from explorer.sources.fit import Box, Fit, box_of, cut, natural_size
from explorer.sources.picture import Picture

LONGEST_SIDE = 768
"""A net that takes any size sees larger pictures at this size, so that all its activations fit into memory."""

USUAL_SIDE = 224
"""Extent that a net of any size is described at before there is a picture."""

_ORDERS = {None: ("RGB", "BGR", "Gray"), 1: ("Gray",), 3: ("RGB", "BGR"), 4: (FOUR,)}
"""Orders of channels, as ``InputFormat.channels`` names them, by how many a net takes."""


def picture_input(graph: Graph) -> GraphInput:
    """Return the input that takes the picture.

    Raises
    ------
    InputError
        The net takes several inputs, or none that is a picture.
    """
    names = ", ".join(i.name for i in graph.inputs)
    if len(graph.inputs) != 1:
        raise InputError(
            f"the net takes {len(graph.inputs)} inputs ({names or 'none'}), not one picture",
            "'convnet-explorer run' feeds it an .npz with an array for each",
        )
    taken = graph.inputs[0]
    known = (4,) if graph.input_format.channels == FOUR else (None, 1, 3)
    if len(taken.shape) != 4 or _channels(graph, taken) not in known:
        raise InputError(
            f"the input {taken.name!r} takes {extents(taken.shape)} numbers, not a grey or RGB picture",
            "'convnet-explorer run' feeds it a .npy or .npz",
        )
    return taken


def takes_picture(graph: Graph) -> bool:
    """Return whether the net takes one picture and nothing else."""
    try:
        picture_input(graph)
    except InputError:
        return False
    return True


def orders(graph: Graph) -> tuple[str, ...]:
    """Return the orders of channels in which a picture can be fed, as ``InputFormat.channels`` names them."""
    return _ORDERS[_channels(graph, picture_input(graph))]


def takes_any_size(graph: Graph) -> bool:
    """Return whether the picture's input leaves height or width open."""
    return len(graph.inputs) == 1 and None in _extent(graph, graph.inputs[0].shape)


def framing(graph: Graph, picture: Picture, fit: Fit, crop: Crop | None = None) -> Framing:
    """Return what of ``picture`` the net sees, with what it has to keep to.

    Parameters
    ----------
    crop
        The box that was chosen by hand; None for the one that ``fit`` chooses.

    Raises
    ------
    InputError
        The net takes no picture.
    """
    whole = Box(0, 0, picture.height, picture.width)
    height, width = _extent(graph, picture_input(graph).shape)
    if height is None or width is None:
        chosen, bounds, aspect = whole, whole, None
    else:
        chosen = box_of(picture, height, width, fit)
        bounds = chosen if fit == "pad" else whole
        aspect = None if fit == "stretch" else width / height
    if crop is None:
        return Framing(chosen, bounds, aspect)
    return Framing(Framing(Box(*crop), bounds, aspect).reshaped(), bounds, aspect)


def fed_size(graph: Graph, box: Box) -> tuple[int, int]:
    """Return height and width at which a box is fed: the net's own, else the box's up to ``LONGEST_SIDE``.

    Smaller boxes are enlarged to what the net needs at least.
    """
    taken = picture_input(graph)
    wanted, least = _extent(graph, taken.shape), _extent(graph, taken.least)
    own = natural_size(box.height, box.width, LONGEST_SIDE)
    growth = max(1.0, *((need or 1) / have for need, have in zip(least, own, strict=True)))
    return wanted[0] or math.ceil(own[0] * growth), wanted[1] or math.ceil(own[1] * growth)


def fit_picture(graph: Graph, picture: Picture, fit: Fit, crop: Crop | None = None) -> Array:
    """Return the pixels of ``picture`` that the net sees, float32 (height, width, 1 or 3) in 0..1, read-only."""
    box = framing(graph, picture, fit, crop).box
    return cut(picture, box, *fed_size(graph, box))


def feeds_of(graph: Graph, fitted: Array) -> dict[str, Array]:
    """Return the tensor of ``fitted`` pixels under the input's name."""
    return {picture_input(graph).name: feed(fitted, graph.input_format)}


def usual_shapes(graph: Graph) -> dict[str, Shape]:
    """Return the shapes of all inputs with ``USUAL_SIDE`` for what the net leaves open, 1 for channels."""
    return {i.name: _closed(graph, i) for i in graph.inputs}


def shapes_for(graph: Graph, volume: tuple[int, int, int]) -> dict[str, Shape]:
    """Return the shape of the picture's input for a ``volume`` (C, H, W).

    Raises
    ------
    UsageError
        The net fixes other extents.
    """
    taken = graph.inputs[0]
    depth, height, width = volume
    shape = (1, height, width, depth) if graph.input_format.layout == "NHWC" else (1, depth, height, width)
    fits = len(graph.inputs) == 1 and len(taken.shape) == 4
    if not fits or any(want not in (None, have) for want, have in zip(taken.shape, shape, strict=True)):
        wanted = ", ".join(f"{i.name}: {extents(i.shape)}" for i in graph.inputs)
        raise UsageError(f"the net does not take an input of {extents(volume)}", f"it takes {wanted}")
    return {taken.name: shape}


def _closed(graph: Graph, taken: GraphInput) -> Shape:
    if len(taken.shape) != 4:
        return tuple(1 if extent is None else extent for extent in taken.shape)
    channels = _channels(graph, taken) or (1 if graph.input_format.channels == "Gray" else 3)
    height, width = (USUAL_SIDE if extent is None else extent for extent in _extent(graph, taken.shape))
    return (1, height, width, channels) if graph.input_format.layout == "NHWC" else (1, channels, height, width)


def _channels(graph: Graph, taken: GraphInput) -> int | None:
    return taken.shape[3] if graph.input_format.layout == "NHWC" else taken.shape[1]


def _extent(graph: Graph, shape: tuple[int | None, ...]) -> tuple[int | None, int | None]:
    """Return height and width; both 1 where the shape is no picture's."""
    if len(shape) != 4:
        return 1, 1
    return (shape[1], shape[2]) if graph.input_format.layout == "NHWC" else (shape[2], shape[3])
