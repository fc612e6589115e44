"""Convolutions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from explorer.designer.assembly import Assembly
from explorer.designer.layers.base import Layer, Pair, spell_pair, volume_of
from explorer.designer.layers.fitting import Rounding
from explorer.designer.layers.windows import Pad, Sliding, check_rounding, read_pad, spell_window
from explorer.designer.words import Words, extents_in
from explorer.errors import NetError, UsageError


@dataclass(frozen=True, kw_only=True)
class Conv(Layer):
    """``filters`` filters of ``kernel`` x the input's depth, each with a bias, slid over the input.

    Attributes
    ----------
    groups
        Parts of the depth that have filters of their own.
    bias
        False for filters without one.
    rounding
        ``"floor"`` where windows that do not come out even are meant to be left out.
    """

    word: ClassVar[str] = "conv"
    example: ClassVar[str] = "conv 6 5x5 stride 1 pad 2"

    filters: int
    kernel: Pair
    stride: Pair = (1, 1)
    pad: Pad = (0, 0)
    groups: int = 1
    dilation: Pair = (1, 1)
    bias: bool = True
    rounding: Rounding = "whole"

    @classmethod
    def read(cls, words: Words) -> Self:
        """Return the convolution of ``6 5x5 stride 1 pad 2 groups 1 dilation 1 no bias floor``."""
        if len(extents_in(words.next()) or ()) == 2:
            raise UsageError("the number of filters comes first", f"'conv 16 {words.next()}' has 16 filters")
        filters = words.count("the number of filters")
        width, height = words.extents("the extent of the filters", 2)
        found = words.options(
            {
                "stride": lambda rest: rest.pair("the stride"),
                "pad": read_pad,
                "groups": lambda rest: rest.count("the number of groups"),
                "dilation": lambda rest: rest.pair("the dilation"),
                "no bias": lambda _: False,
                "floor": lambda _: "floor",
            }
        )
        bias, rounding = found.pop("no bias", True), found.pop("floor", "whole")
        check_rounding(found.get("pad", (0, 0)), rounding)
        return cls(filters=filters, kernel=(width, height), bias=bias, rounding=rounding, **found)

    def spelled(self) -> str:
        """Return the canonical line."""
        parts = [f"conv {self.filters} {self.kernel[0]}x{self.kernel[1]}", spell_window(self.stride, self.pad)]
        parts += [f"groups {self.groups}"] * (self.groups > 1)
        parts += [f"dilation {spell_pair(self.dilation)}"] * (self.dilation != (1, 1))
        parts += ["no bias"] * (not self.bias) + ["floor"] * (self.rounding == "floor")
        return " ".join(parts)

    def assemble(self, net: Assembly, name: str, inputs: tuple[str, ...]) -> None:
        """Append a Conv."""
        depth, height, width = volume_of(net, inputs[0], self.word)
        self._check_groups(depth)
        sliding = Sliding(self.kernel, self.stride, self.pad, self.dilation, self.rounding)
        attributes = sliding.attributes((height, width), ("floor",))
        shape = (self.filters, depth // self.groups, *self.kernel[::-1])
        weights = [net.constant(f"{name}.weight", shape, 0)]
        if self.bias:
            weights.append(net.constant(f"{name}.bias", (self.filters,), 0))
        net.node(name, "Conv", *inputs, *weights, group=self.groups, dilations=self.dilation[::-1], **attributes)

    def _check_groups(self, depth: int) -> None:
        for count, what in ((depth, "channels of the input"), (self.filters, "filters")):
            if count % self.groups:
                fitting = [n for n in range(1, depth + 1) if depth % n == self.filters % n == 0]
                close = min(fitting, key=lambda n: abs(n - self.groups))
                raise NetError(f"{count} {what} do not divide into {self.groups} groups", f"groups {close} would fit")
