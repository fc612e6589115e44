"""What each channel of the input gives to the map of one filter, and their running sum."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.nn.arithmetic.parts import Pass
from explorer.nn.graph import Node
from explorer.nn.spec import Array


@dataclass(frozen=True, eq=False)
class ChannelMaps:
    """A filter's map, channel by channel: D1 maps that are summed to one, never D1 maps of their own (F4).

    Attributes
    ----------
    value
        Name of the value that the filter is laid on.
    channels
        int64 (D1,), the channel of that value that each map comes of.
    partial
        float32 (D1, H, W), what each channel alone gives.
    running
        float32 (D1, H, W), the sum of the maps up to each one; the last one is the filter's map without its bias.
    bias
        None where there is none.
    """

    value: str
    channels: Array = field(repr=False)
    partial: Array = field(repr=False)
    running: Array = field(repr=False)
    bias: float | None


def channel_maps(run: Pass, node: Node, filter_: int) -> ChannelMaps | None:
    """Return the maps that the input channels of a filter of ``node`` give.

    None where the node is no Conv or ConvTranspose with one or two spatial axes.
    """
