"""What is known of a value before it is computed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Shape: TypeAlias = tuple[int, ...]

FLOAT = np.dtype(np.float32)
INT = np.dtype(np.int64)
BOOL = np.dtype(np.bool_)


@dataclass(frozen=True)
class Spec:
    """Shape and type of a value and, where it does not depend on the image, its elements.

    Attributes
    ----------
    shape
        Axes in ONNX order, usually (N, C, H, W).
    dtype
        float32 for everything real; int64, int32, uint8, bool for shape arithmetic.
    value
        The elements where they are known before the run: initializers, and what is computed from them
        or from shapes alone.
    """

    shape: Shape
    dtype: np.dtype[Any] = FLOAT
    value: Array | None = field(default=None, compare=False, repr=False)

    @property
    def rank(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)

    @classmethod
    def of(cls, array: Array) -> Spec:
        """Return the spec of an array that is known in full."""
        return cls(array.shape, array.dtype, array)


Specs: TypeAlias = Sequence[Spec | None]
Arrays: TypeAlias = Sequence[Array | None]
