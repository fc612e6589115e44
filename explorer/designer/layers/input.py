"""The picture that a net takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import Layer
from explorer.designer.words import Words


@dataclass(frozen=True, kw_only=True)
class Input(Layer):
    """A picture of ``width`` x ``height`` pixels and ``depth`` channels."""

    word: ClassVar[str] = "input"
    example: ClassVar[str] = "input 32x32x3"

    width: int
    height: int
    depth: int

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the input of ``32x32x3``."""
        width, height, depth = words.extents("the extent of the input", 3)
        return cls(width=width, height=height, depth=depth)

    def spelled(self) -> str:
        """Return the canonical line."""
        return f"input {self.width}x{self.height}x{self.depth}"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append the input."""
        net.input(name, (1, self.depth, self.height, self.width))
