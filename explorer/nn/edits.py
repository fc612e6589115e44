"""Changes of a net's weights, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Numbers: TypeAlias = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class KernelEdit:
    """Other weights for one kernel slice.

    Attributes
    ----------
    node
        Name of the node that ``filters_of`` finds the filter for.
    filter, kernel
        Which filter, and which of its kernel slices.
    numbers
        The weights, row by row, before the filter is scaled.
    """

    node: str
    filter: int
    kernel: int
    numbers: Numbers


@dataclass(frozen=True)
class BiasEdit:
    """Another bias for one filter, before it is scaled."""

    node: str
    filter: int
    bias: float


@dataclass(frozen=True)
class FilterScale:
    """A factor for all weights of a filter and its bias; 0 ablates it."""

    node: str
    filter: int
    factor: float


@dataclass(frozen=True)
class SliceScale:
    """A factor for a depth slice of a value, as all nodes behind it read it; 0 ablates it."""

    value: str
    slice: int
    scale: float


FilterEdit: TypeAlias = KernelEdit | BiasEdit | FilterScale
Edit: TypeAlias = FilterEdit | SliceScale
Target: TypeAlias = tuple[type[Edit], str, int, int]


@dataclass(frozen=True)
class Edits:
    """All that is changed of a net, at most one edit for each kernel slice, bias, filter and depth slice.

    The order does not matter: filters are scaled last.
    """

    made: tuple[Edit, ...] = ()

    def __len__(self) -> int:
        """Return the number of edits."""
        return len(self.made)

    def __iter__(self) -> Iterator[Edit]:
        """Iterate over the edits."""
        return iter(self.made)

    def having(self, *edits: Edit) -> Edits:
        """Return the edits with others, each in the place of the one of the same target."""
        by_target = {target_of(edit): edit for edit in (*self.made, *edits)}
        return Edits(tuple(by_target.values()))

    def without(self, undone: Callable[[Edit], bool]) -> Edits:
        """Return the edits but for those that are ``undone``."""
        return Edits(tuple(edit for edit in self.made if not undone(edit)))

    def of_filter(self, node: str, index: int) -> tuple[FilterEdit, ...]:
        """Return the edits of one filter."""
        return tuple(e for e in self.made if not isinstance(e, SliceScale) and (e.node, e.filter) == (node, index))

    def factor(self, node: str, index: int) -> float:
        """Return what a filter is scaled by."""
        return next((e.factor for e in self.of_filter(node, index) if isinstance(e, FilterScale)), 1.0)

    def scale(self, value: str, index: int) -> float:
        """Return what a depth slice is scaled by."""
        scales = (e for e in self.made if isinstance(e, SliceScale) and (e.value, e.slice) == (value, index))
        return next((edit.scale for edit in scales), 1.0)


def target_of(edit: Edit) -> Target:
    """Return what an edit is of."""
    if isinstance(edit, SliceScale):
        return SliceScale, edit.value, edit.slice, 0
    return type(edit), edit.node, edit.filter, edit.kernel if isinstance(edit, KernelEdit) else 0


def counted(edits: Edits) -> str:
    """Return how many edits there are: ``"3 edits"``, or ``"unedited"``."""
    return "unedited" if not edits else f"{len(edits)} edit{'' if len(edits) == 1 else 's'}"


def spelled(edits: Edits) -> str:
    """Return what is edited: ``"filter 0 of conv2, map 4 of relu1"``."""
    return ", ".join(dict.fromkeys(_place(edit) for edit in edits))


def _place(edit: Edit) -> str:
    if isinstance(edit, SliceScale):
        return f"map {edit.slice} of {edit.value}"
    return f"filter {edit.filter} of {edit.node}"


UNEDITED = Edits()
