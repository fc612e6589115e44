"""Layers over all numbers in a row, which end most classifiers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Self

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import Layer, PlainLayer
from explorer.designer.words import Words
from explorer.errors import UsageError


class Flatten(PlainLayer):
    """All numbers of a volume in a row."""

    word, example = "flatten", "flatten"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Flatten."""
        net.node(name, "Flatten", *inputs)


@dataclass(frozen=True, kw_only=True)
class FullyConnected(Layer):
    """``units`` sums of all numbers, each times a weight of its own, plus a bias; flattens a volume first."""

    word: ClassVar[str] = "fc"
    example: ClassVar[str] = "fc 120"

    units: int

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the layer of the number of units that follows."""
        return cls(units=words.count("the number of units"))

    def spelled(self) -> str:
        """Return the canonical line."""
        return f"fc {self.units}"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Gemm, after a Flatten where the input is a volume."""
        (source,) = inputs
        shape = net.shape(source)
        count = math.prod(shape)
        row = source if len(shape) == 2 else net.node(f"{name}.flat", "Flatten", source)
        weights = net.constant(f"{name}.weight", (self.units, count), 0)
        net.node(name, "Gemm", row, weights, net.constant(f"{name}.bias", (self.units,), 0), transB=1)


@dataclass(frozen=True, kw_only=True)
class Dropout(Layer):
    """A part of the numbers that is left out while training; does nothing afterwards."""

    word: ClassVar[str] = "dropout"
    example: ClassVar[str] = "dropout 0.5"

    ratio: float = 0.5

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the layer with the part that may follow."""
        ratio = words.number("the part that is left out") if words else 0.5
        if not 0 <= ratio < 1:
            raise UsageError(f"dropout leaves out a part of {ratio:g}", "it is from 0 to less than 1, for example 0.5")
        return cls(ratio=ratio)

    def spelled(self) -> str:
        """Return the canonical line."""
        return f"dropout {self.ratio:g}"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Dropout."""
        net.node(name, "Dropout", *inputs, net.constant(f"{name}.ratio", (), self.ratio))


class Softmax(PlainLayer):
    """Scores to parts of 1: over all numbers in a row, or over the depth at each position."""

    word, example = "softmax", "softmax"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Softmax over the classes."""
        net.node(name, "Softmax", *inputs, axis=1)
