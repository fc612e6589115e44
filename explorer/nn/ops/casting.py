"""Operators that change the type of the elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from explorer.errors import NetError
from explorer.nn.ops.base import Op, operator, present
from explorer.nn.ops.shapes import given
from explorer.nn.spec import BOOL, FLOAT, Array, Arrays, Spec, Specs

_FLOAT = 1
_OTHER_FLOATS = (10, 11)
"""ONNX's float16 and float64, which are float32 here."""

_TYPES: Mapping[int, np.dtype[Any]] = {
    _FLOAT: FLOAT,
    2: np.dtype(np.uint8),
    3: np.dtype(np.int8),
    4: np.dtype(np.uint16),
    5: np.dtype(np.int16),
    6: np.dtype(np.int32),
    7: np.dtype(np.int64),
    9: BOOL,
    12: np.dtype(np.uint32),
    13: np.dtype(np.uint64),
}
"""By ONNX's TensorProto.DataType."""


@operator
@dataclass(frozen=True, kw_only=True)
class Cast(Op):
    """ONNX Cast: the input as type ``to``, fractions cut off; to float16 or float64 is to float32.

    Attributes
    ----------
    to
        A TensorProto.DataType.
    saturate, round_mode
        For types of 8 bits, which are not supported; without effect.
    """

    to: int
    saturate: int = 1
    round_mode: str = "up"

    @classmethod
    def from_onnx(cls, attributes: Mapping[str, Any], *, opset: int, outputs: int) -> Self:
        """Return the operator, to float32 for all floats.

        Raises
        ------
        NetError
            The type is not supported.
        """
        op = super().from_onnx(attributes, opset=opset, outputs=outputs)
        if op.to in _OTHER_FLOATS:
            return cls(to=_FLOAT, saturate=op.saturate, round_mode=op.round_mode)
        if op.to not in _TYPES:
            raise NetError(f"Cast to ONNX's type {op.to} is not supported")
        return op

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the new type."""
        return (Spec(present(inputs, 0, self).shape, _TYPES[self.to]),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the elements in the new type."""
        return (_cast(given(inputs, 0), _TYPES[self.to]),)


@operator
@dataclass(frozen=True, kw_only=True)
class CastLike(Op):
    """ONNX CastLike: input 0 as the type of input 1; the attributes are those of Cast."""

    saturate: int = 1
    round_mode: str = "up"

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the new type."""
        return (Spec(present(inputs, 0, self).shape, present(inputs, 1, self).dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the elements in the new type."""
        return (_cast(given(inputs, 0), given(inputs, 1).dtype),)


def _cast(array: Array, dtype: np.dtype[Any]) -> Array:
    with np.errstate(invalid="ignore"):  # NaN as an integer is whatever the machine makes of it
        return array.astype(dtype, copy=False)
