"""Reads the axes and shapes that operators take as attributes or as inputs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.errors import NetError
from explorer.nn.ops.base import Op, present
from explorer.nn.spec import Array, Arrays, Shape, Specs

Ints = tuple[int, ...]


def spell(shape: Sequence[int]) -> str:
    """Return a shape as the user reads it: ``"3x32x32"``."""
    return "x".join(map(str, shape)) or "scalar"


def known(inputs: Specs, index: int, op: Op) -> Array:
    """Return the elements of a required input that decides the shape of the output.

    Raises
    ------
    NetError
        The input is absent, or its elements depend on the image.
    """
    spec = present(inputs, index, op)
    if spec.value is None:
        raise NetError(
            f"input {index} decides a shape but depends on the image, and shapes must be known before the run"
        )
    return spec.value


def known_ints(inputs: Specs, index: int, op: Op) -> Ints | None:
    """Return the integers of an optional input that decides a shape; None where it is absent.

    Raises
    ------
    NetError
        They depend on the image.
    """
    if index >= len(inputs) or inputs[index] is None:
        return None
    return as_ints(known(inputs, index, op))


def given_ints(inputs: Arrays, index: int) -> Ints | None:
    """Return the integers of an optional input array; None where it is absent."""
    array = inputs[index] if index < len(inputs) else None
    return None if array is None else as_ints(array)


def given(inputs: Arrays, index: int) -> Array:
    """Return a required input array, which ``infer`` has found present."""
    array = inputs[index]
    assert array is not None
    return array


def as_ints(array: Array) -> Ints:
    """Return the elements of a small integer array in order."""
    return tuple(int(element) for element in array.ravel())


def axis_index(axis: int, rank: int) -> int:
    """Return ``axis`` counted from the front.

    Raises
    ------
    NetError
        There is no such axis.
    """
    if not -rank <= axis < rank:
        raise NetError(f"there is no axis {axis} in {rank} axes")
    return axis % rank


def axis_indices(axes: Sequence[int], rank: int) -> Ints:
    """Return ``axes`` counted from the front, in the given order.

    Raises
    ------
    NetError
        There is no such axis, or one is named twice.
    """
    indices = tuple(axis_index(axis, rank) for axis in axes)
    if len(set(indices)) < len(indices):
        raise NetError(f"the axes {', '.join(map(str, axes))} name one axis twice")
    return indices


def broadcast(*shapes: Shape) -> Shape:
    """Return the shape that ``shapes`` broadcast to.

    Raises
    ------
    NetError
        They do not broadcast.

    Notes
    -----
    ONNX, Broadcasting: multidirectional, as NumPy has it.
    """
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise NetError(f"the shapes {' and '.join(map(spell, shapes))} do not broadcast") from None
