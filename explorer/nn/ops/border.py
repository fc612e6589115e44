"""The operator that pads tensors at their borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.errors import NetError
from explorer.nn.ops.base import Op, operator, present
from explorer.nn.ops.shapes import Ints, axis_indices, given, given_ints, known_ints, spell
from explorer.nn.spec import Array, Arrays, Spec, Specs

_CONSTANT = "constant"
_MODES = (_CONSTANT, "reflect", "edge", "wrap")


@operator
@dataclass(frozen=True, kw_only=True)
class Pad(Op):
    """ONNX Pad: elements added before and after each axis, or taken away where a pad is negative.

    Attributes
    ----------
    mode
        ``"constant"``, ``"reflect"``, ``"edge"`` or ``"wrap"``.
    pads, value
        Pads before all axes, then after all axes, and the constant, to opset 10; inputs 1 and 2 since, with the
        axes as input 3.
    """

    mode: str = _CONSTANT
    pads: tuple[int, ...] | None = None
    value: float | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of longer axes."""
        data = present(inputs, 0, self)
        widths = self._widths(data.rank, known_ints(inputs, 1, self), known_ints(inputs, 3, self))
        shape = tuple(n + before + after for n, (before, after) in zip(data.shape, widths, strict=True))
        if self.mode not in _MODES:
            raise NetError(f"Pad has no mode {self.mode!r}", f"it is one of {', '.join(_MODES)}")
        if len(inputs) > 2 and inputs[2] is not None and inputs[2].size != 1:
            raise NetError("the constant of Pad is one number")
        kept = [n + min(before, 0) + min(after, 0) for n, (before, after) in zip(data.shape, widths, strict=True)]
        if min(kept, default=1) < (0 if self.mode == _CONSTANT else 1):
            raise NetError(f"{spell(data.shape)} cannot be padded by {widths}")
        return (Spec(shape, data.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the input padded."""
        data = given(inputs, 0)
        widths = self._widths(data.ndim, given_ints(inputs, 1), given_ints(inputs, 3))
        kept = [
            slice(max(-before, 0), n - max(-after, 0)) for n, (before, after) in zip(data.shape, widths, strict=True)
        ]
        added = [(max(before, 0), max(after, 0)) for before, after in widths]
        options: dict[str, Any] = {"mode": self.mode}
        if self.mode == _CONSTANT:
            options["constant_values"] = self._constant(inputs)
        return (np.pad(data[tuple(kept)], added, **options),)

    def _widths(self, rank: int, pads: Ints | None, axes: Ints | None) -> Sequence[tuple[int, int]]:
        """Return (before, after) of every axis."""
        pads = self.pads if pads is None else pads
        padded = tuple(range(rank)) if axes is None else axis_indices(axes, rank)
        if pads is None or len(pads) != 2 * len(padded):
            raise NetError(f"Pad needs {2 * len(padded)} pads, not {0 if pads is None else len(pads)}")
        widths = [(0, 0)] * rank
        for i, axis in enumerate(padded):
            widths[axis] = pads[i], pads[i + len(padded)]
        return widths

    def _constant(self, inputs: Arrays) -> float:
        fed = inputs[2] if len(inputs) > 2 else None
        return (self.value or 0.0) if fed is None else fed.item()
