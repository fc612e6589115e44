"""Layers that join branches."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import PlainLayer, spell_shape
from explorer.errors import NetError
from explorer.nn.spec import Shape


@dataclass(frozen=True, kw_only=True)
class Join(PlainLayer):
    """A layer that reads two or more others; their names follow its word."""


class Add(Join):
    """The sum of volumes of the same extents, number by number."""

    word, example = "add", "add left right"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append an Add for two inputs, else a Sum."""
        for other in inputs[1:]:
            if net.shape(other) != net.shape(inputs[0]):
                raise _misfit(net, inputs[0], other, "a sum needs both alike")
        net.node(name, "Add" if len(inputs) == 2 else "Sum", *inputs)


class Concat(Join):
    """Volumes of the same width and height one behind the other, along depth."""

    word, example = "concat", "concat a b c"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Concat along depth."""
        for other in inputs[1:]:
            if net.shape(other)[2:] != net.shape(inputs[0])[2:]:
                raise _misfit(net, inputs[0], other, "to be put one behind the other they need the same W and H")
        net.node(name, "Concat", *inputs, axis=1)


def _misfit(net: Assembly, one: str, other: str, need: str) -> NetError:
    shapes = net.shape(one), net.shape(other)
    named = f"{one!r} is {spell_shape(shapes[0])} and {other!r} is {spell_shape(shapes[1])}"
    return NetError(f"{named}, and {need}", _bridge(*shapes))


def _bridge(one: Shape, other: Shape) -> str:
    """Return what makes two volumes alike."""
    if len(one) != len(other):
        return "flatten both, or neither"
    if one[2:] != other[2:]:
        return "give both branches the same strides, and pad same"
    more, less = max(one[1], other[1]), min(one[1], other[1])
    return f"'conv {more} 1x1' makes {more} out of {less} channels" if len(one) == 4 else f"'fc {more}' gives {more}"
