"""Operators that keep all elements in new axes."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass

from explorer.errors import NetError
from explorer.nn.ops.base import operator, present
from explorer.nn.ops.shapes import Ints, as_ints, axis_index, axis_indices, given, known, known_ints, spell
from explorer.nn.ops.views import ViewOp
from explorer.nn.spec import Array, Arrays, Shape, Spec, Specs


@operator
@dataclass(frozen=True, kw_only=True)
class Identity(ViewOp):
    """ONNX Identity: the input itself."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        return (present(inputs, 0, self),)


@operator
@dataclass(frozen=True, kw_only=True)
class Flatten(ViewOp):
    """ONNX Flatten: two axes, those before ``axis`` and those from it on."""

    axis: int = 1

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of two axes."""
        data = present(inputs, 0, self)
        return (Spec(self._target(data.shape), data.dtype),)

    def _target(self, shape: Shape) -> Shape:
        split = self.axis if self.axis == len(shape) else axis_index(self.axis, len(shape))
        return math.prod(shape[:split]), math.prod(shape[split:])


@operator
@dataclass(frozen=True, kw_only=True)
class Reshape(ViewOp):
    """ONNX Reshape: the elements in order in a shape given as input 1.

    Notes
    -----
    An extent 0 copies the input's, unless ``allowzero``; one extent may be -1, which takes what is left.
    """

    allowzero: int = 0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the wanted shape, which must be known."""
        data = present(inputs, 0, self)
        return (Spec(self._target(data.shape, as_ints(known(inputs, 1, self))), data.dtype),)

    def _target(self, shape: Shape, wanted: Ints) -> Shape:
        extents = list(wanted)
        for i, extent in enumerate(wanted):
            if extent == 0 and not self.allowzero and i < len(shape):
                extents[i] = shape[i]
        if extents.count(-1) == 1:
            rest = math.prod(extent for extent in extents if extent != -1)
            extents[extents.index(-1)] = math.prod(shape) // rest if rest else 0
        if min(extents, default=0) < 0 or math.prod(extents) != math.prod(shape):
            raise NetError(f"{spell(shape)} does not reshape to {spell(wanted)}")
        return tuple(extents)


@dataclass(frozen=True, kw_only=True)
class _Axes(ViewOp):
    """An operator on ``axes``: an attribute (to opset 12), or input 1."""

    axes: tuple[int, ...] | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input in other axes."""
        data = present(inputs, 0, self)
        return (Spec(self._target(data.shape, known_ints(inputs, 1, self)), data.dtype),)

    def _target(self, shape: Shape, fed: Ints | None) -> Shape:
        return self._reshaped(shape, self.axes if fed is None else fed)

    @abstractmethod
    def _reshaped(self, shape: Shape, axes: Ints | None) -> Shape:
        """Return the shape of the output."""


@operator
@dataclass(frozen=True, kw_only=True)
class Squeeze(_Axes):
    """ONNX Squeeze: without the given axes, or without all of extent 1."""

    def _reshaped(self, shape: Shape, axes: Ints | None) -> Shape:
        if axes is None:
            return tuple(extent for extent in shape if extent != 1)
        gone = axis_indices(axes, len(shape))
        if any(shape[axis] != 1 for axis in gone):
            raise NetError(f"axes {', '.join(map(str, axes))} of {spell(shape)} are not all of extent 1")
        return tuple(extent for axis, extent in enumerate(shape) if axis not in gone)


@operator
@dataclass(frozen=True, kw_only=True)
class Unsqueeze(_Axes):
    """ONNX Unsqueeze: with new axes of extent 1 at the given places in the output."""

    def _reshaped(self, shape: Shape, axes: Ints | None) -> Shape:
        if axes is None:
            raise NetError("Unsqueeze lacks its axes")
        rank = len(shape) + len(axes)
        new = axis_indices(axes, rank)
        old = iter(shape)
        return tuple(1 if axis in new else next(old) for axis in range(rank))


@operator
@dataclass(frozen=True, kw_only=True)
class Transpose(ViewOp):
    """ONNX Transpose: output axis i is input axis ``perm[i]``; reversed where ``perm`` is absent."""

    perm: tuple[int, ...] | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of permuted axes."""
        data = present(inputs, 0, self)
        return (Spec(tuple(data.shape[axis] for axis in self._order(data.rank)), data.dtype),)

    def views(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the input with its axes permuted."""
        data = given(inputs, 0)
        return (data.transpose(self._order(data.ndim)),)

    def _order(self, rank: int) -> Ints:
        if self.perm is None:
            return tuple(reversed(range(rank)))
        order = axis_indices(self.perm, rank)
        if len(order) != rank:
            raise NetError(f"perm {', '.join(map(str, self.perm))} does not permute {rank} axes")
        return order


# Order of the axes (block rows, block columns, channels) within the channel axis, by mode.
_BLOCK_FIRST = "DCR"
_CHANNEL_FIRST = "CRD"


@dataclass(frozen=True, kw_only=True)
class _Blocks(ViewOp):
    """Moves square blocks of pixels between the channel axis and the two spatial axes."""

    blocksize: int
    mode: str = _BLOCK_FIRST

    def _extents(self, shape: Shape) -> Shape:
        """Return (N, C, H, W), all four of which must be there."""
        if len(shape) != 4:
            raise NetError(f"{type(self).__name__} takes 4 axes, not {spell(shape)}")
        if self.blocksize < 1:
            raise NetError(f"{type(self).__name__} has blocks of {self.blocksize} pixels")
        if self.mode not in (_BLOCK_FIRST, _CHANNEL_FIRST):
            raise NetError(f"{type(self).__name__} has no mode {self.mode!r}", "it is DCR or CRD")
        return shape


@operator
@dataclass(frozen=True, kw_only=True)
class DepthToSpace(_Blocks):
    """ONNX DepthToSpace: channels laid out as blocks of ``blocksize`` x ``blocksize`` pixels.

    Notes
    -----
    Channels count (block row, block column, channel) in mode DCR, (channel, block row, block column) in mode CRD.
    """

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return (N, C / b / b, H * b, W * b)."""
        data = present(inputs, 0, self)
        n, c, h, w = self._extents(data.shape)
        b = self.blocksize
        if c % (b * b):
            raise NetError(f"{c} channels are not blocks of {b}x{b}")
        return (Spec((n, c // (b * b), h * b, w * b), data.dtype),)

    def views(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the pixels of (N, channel, H, block row, W, block column)."""
        data = given(inputs, 0)
        n, c, h, w = data.shape
        b = self.blocksize
        if self.mode == _BLOCK_FIRST:
            return (data.reshape(n, b, b, c // (b * b), h, w).transpose(0, 3, 4, 1, 5, 2),)
        return (data.reshape(n, c // (b * b), b, b, h, w).transpose(0, 1, 4, 2, 5, 3),)


@operator
@dataclass(frozen=True, kw_only=True)
class SpaceToDepth(_Blocks):
    """ONNX SpaceToDepth: blocks of ``blocksize`` x ``blocksize`` pixels laid out as channels; modes as there."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return (N, C * b * b, H / b, W / b)."""
        data = present(inputs, 0, self)
        n, c, h, w = self._extents(data.shape)
        b = self.blocksize
        if h % b or w % b:
            raise NetError(f"{h}x{w} pixels are not blocks of {b}x{b}")
        return (Spec((n, c * b * b, h // b, w // b), data.dtype),)

    def views(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the pixels of (N, block row, block column, channel, H / b, W / b), or with the channel first."""
        data = given(inputs, 0)
        n, c, h, w = data.shape
        b = self.blocksize
        order = (0, 3, 5, 1, 2, 4) if self.mode == _BLOCK_FIRST else (0, 1, 3, 5, 2, 4)
        return (data.reshape(n, c, h // b, b, w // b, b).transpose(order),)
