"""What operators are that only say where the elements of their outputs lie in their input."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.kernels.work import Work
from explorer.nn.ops.base import Arena, BindableStep, KernelOp, Step, present
from explorer.nn.ops.copying import copied
from explorer.nn.ops.shapes import given
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs


@dataclass(frozen=True, kw_only=True)
class ViewOp(KernelOp):
    """An operator whose outputs are elements of its first input, in its order if ``views`` says nothing else."""

    def views(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return for each output a view of the first input that has its elements in order, in any axes."""
        return (given(inputs, 0),)

    def in_place(self, inputs: Specs) -> bool:
        """Return whether the elements of every output lie side by side in inputs of these specs."""
        data = present(inputs, 0, self)
        arrays = [np.empty(data.shape, data.dtype), *(None if spec is None else spec.value for spec in inputs[1:])]
        return all(view.flags.c_contiguous for view in self.views(arrays))

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel that copies elements into their places; NumPy for anything but float32."""
        return BindableStep(self._copies) if present(inputs, 0, self).dtype == FLOAT else self._copy_plainly

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the views in the axes of the outputs."""
        specs = self.infer([None if x is None else Spec.of(x) for x in inputs])
        return tuple(view.reshape(spec.shape) for view, spec in zip(self.views(inputs), specs, strict=True))

    def _copies(self, arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
        pairs = zip(self.views(arrays), outputs, strict=False)
        return sum((copied(given(arrays, 0), v, out, out.reshape(v.shape)) for v, out in pairs), Work(()))

    def _copy_plainly(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        for view, out in zip(self.views(arrays), outputs, strict=False):
            out[...] = view.reshape(out.shape)
