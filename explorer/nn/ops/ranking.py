"""Operators that find the greatest or least elements of an axis."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np

from explorer.errors import NetError
from explorer.nn.ops.base import Op, operator, present
from explorer.nn.ops.shapes import as_ints, axis_index, given, known
from explorer.nn.spec import INT, Array, Arrays, Spec, Specs


@dataclass(frozen=True, kw_only=True)
class _ArgExtreme(Op):
    """The index along ``axis`` of an extreme; of several alike the first, or the last if ``select_last_index``."""

    axis: int = 0
    keepdims: int = 1
    select_last_index: int = 0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return an int64 spec with ``axis`` of extent 1, or without it."""
        data = present(inputs, 0, self)
        axis = axis_index(self.axis, data.rank)
        if not data.shape[axis]:
            raise NetError(f"axis {self.axis} is empty and has no extreme")
        kept = (1,) if self.keepdims else ()
        return (Spec((*data.shape[:axis], *kept, *data.shape[axis + 1 :]), INT),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the indices."""
        data = given(inputs, 0)
        if not self.select_last_index:
            return (self._find(data),)
        return (np.asarray(data.shape[self.axis] - 1 - self._find(np.flip(data, self.axis))),)

    @abstractmethod
    def _find(self, data: Array) -> Array:
        """Return the index of the first extreme."""


@operator
@dataclass(frozen=True, kw_only=True)
class ArgMax(_ArgExtreme):
    """ONNX ArgMax: the index of the greatest element along ``axis``."""

    def _find(self, data: Array) -> Array:
        return np.asarray(np.argmax(data, axis=self.axis, keepdims=bool(self.keepdims)), INT)


@operator
@dataclass(frozen=True, kw_only=True)
class ArgMin(_ArgExtreme):
    """ONNX ArgMin: the index of the least element along ``axis``."""

    def _find(self, data: Array) -> Array:
        return np.asarray(np.argmin(data, axis=self.axis, keepdims=bool(self.keepdims)), INT)


@operator
@dataclass(frozen=True, kw_only=True)
class TopK(Op):
    """ONNX TopK: the k greatest (or least) elements along ``axis`` in order, with their indices.

    Attributes
    ----------
    k
        To opset 9; input 1 since.
    sorted
        Whether the order matters; they are in order anyway, of elements alike the lower index first.
    """

    axis: int = -1
    k: int | None = None
    largest: int = 1
    sorted: int = 1

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return specs with ``axis`` of extent k, which must be known."""
        data = present(inputs, 0, self)
        axis = axis_index(self.axis, data.rank)
        k = self._count(known(inputs, 1, self) if self.k is None else None)
        if not 0 <= k <= data.shape[axis]:
            raise NetError(f"there are no top {k} of {data.shape[axis]}")
        shape = (*data.shape[:axis], k, *data.shape[axis + 1 :])
        return Spec(shape, data.dtype), Spec(shape, INT)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the elements and their indices."""
        data = given(inputs, 0)
        k = self._count(given(inputs, 1) if self.k is None else None)
        order = self._order(data)
        best = np.take(order, np.arange(k), axis=self.axis)
        return np.take_along_axis(data, best, self.axis), best

    def _count(self, fed: Array | None) -> int:
        if fed is None:
            return self.k or 0
        if fed.size != 1:
            raise NetError(f"TopK needs one count, not {fed.size}")
        return as_ints(fed)[0]

    def _order(self, data: Array) -> Array:
        """Return the indices of all elements, best first."""
        if not self.largest:
            return np.argsort(data, axis=self.axis, kind="stable")
        # Sorting the flipped axis, then flipping the order, keeps the lower index first among elements alike.
        rising = np.argsort(np.flip(data, self.axis), axis=self.axis, kind="stable")
        return np.asarray(data.shape[self.axis] - 1 - np.flip(rising, self.axis))
