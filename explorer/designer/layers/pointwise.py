"""Activation functions, number by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import Layer, PlainLayer
from explorer.designer.words import Words

_SLOPE = 0.01


@dataclass(frozen=True, kw_only=True)
class _Activation(PlainLayer):
    """One ONNX operator without numbers."""

    operator: ClassVar[str]

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append the operator."""
        net.node(name, self.operator, *inputs)


class Relu(_Activation):
    """``max(0, x)``."""

    word, example, operator = "relu", "relu", "Relu"


class Sigmoid(_Activation):
    """``1 / (1 + exp(-x))``."""

    word, example, operator = "sigmoid", "sigmoid", "Sigmoid"


class Tanh(_Activation):
    """The hyperbolic tangent."""

    word, example, operator = "tanh", "tanh", "Tanh"


class Relu6(PlainLayer):
    """``min(max(0, x), 6)``, as MobileNets have it."""

    word, example = "relu6", "relu6"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Clip."""
        low, high = net.constant(f"{name}.low", (), 0), net.constant(f"{name}.high", (), 6)
        net.node(name, "Clip", *inputs, low, high)


@dataclass(frozen=True, kw_only=True)
class LeakyRelu(Layer):
    """``x`` where positive, else ``slope * x``."""

    word: ClassVar[str] = "leakyrelu"
    example: ClassVar[str] = "leakyrelu 0.01"

    slope: float = _SLOPE

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the function with the slope that may follow."""
        return cls(slope=words.number("the slope")) if words else cls()

    def spelled(self) -> str:
        """Return the canonical line."""
        return f"leakyrelu {self.slope:g}"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a LeakyRelu."""
        net.node(name, "LeakyRelu", *inputs, alpha=self.slope)
