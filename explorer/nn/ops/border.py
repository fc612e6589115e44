"""The operator that pads tensors at their borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from explorer.errors import NetError
from explorer.kernels.work import Work
from explorer.nn.ops.base import Arena, BindableStep, KernelOp, Step, operator, present
from explorer.nn.ops.copying import copied
from explorer.nn.ops.shapes import Ints, axis_indices, given, known_ints, spell
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs

_CONSTANT = "constant"
_MODES = (_CONSTANT, "reflect", "edge", "wrap")


class _Axis(NamedTuple):
    """An axis: how many places of the input are kept, and how many are added before and after, or taken away."""

    extent: int
    before: int
    after: int

    @property
    def kept(self) -> slice:
        """The places of the input that are kept."""
        begin = max(-self.before, 0)
        return slice(begin, begin + self.extent)

    @property
    def inner(self) -> slice:
        """Where they are in the output."""
        begin = max(self.before, 0)
        return slice(begin, begin + self.extent)

    @property
    def borders(self) -> tuple[slice, slice]:
        """Places of the output before and after them."""
        return slice(0, self.inner.start), slice(self.inner.stop, None)

    def sources(self, mode: str) -> tuple[slice, slice]:
        """Return the places of the output that the borders are copied from, in the order of the borders."""
        before, end, after = self.inner.start, self.inner.stop, max(self.after, 0)
        if mode == "reflect":
            return slice(2 * before, before, -1), slice(end - 2, end - 2 - after if end - 2 - after >= 0 else None, -1)
        if mode == "edge":
            return slice(before, before + 1), slice(end - 1, end)
        return slice(end - before, end), slice(before, before + after)

    def has(self, mode: str) -> bool:
        """Return whether these are places of the input, and not of a border."""
        return max(self.before, self.after) <= self.extent - (mode == "reflect") or mode == "edge"


@operator
@dataclass(frozen=True, kw_only=True)
class Pad(KernelOp):
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

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel that copies the input, then its borders axis by axis; NumPy for anything but float32."""
        data, constant = present(inputs, 0, self), inputs[2] if len(inputs) > 2 else None
        widths = self._widths(data.rank, known_ints(inputs, 1, self), known_ints(inputs, 3, self))
        axes = [_Axis(n + min(pads[0], 0) + min(pads[1], 0), *pads) for n, pads in zip(data.shape, widths, strict=True)]
        known = constant is None or constant.value is not None
        if data.dtype != FLOAT or not (known if self.mode == _CONSTANT else all(a.has(self.mode) for a in axes)):
            return lambda arrays, outputs: self._pad_plainly(axes, arrays, outputs)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            x, (out,) = given(arrays, 0), outputs
            inner = [axis.inner for axis in axes]
            work = copied(x, x[tuple(axis.kept for axis in axes)], out, out[tuple(inner)])
            if self.mode == _CONSTANT:
                out[...] = self._constant(arrays)  # once, as nobody else writes the borders
                return work
            for i, axis in enumerate(axes):
                inner[i] = slice(None)
                along = np.moveaxis(out[tuple(inner)], i, 0)
                for place, source in zip(axis.borders, axis.sources(self.mode), strict=True):
                    work += copied(out, np.broadcast_to(along[source], along[place].shape), out, along[place])
            return work

        return BindableStep(bind)

    def _pad_plainly(self, axes: Sequence[_Axis], arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        options: dict[str, Any] = {"mode": self.mode}
        if self.mode == _CONSTANT:
            options["constant_values"] = self._constant(arrays)
        added = [(max(axis.before, 0), max(axis.after, 0)) for axis in axes]
        outputs[0][...] = np.pad(given(arrays, 0)[tuple(axis.kept for axis in axes)], added, **options)

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
