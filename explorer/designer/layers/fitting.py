"""Whether a window comes out even with what it slides over, and what would."""

from __future__ import annotations

from typing import Literal, TypeAlias

from explorer.errors import NetError
from explorer.nn.sizes import Slide
from explorer.nn.window import Window

Rounding: TypeAlias = Literal["whole", "floor", "ceil"]
"""What becomes of windows that do not come out even: an error, left out at the end, or hanging over the end."""


def check_fit(window: Window, extents: tuple[int, ...], rounding: Rounding, offered: tuple[Rounding, ...]) -> None:
    """Check that the window fits into an image of ``extents`` and, unless rounding is asked for, comes out even.

    Parameters
    ----------
    extents
        H and W.
    offered
        The roundings that the layer can ask for.

    Raises
    ------
    NetError
        It does not; the hint has numbers that do.
    """
    rows, columns = map(_slide, range(2), extents, (window, window))
    named = {"W": columns} if columns == rows else {"W": columns, "H": rows}
    for axis, slide in named.items():
        room = slide.extent + slide.begin + slide.end
        if slide.reach > room:
            padding = -(-(slide.reach - slide.extent) // 2)
            where = "W and H" if len(named) == 1 else axis
            padded = f" padded to {room}" if room > slide.extent else ""
            raise NetError(
                f"{where}: a window of {slide.reach} does not fit into {slide.extent}{padded}",
                f"use a window of at most {room}, or pad {padding}",
            )
    for axis, slide in named.items():
        if rounding == "whole" and not slide.whole:
            where = "" if len(named) == 1 else f"{axis}: "
            raise NetError(f"{where}{slide.division} is not whole", _what_fits(slide, offered))


def _slide(axis: int, extent: int, window: Window) -> Slide:
    begin, end, reach = window.pads_begin[axis], window.pads_end[axis], window.reach[axis]
    count = (extent - reach + begin + end) // window.strides[axis] + 1
    return Slide(extent, window.kernel[axis], window.dilations[axis], window.strides[axis], begin, end, count)


def _what_fits(slide: Slide, offered: tuple[Rounding, ...]) -> str:
    """Return extents, padding and strides close by that come out even."""
    smaller, larger = slide.fitting
    padded = slide.begin + slide.end
    sizes = [size for size in (smaller, larger) if size >= max(1, slide.reach - padded)]
    fits = [f"an input of {' or '.join(map(str, sizes))} there"]
    pads = (pad for pad in range(slide.kernel) if (slide.extent - slide.reach + 2 * pad) % slide.stride == 0)
    pad = next((pad for pad in pads if slide.extent + 2 * pad >= slide.reach), None)
    if pad is not None:
        fits.append(f"pad {pad}")
    room = slide.extent + padded - slide.reach
    stride = min(_divisors(room), key=lambda step: (abs(step - slide.stride), step))
    fits.append(f"stride {stride}")
    lost = room % slide.stride - slide.end
    left_out = f"the last {lost} of {slide.extent}" if lost > 0 else "padding alone"
    ceil = ", or ceil" if "ceil" in offered else ""
    return f"use {', or '.join(fits)}; or write floor, which leaves out {left_out}{ceil}"


def _divisors(number: int) -> list[int]:
    return [n for n in range(1, number + 1) if number % n == 0]
