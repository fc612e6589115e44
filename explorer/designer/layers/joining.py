"""Layers that join branches."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import PlainLayer, spell_shape
from explorer.errors import NetError


@dataclass(frozen=True, kw_only=True)
class Join(PlainLayer):
    """A layer that reads two or more others; their names follow its word."""


class Add(Join):
    """The sum of volumes of the same extents, number by number."""

    word, example = "add", "add left right"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append an Add for two inputs, else a Sum."""
        first = net.shape(inputs[0])
        for other in inputs[1:]:
            if net.shape(other) != first:
                raise NetError(
                    f"{inputs[0]!r} is {spell_shape(first)} and {other!r} is {spell_shape(net.shape(other))}, "
                    "and a sum needs both alike",
                    _bridge(first, net.shape(other)),
                )
        net.node(name, "Add" if len(inputs) == 2 else "Sum", *inputs)


class Concat(Join):
    """Volumes of the same width and height one behind the other, along depth."""

    word, example = "concat", "concat a b c"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Concat along depth."""
        first = net.shape(inputs[0])
        for other in inputs[1:]:
            if net.shape(other)[2:] != first[2:]:
                raise NetError(
                    f"{inputs[0]!r} is {spell_shape(first)} and {other!r} is {spell_shape(net.shape(other))}, "
                    "and volumes that are put one behind the other need the same width and height",
                    "give their convolutions and poolings the same stride, and pad same",
                )
        net.node(name, "Concat", *inputs, axis=1)


def _bridge(wanted: tuple[int, ...], given: tuple[int, ...]) -> str:
    """Return what makes two volumes alike."""
    if len(wanted) != len(given):
        return "flatten both, or neither"
    if wanted[2:] == given[2:]:
        deeper, other = sorted((wanted[1], given[1]), reverse=True)
        return (
            f"'conv {deeper} 1x1' makes {deeper} out of {other} channels"
            if len(wanted) == 4
            else "use an fc of as many units"
        )
    return "give both branches the same strides, and pad same"
