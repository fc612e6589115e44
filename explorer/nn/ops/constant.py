"""Operators whose output is known before the run."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from explorer.errors import NetError
from explorer.nn.ops.base import Op, operator, present
from explorer.nn.ops.shapes import as_ints, given, known, spell
from explorer.nn.spec import FLOAT, INT, Array, Arrays, Spec, Specs


@operator
@dataclass(frozen=True, kw_only=True, eq=False)
class Constant(Op):
    """ONNX Constant: the one attribute that is set; float16 and float64 elements become float32."""

    value: Array | None = field(default=None, repr=False)
    value_float: float | None = None
    value_floats: tuple[float, ...] | None = None
    value_int: int | None = None
    value_ints: tuple[int, ...] | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the elements, which are its value."""
        return (Spec.of(self._elements()),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the elements."""
        return (self._elements(),)

    def _elements(self) -> Array:
        if self.value is not None:
            return _single(self.value)
        floats = self.value_floats if self.value_float is None else self.value_float
        if floats is not None:
            return np.asarray(floats, FLOAT)
        integers = self.value_ints if self.value_int is None else self.value_int
        if integers is None:
            raise NetError("Constant lacks its value")
        return np.asarray(integers, INT)


@operator
@dataclass(frozen=True, kw_only=True, eq=False)
class ConstantOfShape(Op):
    """ONNX ConstantOfShape: the one element of ``value``, a float32 0 where absent, in a shape given as input 0."""

    value: Array | None = field(default=None, repr=False)

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the wanted shape, which must be known."""
        shape = as_ints(known(inputs, 0, self))
        if min(shape, default=0) < 0:
            raise NetError(f"there is no shape {spell(shape)}")
        if self._element().size != 1:
            raise NetError("the value of ConstantOfShape is one element")
        return (Spec(shape, self._element().dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the element in the wanted shape."""
        element = self._element()
        return (np.full(as_ints(given(inputs, 0)), element.item(), element.dtype),)

    def _element(self) -> Array:
        return np.zeros(1, FLOAT) if self.value is None else _single(self.value)


def _single(array: Array) -> Array:
    """Return floats of any width as float32, other types as they are."""
    return array.astype(FLOAT) if array.dtype.kind == "f" else array


@operator
@dataclass(frozen=True, kw_only=True)
class Shape(Op):
    """ONNX Shape: the extents of the input's axes from ``start`` to, but without, ``end``."""

    start: int = 0
    end: int | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return an int64 spec of one axis with its value."""
        return (Spec.of(self._extents(present(inputs, 0, self).shape)),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the extents."""
        return (self._extents(given(inputs, 0).shape),)

    def _extents(self, shape: tuple[int, ...]) -> Array:
        return np.asarray(shape[self.start : self.end], INT)


@operator
@dataclass(frozen=True, kw_only=True)
class Size(Op):
    """ONNX Size: the number of elements of the input."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a scalar int64 spec with its value."""
        return (Spec.of(np.asarray(present(inputs, 0, self).size, INT)),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the number."""
        return (np.asarray(given(inputs, 0).size, INT),)


@operator
@dataclass(frozen=True, kw_only=True)
class Range(Op):
    """ONNX Range: numbers from input 0 up to, but without, input 1 in steps of input 2.

    Attributes
    ----------
    stash_type
        Type to add up float16 in; without effect on float32.
    """

    stash_type: int = 1

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of one axis as long as the inputs say, which must be known."""
        start, limit, delta = (known(inputs, i, self) for i in range(3))
        return (Spec((_count(start, limit, delta),), start.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the numbers."""
        start, limit, delta = (given(inputs, i) for i in range(3))
        steps = np.arange(_count(start, limit, delta))
        return ((start.item() + steps * delta.item()).astype(start.dtype),)


def _count(start: Array, limit: Array, delta: Array) -> int:
    if {start.size, limit.size, delta.size} != {1}:
        raise NetError("start, limit and step of Range are one number each")
    if not all(np.isfinite(part).all() for part in (start, limit, delta)):
        raise NetError("Range is over finite numbers")
    if not delta.item():
        raise NetError("Range has a step of 0")
    steps: int = math.ceil((limit.item() - start.item()) / delta.item())
    return max(steps, 0)
