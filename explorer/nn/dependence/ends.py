"""One input and one output of a node, and the relations that operators of all kinds have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.nn.graph import Node
from explorer.nn.ops.shapes import as_ints, axis_indices
from explorer.nn.relation import AxisByAxis, Link, Relation
from explorer.nn.spec import INT, Array, Shape, Spec


@dataclass(frozen=True)
class Ends:
    """One input and one output of a node, with what is known of the others.

    Attributes
    ----------
    inputs
        Specs of all inputs, None where absent.
    index, output
        Which input and output.
    """

    node: Node
    inputs: tuple[Spec | None, ...]
    index: int
    output: int
    target: Shape

    @property
    def source(self) -> Shape:
        """Shape of the input."""
        spec = self.inputs[self.index]
        assert spec is not None
        return spec.shape

    def attribute(self, name: str, default: Any = None) -> Any:
        """Return an ONNX attribute."""
        return self.node.op.attributes().get(name, default)

    def known(self, index: int) -> Array | None:
        """Return the elements of an input that does not depend on the image."""
        spec = self.inputs[index] if index < len(self.inputs) else None
        return None if spec is None else spec.value

    def axis(self, default: int) -> int:
        """Return the attribute ``axis`` counted from the front."""
        return int(self.attribute("axis", default)) % max(len(self.source), 1)

    def axes(self) -> tuple[int, ...] | None:
        """Return ``axes``, an attribute or input 1, counted from the front; None where absent or empty."""
        fed = self.known(1)
        axes = self.attribute("axes") if fed is None else as_ints(fed)
        return axis_indices(axes, len(self.source)) if axes else None

    def related(self, *links: Link) -> AxisByAxis:
        """Return the relation of ``links``, everything else reaching everything."""
        return AxisByAxis(self.source, self.target, links)


def unknown(ends: Ends) -> Relation:
    """Everything may reach everything."""
    return AxisByAxis(ends.source, ends.target, exact=False)


def same(output: int, source: int, extent: int) -> Link:
    """Return the link of two axes that go side by side."""
    return Link(output, source, extent)


def repeated(output: int, source: int, count: int) -> Link:
    """Return the link of an axis of extent 1 that is repeated ``count`` times."""
    return Link(output, source, 1, np.zeros((count, 1), INT), 0)


def broadcast(ends: Ends) -> Relation:
    """Element by element, as NumPy broadcasts."""
    skipped = len(ends.target) - len(ends.source)
    return ends.related(
        *(
            same(axis + skipped, axis, extent)
            if extent == ends.target[axis + skipped]
            else repeated(axis + skipped, axis, ends.target[axis + skipped])
            for axis, extent in enumerate(ends.source)
        )
    )


def beside(ends: Ends, mixed: range | tuple[int, ...]) -> Relation:
    """Axes of the same rank go side by side, but for those that are ``mixed``."""
    return ends.related(*(same(a, a, n) for a, n in enumerate(ends.source) if a not in mixed and n == ends.target[a]))


def groups(outputs: int, inputs: int, groups: int) -> list[Link]:
    """Return the link of the channels; none where every output has every input."""
    if groups == 1:
        return []
    members = inputs // groups
    first = np.arange(outputs)[:, None] // (outputs // groups) * members
    return [Link(1, 1, inputs, first + np.arange(members), members * groups / outputs)]
