"""Operators that join, part or repeat tensors along their axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from explorer.errors import NetError
from explorer.kernels.work import Work
from explorer.nn.ops.base import Arena, BindableStep, KernelOp, Op, Step, operator, present
from explorer.nn.ops.copying import copied
from explorer.nn.ops.shapes import Ints, as_ints, axis_index, broadcast, given, given_ints, known, known_ints, spell
from explorer.nn.ops.views import ViewOp
from explorer.nn.spec import FLOAT, Array, Arrays, Shape, Spec, Specs


@operator
@dataclass(frozen=True, kw_only=True)
class Concat(KernelOp):
    """ONNX Concat: inputs one after another along ``axis``."""

    axis: int

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec as long along ``axis`` as all inputs together."""
        specs = [present(inputs, i, self) for i in range(max(len(inputs), 1))]
        first = specs[0]
        axis = axis_index(self.axis, first.rank)
        for spec in specs:
            if spec.rank != first.rank or _without(spec.shape, axis) != _without(first.shape, axis):
                raise NetError(f"{spell(first.shape)} and {spell(spec.shape)} do not join along axis {self.axis}")
        total = sum(spec.shape[axis] for spec in specs)
        return (Spec((*first.shape[:axis], total, *first.shape[axis + 1 :]), first.dtype),)

    def one_after_another(self, inputs: Specs) -> bool:
        """Return whether the output is the elements of one input, then those of the next, all of them float32."""
        first = present(inputs, 0, self)
        alike = all(spec is not None and spec.dtype == FLOAT for spec in inputs)
        return alike and math.prod(first.shape[: axis_index(self.axis, first.rank)]) == 1

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel that copies inputs into their places, where they are not yet; NumPy but for float32."""
        specs = [present(inputs, i, self) for i in range(len(inputs))]
        axis = axis_index(self.axis, specs[0].rank)
        if any(spec.dtype != FLOAT for spec in specs):
            return partial(_join_plainly, axis)
        ends = np.cumsum([spec.shape[axis] for spec in specs])[:-1]

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            (out,) = outputs
            parts = zip(map(partial(given, arrays), range(len(arrays))), np.split(out, ends, axis), strict=True)
            apart = [(part, place) for part, place in parts if part.ctypes.data != place.ctypes.data]
            return sum((copied(part, part, out, place) for part, place in apart), Work(()))

        return BindableStep(bind)


def _join_plainly(axis: int, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
    np.concatenate([given(arrays, i) for i in range(len(arrays))], axis, out=outputs[0])


def _without(shape: Shape, axis: int) -> Shape:
    return (*shape[:axis], *shape[axis + 1 :])


@operator
@dataclass(frozen=True, kw_only=True)
class Split(ViewOp):
    """ONNX Split: parts of the input along ``axis``.

    Attributes
    ----------
    split
        Extents of the parts, to opset 11; input 1 since; without either, parts alike, the last one shorter.
    """

    axis: int = 0
    split: tuple[int, ...] | None = None
    num_outputs: int | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of each part."""
        data = present(inputs, 0, self)
        axis = axis_index(self.axis, data.rank)
        extents = self._extents(data.shape[axis], known_ints(inputs, 1, self))
        return tuple(Spec((*data.shape[:axis], n, *data.shape[axis + 1 :]), data.dtype) for n in extents)

    def views(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the parts."""
        data = given(inputs, 0)
        extents = self._extents(data.shape[self.axis], given_ints(inputs, 1))
        return tuple(np.split(data, np.cumsum(extents)[:-1], axis=self.axis))

    def _extents(self, extent: int, fed: Ints | None) -> Ints:
        extents = self.split if fed is None else fed
        if extents is None:
            parts = self.num_outputs or self.outputs
            longest = -(-extent // parts)
            extents = tuple(max(min(longest, extent - i * longest), 0) for i in range(parts))
        if len(extents) != self.outputs:
            raise NetError(f"{len(extents)} parts do not suit {self.outputs} outputs")
        if sum(extents) != extent or min(extents) < 0:
            raise NetError(f"{extent} does not split into {', '.join(map(str, extents))}")
        return extents


@operator
@dataclass(frozen=True, kw_only=True)
class Tile(Op):
    """ONNX Tile: the input repeated along each axis as often as input 1 says."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of multiplied extents."""
        data = present(inputs, 0, self)
        repeats = as_ints(known(inputs, 1, self))
        if len(repeats) != data.rank or min(repeats, default=0) < 0:
            raise NetError(f"the repeats {', '.join(map(str, repeats))} do not suit {spell(data.shape)}")
        return (Spec(tuple(n * times for n, times in zip(data.shape, repeats, strict=True)), data.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the input repeated."""
        return (np.tile(given(inputs, 0), as_ints(given(inputs, 1))),)


@operator
@dataclass(frozen=True, kw_only=True)
class Expand(ViewOp):
    """ONNX Expand: the input broadcast with a shape given as input 1."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape that both broadcast to."""
        data = present(inputs, 0, self)
        return (Spec(broadcast(data.shape, as_ints(known(inputs, 1, self))), data.dtype),)

    def views(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the input in the shape that both broadcast to."""
        data = given(inputs, 0)
        return (np.broadcast_to(data, broadcast(data.shape, as_ints(given(inputs, 1)))),)
