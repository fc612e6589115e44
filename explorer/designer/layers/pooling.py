"""Layers that reduce windows, or whole channels, to one number each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Self, TypeAlias

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import Layer, Pair, volume_of
from explorer.designer.layers.fitting import Rounding
from explorer.designer.layers.windows import Pad, Sliding, check_rounding, read_pad, spell_window
from explorer.designer.words import Words
from explorer.errors import UsageError

Kind: TypeAlias = Literal["max", "average"]

_OPERATORS = {"max": "MaxPool", "average": "AveragePool"}


@dataclass(frozen=True, kw_only=True)
class Pool(Layer):
    """The largest number, or the mean, of each window; padding counts for nothing.

    Attributes
    ----------
    rounding
        ``"floor"`` or ``"ceil"`` where windows that do not come out even are meant to be left out, or to hang over
        the end.
    """

    word: ClassVar[str] = "pool"
    example: ClassVar[str] = "pool max 2x2 stride 2"

    kind: Kind
    kernel: Pair
    stride: Pair
    pad: Pad = (0, 0)
    rounding: Rounding = "whole"

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the pooling of ``max 2x2 stride 2 pad 0 floor``; the stride is the window's extent unless said."""
        kind = _read_kind(words)
        width, height = words.extents("the extent of the window", 2)
        found = words.options(
            {
                "stride": lambda rest: rest.pair("the stride"),
                "pad": read_pad,
                "floor": lambda _: "floor",
                "ceil": lambda _: "ceil",
            }
        )
        if {"floor", "ceil"} <= set(found):
            raise UsageError("a size is rounded to floor or to ceil, not to both", "leave one out")
        rounding = found.get("floor", found.get("ceil", "whole"))
        stride, pad = found.get("stride", (width, height)), found.get("pad", (0, 0))
        check_rounding(pad, rounding)
        if pad != "same" and (pad[0] >= width or pad[1] >= height):
            raise UsageError(
                f"pad {max(pad)} would put windows where there is only padding", f"pad at most {min(width, height) - 1}"
            )
        return cls(kind=kind, kernel=(width, height), stride=stride, pad=pad, rounding=rounding)

    def spelled(self) -> str:
        """Return the canonical line."""
        window = f"pool {self.kind} {self.kernel[0]}x{self.kernel[1]} {spell_window(self.stride, self.pad)}"
        return window if self.rounding == "whole" else f"{window} {self.rounding}"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a MaxPool or AveragePool."""
        _, height, width = volume_of(net, inputs[0], self.word)
        sliding = Sliding(self.kernel, self.stride, self.pad, rounding=self.rounding)
        attributes = sliding.attributes((height, width), ("floor", "ceil"))
        net.node(name, _OPERATORS[self.kind], *inputs, ceil_mode=int(self.rounding == "ceil"), **attributes)


@dataclass(frozen=True, kw_only=True)
class GlobalPool(Layer):
    """The mean, or the largest number, of each whole channel."""

    word: ClassVar[str] = "globalpool"
    example: ClassVar[str] = "globalpool average"

    kind: Kind = "average"

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the pooling of the kind that may follow."""
        return cls(kind=_read_kind(words)) if words else cls()

    def spelled(self) -> str:
        """Return the canonical line."""
        return f"globalpool {self.kind}"

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a GlobalAveragePool or GlobalMaxPool."""
        volume_of(net, inputs[0], self.word)
        net.node(name, f"Global{_OPERATORS[self.kind]}", *inputs)


def _read_kind(words: Words) -> Kind:
    """Take ``max`` or ``average``.

    Raises
    ------
    UsageError
        There is neither.
    """
    if words.taken("max"):
        return "max"
    if words.taken("average"):
        return "average"
    other = f", not {words.next()!r}" if words.next() else ""
    raise UsageError(f"a pooling takes the max or the average{other}", "for example 'pool max 2x2'")
