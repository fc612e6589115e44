"""Layers that scale their input to a common size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import Layer, PlainLayer, volume_of
from explorer.designer.words import Words


class BatchNorm(PlainLayer):
    """Each channel minus a mean, divided by a deviation, scaled and shifted; all four change nothing at first."""

    word, example = "batchnorm", "batchnorm"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a BatchNormalization with a scale, shift, mean and variance for each channel."""
        depth = (net.shape(inputs[0])[1],)
        starts = {"scale": 1, "shift": 0, "mean": 0, "variance": 1}
        numbers = [net.constant(f"{name}.{what}", depth, start) for what, start in starts.items()]
        net.node(name, "BatchNormalization", *inputs, *numbers)


@dataclass(frozen=True, kw_only=True)
class Lrn(Layer):
    """Local response normalisation over ``size`` neighbouring channels, with ONNX's other numbers.

    Notes
    -----
    Krizhevsky et al. 2012, section 3.3; ONNX operator LRN.
    """

    word: ClassVar[str] = "lrn"
    example: ClassVar[str] = "lrn 5"

    size: int = 5

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the layer with the number of channels that may follow."""
        return cls(size=words.count("the number of channels")) if words else cls()

    def spelled(self) -> str:
        """Return the canonical line."""
        return f"lrn {self.size}"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append an LRN."""
        volume_of(net, inputs[0], self.word)
        net.node(name, "LRN", *inputs, size=self.size)
