"""Operators that pick elements by their indices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.errors import NetError
from explorer.nn.ops.base import Op, operator, present
from explorer.nn.ops.shapes import Ints, axis_index, axis_indices, given, given_ints, known_ints, spell
from explorer.nn.ops.views import ViewOp
from explorer.nn.spec import Array, Arrays, Shape, Spec, Specs


@operator
@dataclass(frozen=True, kw_only=True)
class Slice(ViewOp):
    """ONNX Slice: from ``starts`` to ``ends`` along each of ``axes``; attributes to opset 9, inputs 1 to 4 since.

    Notes
    -----
    Negative indices count from the end, and all are clamped to it. Steps, as input 4 only, may be negative.
    """

    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    axes: tuple[int, ...] | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of shorter axes."""
        data = present(inputs, 0, self)
        fed = [known_ints(inputs, i, self) for i in range(1, 5)]
        spans = [range(n)[cut] for n, cut in zip(data.shape, self._cuts(data.shape, fed), strict=True)]
        return (Spec(tuple(map(len, spans)), data.dtype),)

    def views(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the elements."""
        data = given(inputs, 0)
        return (data[tuple(self._cuts(data.shape, [given_ints(inputs, i) for i in range(1, 5)]))],)

    def _cuts(self, shape: Shape, fed: list[Ints | None]) -> list[slice]:
        """Return a slice for every axis."""
        rank = len(shape)
        starts, ends, axes, steps = fed
        starts = self.starts if starts is None else starts
        ends = self.ends if ends is None else ends
        if starts is None or ends is None or len(starts) != len(ends):
            raise NetError("Slice needs as many starts as ends")
        axes = self.axes if axes is None else axes
        cut = tuple(range(len(starts))) if axes is None else axis_indices(axes, rank)
        steps = (1,) * len(cut) if steps is None else steps
        if not len(cut) == len(starts) == len(steps) <= rank or 0 in steps:
            raise NetError(f"Slice cannot cut {rank} axes with {len(starts)} starts and steps {steps}")
        cuts = [slice(None)] * rank
        for axis, start, end, step in zip(cut, starts, ends, steps, strict=True):
            cuts[axis] = _cut(shape[axis], start, end, step)
        return cuts


def _cut(extent: int, start: int, end: int, step: int) -> slice:
    """Return the slice that ONNX means; Python's differs where steps back start before the first element."""
    start += extent * (start < 0)
    end += extent * (end < 0)
    if step > 0:
        return slice(max(start, 0), max(end, 0), step)
    return slice(min(max(start, 0), extent - 1), end if end >= 0 else None, step)


@operator
@dataclass(frozen=True, kw_only=True)
class Gather(Op):
    """ONNX Gather: the entries of ``axis`` that input 1 lists; negative indices count from the end."""

    axis: int = 0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec with the axes of the indices in place of ``axis``."""
        data, indices = present(inputs, 0, self), present(inputs, 1, self)
        axis = axis_index(self.axis, data.rank)
        return (Spec((*data.shape[:axis], *indices.shape, *data.shape[axis + 1 :]), data.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the entries."""
        data, indices = given(inputs, 0), given(inputs, 1)
        _check_indices(indices, data.shape[self.axis])
        return (np.asarray(np.take(data, indices, axis=self.axis)),)


@operator
@dataclass(frozen=True, kw_only=True)
class GatherElements(Op):
    """ONNX GatherElements: for every element of input 1, that entry along ``axis`` at its own place in the others."""

    axis: int = 0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape of the indices."""
        data, indices = present(inputs, 0, self), present(inputs, 1, self)
        axis = axis_index(self.axis, data.rank)
        if indices.rank != data.rank or any(
            i > n for place, (i, n) in enumerate(zip(indices.shape, data.shape, strict=True)) if place != axis
        ):
            raise NetError(f"indices of {spell(indices.shape)} do not suit {spell(data.shape)}")
        return (Spec(indices.shape, data.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the elements."""
        data, indices = given(inputs, 0), given(inputs, 1)
        axis = self.axis % data.ndim
        _check_indices(indices, data.shape[axis])
        beside = tuple(slice(None if place == axis else n) for place, n in enumerate(indices.shape))
        return (np.take_along_axis(data[beside], indices.astype(np.int64), axis),)


@operator
@dataclass(frozen=True, kw_only=True)
class GatherND(Op):
    """ONNX GatherND: the parts of the input at index tuples along the last axis of input 1."""

    batch_dims: int = 0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape of the tuples, then of the parts."""
        data, indices = present(inputs, 0, self), present(inputs, 1, self)
        return (Spec(self._shape(data.shape, indices.shape), data.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the parts."""
        data, indices = given(inputs, 0), given(inputs, 1)
        batch = self.batch_dims
        for place in range(indices.shape[-1]):
            _check_indices(indices[..., place], data.shape[batch + place])
        tuples = np.moveaxis(indices, -1, 0)
        own = np.ogrid[tuple(slice(n) for n in indices.shape[:-1])][:batch]
        return (np.asarray(data[(*own, *tuples)]),)

    def _shape(self, data: Shape, indices: Shape) -> Shape:
        batch = self.batch_dims
        fits = 0 <= batch < len(indices) and data[:batch] == indices[:batch]
        if not fits or not 1 <= indices[-1] <= len(data) - batch:
            raise NetError(f"index tuples of {spell(indices)} do not suit {spell(data)}")
        return (*indices[:-1], *data[batch + indices[-1] :])


def _check_indices(indices: Array, extent: int) -> None:
    """Refuse indices outside an axis of ``extent``.

    Raises
    ------
    NetError
        There is one.
    """
    outside = indices[(indices < -extent) | (indices >= extent)]
    if outside.size:
        raise NetError(f"index {outside[0]} is outside an axis of {extent}")
