"""One filter of the net that is open, as it was and as it is edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from explorer.nn.edits import BiasEdit, Edits, FilterEdit, FilterScale, KernelEdit, Numbers, SliceScale, target_of
from explorer.nn.spec import FLOAT, Array


@dataclass(frozen=True)
class EditedFilter:
    """A filter with all edits of its net; gives the edits that a change of it leads to.

    Attributes
    ----------
    node
        Name of the node that edits name.
    index
        Which of its filters.
    edits
        Of the whole net.
    bias
        As it was; None where there is no bias, and no place for one.
    kernels
        Kernel slices (I, KH, KW) as they were, float32, read-only.
    """

    node: str
    index: int
    edits: Edits
    bias: float | None
    kernels: Array = field(repr=False, compare=False)

    @property
    def factor(self) -> float:
        """What the filter is scaled by; 0 where it is ablated."""
        return self.edits.factor(self.node, self.index)

    @property
    def changed(self) -> bool:
        """Whether anything of the filter is edited."""
        return bool(self.edits.of_filter(self.node, self.index))

    def among(self, edits: Edits) -> EditedFilter:
        """Return the same filter with other edits of its net."""
        return replace(self, edits=edits)

    @property
    def filters(self) -> frozenset[int]:
        """Which filters of the node are edited."""
        return frozenset(e.filter for e in self.edits if not isinstance(e, SliceScale) and e.node == self.node)

    def holds(self, kernel: int, y: int, x: int) -> bool:
        """Return whether the filter has such a weight."""
        return all(index < extent for index, extent in zip((kernel, y, x), self.kernels.shape, strict=True))

    def kernel(self, kernel: int) -> Array:
        """Return one kernel slice as it is edited, before the filter is scaled, float32 (KH, KW)."""
        found = self._edit(KernelEdit(self.node, self.index, kernel, ()))
        return np.array(found.numbers if isinstance(found, KernelEdit) else self.kernels[kernel], FLOAT)

    def now(self) -> Array:
        """Return the kernel slices as they are edited, float32 (I, KH, KW)."""
        found = {edit.kernel: edit.numbers for edit in self._mine() if isinstance(edit, KernelEdit)}
        kernels = np.array(self.kernels)
        for kernel, numbers in found.items():
            kernels[kernel] = numbers
        return kernels * FLOAT.type(self.factor)

    def with_kernels(self, kernels: Mapping[int, Array]) -> Edits:
        """Return the edits that give kernel slices other weights (KH, KW), as they are before the filter is scaled."""
        edits = [KernelEdit(self.node, self.index, k, _rows(numbers)) for k, numbers in kernels.items()]
        other = [edit for edit in edits if edit.numbers != _rows(self.kernels[edit.kernel])]
        same = {target_of(edit) for edit in edits} - {target_of(edit) for edit in other}
        return self.edits.having(*other).without(lambda edit: target_of(edit) in same)

    def with_bias(self, bias: float) -> Edits:
        """Return the edits that give the filter another bias, as it is before the filter is scaled."""
        edit = BiasEdit(self.node, self.index, float(FLOAT.type(bias)))
        return self._without(edit) if edit.bias == self.bias else self.edits.having(edit)

    def with_factor(self, factor: float) -> Edits:
        """Return the edits that scale the filter by a factor."""
        edit = FilterScale(self.node, self.index, factor)
        return self._without(edit) if factor == 1 else self.edits.having(edit)

    def without_kernel(self, kernel: int) -> Edits:
        """Return the edits with a kernel slice as it was."""
        return self._without(KernelEdit(self.node, self.index, kernel, ()))

    def without_bias(self) -> Edits:
        """Return the edits with the bias as it was."""
        return self._without(BiasEdit(self.node, self.index, 0.0))

    def reset(self) -> Edits:
        """Return the edits with the filter as it was."""
        mine = self._mine()
        return self.edits.without(lambda edit: edit in mine)

    def _mine(self) -> tuple[FilterEdit, ...]:
        return self.edits.of_filter(self.node, self.index)

    def _edit(self, like: FilterEdit) -> FilterEdit | None:
        return next((edit for edit in self._mine() if target_of(edit) == target_of(like)), None)

    def _without(self, like: FilterEdit) -> Edits:
        return self.edits.without(lambda edit: target_of(edit) == target_of(like))


def _rows(numbers: Array) -> Numbers:
    return tuple(tuple(float(n) for n in row) for row in np.asarray(numbers, FLOAT))
