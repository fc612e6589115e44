"""What one forward pass leaves behind: every value and every node's time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explorer.nn.spec import Array


class Activations(Mapping[str, Array]):
    """The values of one forward pass by name, read-only, with the milliseconds of each node.

    Attributes
    ----------
    arrays
        Inputs, initializers and computed values as kernels know them; float32 or integers, axes in ONNX order.
        Nobody writes them: they are read through the mapping.
    milliseconds
        Wall time by node name; 0 for nodes folded before the run, for those that only rename their input, for a Relu
        and the like computed along with what they read, and for a Concat whose inputs lie in its output.
    """

    def __init__(self, arrays: Mapping[str, Array], milliseconds: Mapping[str, float]) -> None:
        self.arrays, self.milliseconds = arrays, milliseconds

    def __getitem__(self, name: str) -> Array:
        """Return a view of the array of a value that refuses writing."""
        view = self.arrays[name].view()
        view.setflags(write=False)
        return view

    def __iter__(self) -> Iterator[str]:
        """Iterate over value names in the order of computation."""
        return iter(self.arrays)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self.arrays)

    @property
    def total_milliseconds(self) -> float:
        """Time of all nodes together."""
        return sum(self.milliseconds.values())
