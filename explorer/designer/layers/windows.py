"""What convolutions and poolings have in common: a window that slides, as words and as ONNX attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from explorer.designer.layers.base import Pair, spell_pair
from explorer.designer.layers.fitting import Rounding, check_fit
from explorer.designer.words import Words
from explorer.errors import UsageError
from explorer.nn.window import Window

Pad: TypeAlias = Pair | Literal["same"]
"""Zeros on both sides along W and H; or as many as keep the extents, divided by the stride and rounded up."""


@dataclass(frozen=True)
class Sliding:
    """A window of ``kernel`` taps and how it slides, W before H."""

    kernel: Pair
    stride: Pair
    pad: Pad
    dilation: Pair = (1, 1)
    rounding: Rounding = "whole"

    def attributes(self, extents: Pair, offered: tuple[Rounding, ...]) -> dict[str, Any]:
        """Return the ONNX attributes of the window on an image of ``extents``, H before W.

        Raises
        ------
        NetError
            It does not come out even; the hint says what would, among it the roundings that are ``offered``.
        """
        width, height = self.pad if self.pad != "same" else (0, 0)
        window = Window.of(
            self.kernel[::-1],
            extents,
            strides=self.stride[::-1],
            dilations=self.dilation[::-1],
            pads=(height, width, height, width),
            auto_pad="SAME_UPPER" if self.pad == "same" else "NOTSET",
            ceil_mode=self.rounding == "ceil",
        )
        if self.pad != "same":
            check_fit(window, extents, self.rounding, offered)
        attributes = {"kernel_shape": window.kernel, "strides": window.strides}
        return attributes | {"pads": window.pads_begin + window.pads_end}


def read_pad(words: Words) -> Pad:
    """Take ``same``, ``valid``, or the zeros on each side.

    Raises
    ------
    UsageError
        There is neither.
    """
    if words.taken("same"):
        return "same"
    if words.taken("valid"):
        return (0, 0)
    if words.next()[:1].isalpha():
        raise UsageError(
            f"pad is 'same', 'valid' or the zeros on each side, not {words.next()!r}", "for example 'pad 2'"
        )
    return words.pair("pad", least=0)


def spell_window(stride: Pair, pad: Pad) -> str:
    """Return ``"stride 1 pad same"``."""
    return f"stride {spell_pair(stride)} pad {pad if pad == 'same' else spell_pair(pad)}"


def check_rounding(pad: Pad, rounding: Rounding) -> None:
    """Check that a rounding means something.

    Raises
    ------
    UsageError
        The padding comes out even by itself.
    """
    if pad == "same" and rounding != "whole":
        raise UsageError(f"pad same always comes out even, so {rounding} has no meaning", f"leave {rounding} out")
