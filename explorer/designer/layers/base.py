"""What every kind of layer is: the words that say it, and the nodes that compute it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self, TypeAlias

from explorer.designer.assembly import Assembly
from explorer.designer.words import Words
from explorer.errors import NetError
from explorer.nn.spec import Shape

Pair: TypeAlias = tuple[int, int]
"""Extents along W and H, in this order."""


@dataclass(frozen=True, kw_only=True)
class Layer(ABC):
    """A layer with its numbers.

    A subclass names the ``word`` that its line begins with and an ``example`` of such a line.
    """

    word: ClassVar[str]
    example: ClassVar[str]

    @classmethod
    @abstractmethod
    def read(cls, words: Words) -> Self:
        """Return the layer that ``words`` say.

        Raises
        ------
        UsageError
            They say none.
        """

    @abstractmethod
    def spelled(self) -> str:
        """Return the line that ``read`` reads the same layer from, with nothing left out that matters."""

    @abstractmethod
    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append the nodes of the layer, the last of them called ``name``.

        Raises
        ------
        NetError
            The layer does not fit its inputs; the hint says what would.
        """


@dataclass(frozen=True, kw_only=True)
class PlainLayer(Layer):
    """A layer that has no numbers."""

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the layer; nothing may follow its word."""
        return cls()

    def spelled(self) -> str:
        """Return the word."""
        return self.word


def volume_of(net: Assembly, value: str, word: str) -> tuple[int, int, int]:
    """Return C, H and W of a value.

    Raises
    ------
    NetError
        It is flat; ``word`` says which layer wants a volume.
    """
    shape = net.shape(value)
    if len(shape) != 4:
        raise NetError(
            f"{word} slides over a volume W x H x D, and {value!r} is {shape[1]} numbers in a row",
            f"put {word} before flatten and fc",
        )
    return shape[1], shape[2], shape[3]


def spell_shape(shape: Shape) -> str:
    """Return ``"55x55x96"``, W x H x D, or the count of a row."""
    return "x".join(map(str, reversed(shape[1:])))


def spell_pair(pair: Pair) -> str:
    """Return ``"2"`` for two alike, else ``"2x1"``."""
    return str(pair[0]) if pair[0] == pair[1] else f"{pair[0]}x{pair[1]}"
