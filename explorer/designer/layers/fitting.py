"""Whether a window comes out even with what it slides over, and what would."""

from __future__ import annotations

from typing import Literal, TypeAlias

from explorer.designer.layers.base import spell_pair
from explorer.errors import NetError
from explorer.nn.sizes import Slide
from explorer.nn.window import Window

Rounding: TypeAlias = Literal["whole", "floor", "ceil"]
"""What becomes of windows that do not come out even: an error, left out at the end, or hanging over the end."""


_AXES = ("W", "H")


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
    slides = (_slide(1, extents[1], window), _slide(0, extents[0], window))
    alike = slides[0] == slides[1]
    for place, slide in enumerate(slides):
        room = slide.extent + slide.begin + slide.end
        if slide.reach > room:
            padding = -(-(slide.reach - slide.extent) // 2)
            padded = f" padded to {room}" if room > slide.extent else ""
            where = "W and H" if alike else _AXES[place]
            raise NetError(
                f"{where}: a window of {slide.reach} does not fit into {slide.extent}{padded}",
                f"use a window of at most {room}, or pad {_both(slides, place, padding, slides[1 - place].begin)}",
            )
    for place, slide in enumerate(slides):
        if rounding == "whole" and not slide.whole:
            where = "" if alike else f"{_AXES[place]}: "
            raise NetError(f"{where}{slide.division} is not whole", _what_fits(slides, place, offered))


def _slide(axis: int, extent: int, window: Window) -> Slide:
    begin, end, reach = window.pads_begin[axis], window.pads_end[axis], window.reach[axis]
    count = (extent - reach + begin + end) // window.strides[axis] + 1
    return Slide(
        extent=extent,
        kernel=window.kernel[axis],
        dilation=window.dilations[axis],
        stride=window.strides[axis],
        begin=begin,
        end=end,
        count=count,
    )


def _what_fits(slides: tuple[Slide, Slide], place: int, offered: tuple[Rounding, ...]) -> str:
    """Return extents, padding and strides close by that come out even along one of two axes."""
    slide, other = slides[place], slides[1 - place]
    padded = slide.begin + slide.end
    sizes = [str(size) for size in slide.fitting if size >= max(1, slide.reach - padded)]
    axis = "" if slide == other else f"{_AXES[place]} "
    fits = [f"an input of {axis}{' or '.join(sizes)} there"]
    pads = (pad for pad in range(slide.kernel) if (slide.extent - slide.reach + 2 * pad) % slide.stride == 0)
    pad = next((pad for pad in pads if slide.extent + 2 * pad >= slide.reach), None)
    if pad is not None:
        fits.append(f"pad {_both(slides, place, pad, other.begin)}")
    room = slide.extent + padded - slide.reach
    stride = min(_divisors(room), key=lambda step: (abs(step - slide.stride), step))
    fits.append(f"stride {_both(slides, place, stride, other.stride)}")
    lost = room % slide.stride - slide.end
    left_out = f"the last {lost} of {slide.extent}" if lost > 0 else "padding alone"
    ceil = ", or ceil" if "ceil" in offered else ""
    return f"use {', or '.join(fits)}; or write floor, which leaves out {left_out}{ceil}"


def _both(slides: tuple[Slide, Slide], place: int, number: int, other: int) -> str:
    """Return an option's number along one axis beside the one that the other axis keeps; once where they are alike."""
    if slides[0] == slides[1]:
        return str(number)
    return spell_pair((number, other) if place == 0 else (other, number))


def _divisors(number: int) -> list[int]:
    return [n for n in range(1, number + 1) if number % n == 0]
